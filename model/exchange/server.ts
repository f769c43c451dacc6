import { CUSTOM_ACTION_SERVER } from '../installer/customActionServer.ts'
import { packGuid } from '../installer/guid.ts'
import { KEYS, productValues, type RegistryEntry } from '../installer/registration.ts'
import { firstFileNumber, installerFolder, numberedFile } from '../installer/transaction.ts'
import type { Writable } from '../machine/apply.ts'
import type { Draw, Host } from '../machine/host.ts'
import { keyPath, type Machine, spelled } from '../machine/machine.ts'
import { driveOf, fold, joinPath, leafOf, normalPath, parentOf } from '../machine/names.ts'
import {
  type FileContent,
  type FileNode,
  HEALTHY,
  type LogName,
  type Process,
  type RegistryKey,
  type Service,
  type Windows,
} from '../machine/parts.ts'
import { bootNumber, numbered } from '../machine/processNumbers.ts'
import { recently } from '../machine/recently.ts'
import { serviceKey } from '../machine/serviceKeys.ts'
import { imagePath, joined, processName } from '../machine/services.ts'
import { DAY, yyyymmdd } from '../machine/time.ts'
import type { Zone } from '../machine/zone.ts'
import { upper } from '../words/letters.ts'
import { type Arch, type BaselineId, baselineOf, product } from './builds.ts'
import { keysOf } from './components.ts'
import { features } from './features.ts'
import { installedFiles, setupLogFolder } from './files.ts'
import { metabaseFile, metabaseText } from './metabase.ts'
import { type InstallerId, installedOn, type OsId, operatingSystems } from './os.ts'
import { hashOf, packageOf } from './package.ts'
import type { ProductFile } from './productFile.ts'
import type { Role } from './roles.ts'
import { LOCAL_POLICY_KEY } from './scripts/powershell.ts'
import { scriptRoles } from './serviceLists.ts'
import { clusterService, serviceProcesses, servicesOf } from './services.ts'
import { setupFiles } from './setup/setup.ts'
import { drawTexture, type JoinedDomain } from './texture.ts'
import { windowsValues } from './windowsValues.ts'

/**
 * A healthy server with Exchange Server 2007 at a baseline, before any rollup. Knows no scenario: what is wrong with a
 * server comes later.
 */

export interface ServerPlan {
  readonly name: string
  readonly os: OsId
  readonly installer: InstallerId
  readonly arch: Arch
  readonly zone: Zone
  readonly roles: readonly Role[]
  /** None: a server without the product. */
  readonly baseline: BaselineId | 'none'
  /** Without: one of the domains that there are, and nobody has an account there. An Edge Transport server joins none. */
  readonly domain?: JoinedDomain
  /** A node of a failover cluster. */
  readonly cluster?: boolean
  /** Folder of the product, with a backslash at its end; drawn if not given. */
  readonly installPath?: string
  /** When the plan begins, ms since 1970 UTC; the product was installed some weeks before. */
  readonly start: number
}

/** A server that has the product. */
type Installed = ServerPlan & { readonly baseline: BaselineId }

export const PRODUCT_SOURCE = 'D:\\'
const GIB = 2 ** 30
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** @param draw numbers that belong to this machine: each has a name, and does not change with what else is drawn */
export function healthyServer(plan: ServerPlan, draw: Draw): Writable {
  const machine = emptyMachine(plan, draw)
  addWindows(machine, draw)
  addServices(machine, plan)
  addPrograms(machine)
  const { baseline } = plan
  if (baseline !== 'none') addProduct(machine, { ...plan, baseline }, draw)
  boot(machine)
  return machine
}

/** When the product was set up: four to six months before the plan begins. */
export function installedAt({ start }: ServerPlan, draw: Draw): number {
  return start - DAY * (120 + draw('product installed', 60)) - draw('time installed', DAY)
}

function windowsOf(plan: ServerPlan): Windows {
  const installed = installedOn(plan.os, plan.start, plan.installer)
  if (!installed) throw new RangeError(`Windows Installer ${plan.installer} does not exist for ${plan.os}`)
  const { version, build, servicePack, kernelRevision, frameworkVersion, assemblySupport } = installed.pack
  return {
    ...operatingSystems[plan.os],
    ...{ version, build, servicePack, kernelRevision, frameworkVersion, assemblySupport },
    engine: installed.engine.build,
    engineNumber: installed.engine.number,
  }
}

/** Records of a day in a log: of the quietest server, and how much more a busy one has (modelled). */
const QUIET = 30
const BUSIER = 120

function recordsBefore(log: LogName, days: number, draw: Draw): number {
  const ofDay = QUIET + draw(`${log} records a day`, BUSIER)
  return days * ofDay + draw(`${log} records`, ofDay)
}

function emptyMachine(plan: ServerPlan, draw: Draw): Writable {
  const uptime = DAY * (3 + draw('days up', 20)) + draw('time up', DAY)
  const texture = drawTexture(draw, plan)
  const daysSinceSetup = Math.floor((plan.start - texture.setUpAt) / DAY)
  return {
    name: plan.name,
    ...(plan.roles.includes('edge-transport') ? {} : { domain: texture.domain }),
    windows: windowsOf(plan),
    texture,
    arch: plan.arch,
    zone: plan.zone,
    now: plan.start,
    files: new Map(),
    free: new Map([['C:', 40 * GIB + draw('free space', GIB)], ['D:', 0], ...dataDrive(texture.installPath, draw)]),
    denials: new Map(),
    registry: new Map(),
    services: new Map(),
    processes: new Map(),
    processNumbers: { known: numbered(PROCESSES[plan.os], 'known', draw), strangers: new Map() },
    logs: { Application: [], System: [] },
    recordsBefore: {
      Application: recordsBefore('Application', daysSinceSetup, draw),
      System: recordsBefore('System', daysSinceSetup, draw),
    },
    journal: [],
    settings: { ...HEALTHY, bootedAt: plan.start - uptime },
  }
}

/** A drive for the product, where it is not that of Windows. */
function dataDrive(installPath: string, draw: Draw): [string, number][] {
  const drive = upper(driveOf(installPath))
  return drive === 'C:' ? [] : [[drive, 100 * GIB + draw('free space for Exchange', 200 * GIB)]]
}

// -------------------------------------------------------------------------------------------- writing while building

function addFolder(machine: Writable, path: string, time: number, attributes = ''): void {
  if (machine.files.has(fold(path))) return
  const parent = parentOf(path)
  if (parent !== undefined) addFolder(machine, parent, time)
  const node: FileNode = {
    path: spelled(machine, path),
    folder: true,
    size: 0,
    created: time,
    modified: time,
    attributes,
  }
  machine.files.set(fold(path), node)
}

type Extra = Partial<Pick<FileNode, 'version' | 'hash' | 'content' | 'attributes' | 'created'>>

function addFile(machine: Writable, path: string, size: number, time: number, extra: Extra = {}): void {
  addFolder(machine, parentOf(path)!, time)
  const node: FileNode = {
    path: spelled(machine, path),
    folder: false,
    size,
    created: time,
    modified: time,
    attributes: '',
    ...extra,
  }
  machine.files.set(fold(path), node)
  takeSpace(machine, path, size)
}

function takeSpace(machine: Writable, path: string, size: number): void {
  const drive = driveOf(path)
  machine.free.set(drive, Math.max(0, (machine.free.get(drive) ?? 0) - size))
}

function addKey(machine: Writable, key: string): RegistryKey {
  const path = keyPath(key)
  return machine.registry.get(fold(path)) ?? addWholeKey(machine, { path, values: new Map() })
}

/** A key with its values; the keys above it are made if need be. */
function addWholeKey(machine: Writable, key: RegistryKey): RegistryKey {
  const parent = parentOf(key.path)
  if (parent !== undefined) addKey(machine, parent)
  machine.registry.set(fold(key.path), key)
  return key
}

function addValue(machine: Writable, value: RegistryEntry): void {
  const { path, values } = addKey(machine, value.key)
  machine.registry.set(fold(path), { path, values: withValue(values, value) })
}

function withValue(
  values: RegistryKey['values'],
  { name, type, data }: Omit<RegistryEntry, 'key'>,
): RegistryKey['values'] {
  return new Map(values).set(fold(name), { name, type, data })
}

const text = (value: string): FileContent => ({ kind: 'text', text: value })

// ------------------------------------------------------------------------------------------------------- Windows

const WINDOWS_KEYS: readonly string[] = [
  'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows',
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager',
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Installer',
  'HKLM\\SOFTWARE\\Classes\\Installer\\Patches',
  'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion',
]

/** Whether certificates are asked for that have been revoked, for the account that signs in. */
export const PUBLISHING_KEY =
  'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\WinTrust\\Trust Providers\\Software Publishing'

function addWindows(machine: Writable, draw: Draw): void {
  const { windows } = machine
  const setUp = machine.texture.setUpAt
  const root = windows.systemRoot
  const folders = [
    windows.systemFolder,
    joinPath(root, 'Temp'),
    joinPath(root, 'SoftwareDistribution', 'Download'),
    windows.adminDesktop,
    windows.adminTemp,
    windows.systemTemp,
  ]
  for (const folder of folders) addFolder(machine, folder, setUp)
  addFolder(machine, joinPath(root, 'Installer'), setUp, 'HS')
  const programs = [
    'msiexec.exe',
    'cmd.exe',
    'svchost.exe',
    'services.exe',
    'lsass.exe',
    'wuauclt.exe',
    'net.exe',
    'sc.exe',
  ]
  for (const name of programs) addFile(machine, joinPath(root, 'system32', name), 40_960, setUp)
  addFile(machine, windows.powershell, 330_240, setUp)
  addFile(machine, windows.applicationLog, 65_536, setUp, { content: { kind: 'event-log', log: 'Application' } })
  addFile(machine, windows.systemLog, 65_536, setUp, { content: { kind: 'event-log', log: 'System' } })
  addUpdateLogs(machine, setUp, draw)
  for (const key of WINDOWS_KEYS) addKey(machine, key)
  for (const value of windowsValues(machine)) addValue(machine, value)
  addValue(machine, { key: PUBLISHING_KEY, name: 'State', type: 'dword', data: 0x23c00 })
  addValue(machine, { key: LOCAL_POLICY_KEY, name: 'ExecutionPolicy', type: 'sz', data: 'RemoteSigned' })
  addValue(machine, { key: LOCAL_POLICY_KEY, name: 'Path', type: 'sz', data: windows.powershell })
}

/** The update client looks for updates every night, and says so to both of its logs; of those nights they hold the last. */
function addUpdateLogs(machine: Writable, created: number, draw: Draw): void {
  const { now, settings, windows } = machine
  const past = { started: settings.bootedAt + 30_000, searches: [now - 6 * HOUR - draw('update search', 8 * HOUR)] }
  for (const [path, log] of [
    ['WindowsUpdate.log', 'agent'],
    ['SoftwareDistribution\\ReportingEvents.log', 'reporting'],
  ] as const) {
    const content = { kind: 'update-log', log, past } as const
    addFile(machine, joinPath(windows.systemRoot, path), 0, past.searches.at(-1)! + MINUTE, { content, created })
  }
}

function addServices(machine: Writable, plan: ServerPlan): void {
  const cluster = plan.cluster ? [clusterService(plan.os)] : []
  for (const service of [...servicesOf(plan.os, plan.roles, plan.baseline, machine.texture.installPath), ...cluster]) {
    const path = imagePath(service.image)
    if (!machine.files.has(fold(path))) addFile(machine, path, 65_536, machine.texture.setUpAt)
    machine.services.set(fold(service.name), service)
    addWholeKey(machine, serviceKey(service))
  }
}

/** What runs besides services, and could be in somebody's way: below the system root. */
const PROGRAMS: readonly (readonly [path: string, user: string, os?: OsId])[] = [
  ['system32\\csrss.exe', 'SYSTEM'],
  // On Server 2003 it is the host of services, too.
  ['system32\\services.exe', 'SYSTEM', 'windows-server-2008'],
  ['system32\\winlogon.exe', 'SYSTEM'],
  ['explorer.exe', 'Administrator'],
]

const programsOn = (os: OsId): typeof PROGRAMS => PROGRAMS.filter(([, , only]) => only === undefined || only === os)

function addPrograms(machine: Writable): void {
  const { windows, texture } = machine
  for (const [path] of programsOn(windows.id))
    addFile(machine, joinPath(windows.systemRoot, path), 65_536, texture.setUpAt)
}

// ----------------------------------------------------------------------------------------------------- processes

/** Who calls the installer, and what it starts itself. */
const OF_THE_INSTALLER: readonly string[] = ['wuauclt.exe', 'msiexec.exe', CUSTOM_ACTION_SERVER]

function programsOf(os: OsId): string[] {
  const programs = programsOn(os).map(([path]) => leafOf(path))
  return [...new Set([...serviceProcesses(os), ...programs, ...OF_THE_INSTALLER])].sort()
}

/** All that a server may run, on each system, by name: the same whatever its roles, and so are the numbers. */
const PROCESSES: Readonly<Record<OsId, readonly string[]>> = {
  'windows-server-2003': programsOf('windows-server-2003'),
  'windows-server-2008': programsOf('windows-server-2008'),
}

/** Windows has come up, and an administrator has signed in: what runs then besides services. */
export function startPrograms(host: Host): void {
  for (const [program, user] of programsOn(host.machine.windows.id)) {
    const path = joinPath(host.machine.windows.systemRoot, program)
    const pid = host.processId(leafOf(path))
    const after = { pid, name: leafOf(path), path, user, services: [], handles: [{ path, share: 'all' }] } as const
    host.record({ kind: 'process', pid, before: undefined, after })
  }
}

/** As it was at the start: each running service has its process, or a part in one, and nothing else runs. */
export function boot(machine: Writable): void {
  machine.processes.clear()
  for (const service of machine.services.values()) {
    if (service.state !== 'running') continue
    const process = processOf(machine, service)
    machine.processes.set(process.pid, process)
    machine.services.set(fold(service.name), { ...service, pid: process.pid })
  }
  for (const [program, user] of programsOn(machine.windows.id)) {
    const path = joinPath(machine.windows.systemRoot, program)
    const process = newProcess(machine, leafOf(path), path, user, [])
    machine.processes.set(process.pid, process)
  }
}

function processOf(machine: Machine, service: Service): Process {
  const { image, account, name } = service
  const process = newProcess(machine, processName(service), imagePath(image), account, [name])
  const running = machine.processes.get(process.pid)
  return running ? joined(running, service) : process
}

function newProcess(
  machine: Machine,
  number: string,
  path: string,
  user: string,
  services: readonly string[],
): Process {
  const pid = bootNumber(machine, number)
  return { pid, name: leafOf(path), path, user, services, handles: [{ path, share: 'all' }] }
}

// ------------------------------------------------------------------------------------------------------ Exchange

const SETUP_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup'
const VERSION_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\v8.0'
export const PRODUCT_PACKAGE_SIZE = 31_457_280

function addProduct(machine: Writable, plan: Installed, draw: Draw): void {
  const { productVersion } = baselineOf(plan.baseline)
  const installed = installedAt(plan, draw)
  const { files, components } = productOf(plan, machine.texture.installPath)
  addProductFiles(machine, files, installed)
  addMetabase(machine, plan, productVersion, installed)
  addSetupLogs(machine, plan, installed, draw)
  register(machine, plan, components, installed, draw)
}

function addSetupLogs(machine: Writable, { baseline, roles, arch }: Installed, installed: number, draw: Draw): void {
  const { packageName } = packageOf(baseline, arch, machine.texture.installPath)
  const order = { baseline, roles, source: PRODUCT_SOURCE, packageName, installed }
  for (const { name, content, created, modified } of setupFiles(machine, order, draw)) {
    addFile(machine, joinPath(setupLogFolder, name), 0, modified, { content, created })
  }
}

/** A file as a server gets it, but for its times. */
type Placed = Pick<FileNode, 'path' | 'size' | 'version' | 'hash'> & { readonly key: string; readonly parent: string }

const pathOf = (file: ProductFile, installPath: string): string => normalPath(`${installPath}${file.path}`)

function placed(file: ProductFile, path: string, version: string): Placed {
  const identity = file.versioned ? { version } : { hash: hashOf(file, version) }
  return { path, key: fold(path), parent: parentOf(path)!, size: file.size, ...identity }
}

interface Product {
  readonly files: readonly Placed[]
  /** The registrations of the components, with their key paths. */
  readonly components: readonly RegistryKey[]
}

const kept = recently<Product>(12)

/** What the product is on a server with these roles in this folder: made once, and shared between servers. */
const productOf = (installed: Installed, installPath: string): Product =>
  kept(`${installed.baseline} ${[...installed.roles].sort().join()} ${installPath}`, () =>
    productIn(installed, installPath),
  )

function productIn({ roles, baseline }: Installed, installPath: string): Product {
  const { productVersion: version } = baselineOf(baseline)
  const files = installedFiles(roles, baseline)
  return {
    files: [
      ...files.map(file => placed(file, pathOf(file, installPath), version)),
      ...versionFolder(roles, files, version, installPath),
    ],
    components: files.flatMap(file => registrationOf(file, installPath)),
  }
}

/** The registration of a component, if this is the file of its key path. */
function registrationOf(file: ProductFile, installPath: string): RegistryKey[] {
  const { first, componentId } = keysOf([file]).get(file.path)!
  if (!first) return []
  const values = withValue(new Map(), { name: packGuid(product.code), type: 'sz', data: pathOf(file, installPath) })
  return [{ path: keyPath(KEYS.component(componentId)), values }]
}

/** Setup leaves one filled version folder of Outlook Web Access. */
function versionFolder(
  roles: readonly Role[],
  files: readonly ProductFile[],
  version: string,
  installPath: string,
): Placed[] {
  if (!roles.includes('client-access')) return []
  const current = 'ClientAccess\\owa\\Current\\'
  return files
    .filter(file => file.path.startsWith(current))
    .map(file => {
      const path = `${installPath}ClientAccess\\owa\\${version}\\${file.path.slice(current.length)}`
      return placed(file, normalPath(path), version)
    })
}

function addProductFiles(machine: Writable, files: readonly Placed[], time: number): void {
  let folder = ''
  let bytes = 0
  for (const { key, parent, path, size, version, hash } of files) {
    if (parent !== folder) addFolder(machine, parent, time)
    folder = parent
    bytes += size
    const node = { path, folder: false, size, created: time, modified: time, attributes: '' }
    machine.files.set(key, version === undefined ? { ...node, hash: hash! } : { ...node, version })
  }
  takeSpace(machine, machine.texture.installPath, bytes)
}

/** The version folder of Outlook Web Access is entered in the metabase. */
function addMetabase(machine: Writable, plan: Installed, version: string, time: number): void {
  const metabase = metabaseText(plan.roles, machine.texture.installPath, version)
  addFile(machine, metabaseFile(machine.windows.systemRoot), metabase.length, time, { content: text(metabase) })
}

function register(
  machine: Writable,
  plan: Installed,
  components: readonly RegistryKey[],
  installed: number,
  draw: Draw,
): void {
  const { installPath } = machine.texture
  const base = packageOf(plan.baseline, plan.arch, installPath)
  const content: FileContent = { kind: 'package', code: base.packageCode }
  const cached = numberedFile({ machine }, installerFolder({ machine }), 'msi', firstFileNumber({ draw }))
  addFile(machine, cached, PRODUCT_PACKAGE_SIZE, installed, { content })
  addFile(machine, joinPath(PRODUCT_SOURCE, base.packageName), PRODUCT_PACKAGE_SIZE, installed, { content })
  const place = {
    localPackage: cached,
    installSource: PRODUCT_SOURCE,
    installLocation: installPath,
    installDate: yyyymmdd(installed, machine.zone),
  }
  for (const value of productValues(base, place)) addValue(machine, value)
  const chosen = features.filter(f => f.role === 'all' || plan.roles.includes(f.role))
  for (const { feature, parent = '' } of chosen) {
    addValue(machine, { key: KEYS.features(product.code), name: feature, type: 'sz', data: parent })
  }
  if (components[0]) addKey(machine, parentOf(components[0].path)!)
  for (const component of components) machine.registry.set(fold(component.path), component)
  const [major = '8', minor = '0', build = '0'] = base.version.split('.')
  const setup: readonly (readonly [string, number])[] = [
    ['MsiProductMajor', Number(major)],
    ['MsiProductMinor', Number(minor)],
    ['MsiBuildMajor', Number(build)],
  ]
  addValue(machine, { key: SETUP_KEY, name: 'MsiInstallPath', type: 'sz', data: installPath })
  for (const [name, data] of setup) addValue(machine, { key: SETUP_KEY, name, type: 'dword', data })
  for (const { role, registryKey } of scriptRoles) {
    if (role === 'management-tools' || plan.roles.includes(role)) {
      addValue(machine, {
        key: `${VERSION_KEY}\\${registryKey}`,
        name: 'ConfiguredVersion',
        type: 'sz',
        data: base.version,
      })
    }
  }
}

import { guidFrom, packGuid } from '../installer/guid.ts'
import { KEYS, productValues, type RegistryEntry } from '../installer/registration.ts'
import type { Writable } from '../machine/apply.ts'
import type { Machine } from '../machine/machine.ts'
import { keyPath } from '../machine/machine.ts'
import { driveOf, fold, joinPath, leafOf, normalPath, parentOf } from '../machine/names.ts'
import type { FileContent, FileNode, Process, RegistryKey, Service, Windows } from '../machine/parts.ts'
import { imagePath } from '../machine/services.ts'
import { yyyymmdd } from '../machine/time.ts'
import { type Arch, type BaselineId, baselineOf, product } from './builds.ts'
import { installedFiles, installRoot, setupLogFiles, setupLogFolder } from './files.ts'
import { engineOf, type InstallerId, type OsId, operatingSystems } from './os.ts'
import { features, hashOf, packageOf } from './package.ts'
import type { ProductFile } from './productFile.ts'
import type { Role } from './roles.ts'
import { LOCAL_POLICY_KEY } from './scripts/powershell.ts'
import { metabaseEntry, metabaseFile } from './scripts/updateOwa.ts'
import { scriptRoles } from './serviceLists.ts'
import { clusterService, servicesOf } from './services.ts'

/**
 * A healthy server with Exchange Server 2007 at a baseline, before any rollup. Knows no scenario: what is wrong with a
 * server comes later.
 */

export interface ServerPlan {
  readonly name: string
  readonly os: OsId
  readonly installer: InstallerId
  readonly arch: Arch
  /** Offset of local time in minutes. */
  readonly zone: number
  readonly roles: readonly Role[]
  /** None: a server without the product. */
  readonly baseline: BaselineId | 'none'
  /** A node of a failover cluster. */
  readonly cluster?: boolean
  /** When the plan begins, ms since 1970 UTC; the product was installed some weeks before. */
  readonly start: number
}

/** A server that has the product. */
type Installed = ServerPlan & { readonly baseline: BaselineId }

/** Draws a number, 0 <= n < below, that belongs to this machine. */
export type Draw = (below: number) => number

export const PRODUCT_SOURCE = 'D:\\'
const DAY = 86_400_000
const GIB = 2 ** 30

export function healthyServer(plan: ServerPlan, draw: Draw): Writable {
  const machine = emptyMachine(plan, draw)
  addWindows(machine)
  addServices(machine, plan, draw)
  addPrograms(machine, draw)
  const { baseline } = plan
  if (baseline !== 'none') addProduct(machine, { ...plan, baseline }, draw)
  return machine
}

function windowsOf(plan: ServerPlan): Windows {
  const engine = engineOf(plan.os, plan.installer)
  if (!engine) throw new RangeError(`Windows Installer ${plan.installer} does not exist for ${plan.os}`)
  return { ...operatingSystems[plan.os], engine: engine.build, engineNumber: engine.number }
}

function emptyMachine(plan: ServerPlan, draw: Draw): Writable {
  const uptime = DAY * (3 + draw(20)) + draw(DAY)
  return {
    name: plan.name,
    windows: windowsOf(plan),
    arch: plan.arch,
    zone: plan.zone,
    now: plan.start,
    files: new Map(),
    free: new Map([
      ['C:', 40 * GIB + draw(GIB)],
      ['D:', 0],
    ]),
    denials: new Map(),
    registry: new Map(),
    services: new Map(),
    processes: new Map(),
    logs: { Application: [], System: [] },
    journal: [],
    settings: {
      installerCounter: 0x10000 + draw(0x6000000),
      bootedAt: plan.start - uptime,
      installMutex: 0,
      restartWanted: false,
      internet: true,
      startTimeoutMs: 30_000,
    },
  }
}

// -------------------------------------------------------------------------------------------- writing while building

function addFolder(machine: Writable, path: string, time: number, attributes = ''): void {
  if (machine.files.has(fold(path))) return
  const parent = parentOf(path)
  if (parent !== undefined) addFolder(machine, parent, time)
  machine.files.set(fold(path), { path, folder: true, size: 0, created: time, modified: time, attributes })
}

type Extra = Partial<Pick<FileNode, 'version' | 'hash' | 'content' | 'attributes'>>

function addFile(machine: Writable, path: string, size: number, time: number, extra: Extra = {}): void {
  addFolder(machine, parentOf(path)!, time)
  const node: FileNode = { path, folder: false, size, created: time, modified: time, attributes: '', ...extra }
  machine.files.set(fold(path), node)
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

const WINTRUST = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\WinTrust\\Trust Providers\\Software Publishing'

function addWindows(machine: Writable): void {
  const { windows, now } = machine
  const setUp = now - 200 * DAY
  const root = windows.systemRoot
  const folders = [
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
  for (const key of WINDOWS_KEYS) addKey(machine, key)
  addValue(machine, { key: WINTRUST, name: 'State', type: 'dword', data: 0x23c00 })
  addValue(machine, { key: LOCAL_POLICY_KEY, name: 'ExecutionPolicy', type: 'sz', data: 'RemoteSigned' })
  addValue(machine, { key: LOCAL_POLICY_KEY, name: 'Path', type: 'sz', data: windows.powershell })
}

function addServices(machine: Writable, plan: ServerPlan, draw: Draw): void {
  const cluster = plan.cluster ? [clusterService(plan.os)] : []
  for (const service of [...servicesOf(plan.os, plan.roles, plan.baseline), ...cluster]) {
    const path = imagePath(service.image)
    if (!machine.files.has(fold(path))) addFile(machine, path, 65_536, machine.now - 200 * DAY)
    const { state, ...rest } = service
    const row: Service = { ...rest, state }
    machine.services.set(fold(row.name), state === 'running' ? withProcess(machine, row, draw) : row)
  }
}

/** A running service has a process of its own, or shares one with the services of the same image. */
function withProcess(machine: Writable, service: Service, draw: Draw): Service {
  const path = imagePath(service.image)
  const host = service.shared
    ? [...machine.services.values()].find(s => s.shared && s.pid !== undefined && fold(s.image) === fold(service.image))
    : undefined
  const running = host?.pid === undefined ? undefined : machine.processes.get(host.pid)
  const process: Process = running
    ? { ...running, services: [...running.services, service.name] }
    : newProcess(machine, path, service.account, draw, [service.name])
  machine.processes.set(process.pid, process)
  return { ...service, pid: process.pid }
}

function newProcess(machine: Machine, path: string, user: string, draw: Draw, services: readonly string[]): Process {
  let pid = 400 + 4 * draw(1500)
  while (machine.processes.has(pid)) pid += 4
  return { pid, name: leafOf(path), path, user, services, handles: [{ path, share: 'all' }] }
}

/** What runs besides services, and could be in somebody's way. */
function addPrograms(machine: Writable, draw: Draw): void {
  const root = machine.windows.systemRoot
  const programs: readonly (readonly [string, string])[] = [
    [joinPath(root, 'system32', 'csrss.exe'), 'SYSTEM'],
    [joinPath(root, 'system32', 'winlogon.exe'), 'SYSTEM'],
    [joinPath(root, 'explorer.exe'), 'Administrator'],
  ]
  for (const [path, user] of programs) {
    addFile(machine, path, 65_536, machine.now - 200 * DAY)
    const process = newProcess(machine, path, user, draw, [])
    machine.processes.set(process.pid, process)
  }
}

// ------------------------------------------------------------------------------------------------------ Exchange

const SETUP_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup'
const VERSION_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\v8.0'
export const PRODUCT_PACKAGE_SIZE = 31_457_280

function addProduct(machine: Writable, plan: Installed, draw: Draw): void {
  const { productVersion } = baselineOf(plan.baseline)
  const installed = machine.now - DAY * (30 + draw(60))
  const files = installedFiles(plan.roles, plan.baseline)
  for (const file of files) addProductFile(machine, file, placeOf(file).path, productVersion, installed)
  addOwa(machine, plan, files, productVersion, installed)
  for (const { name, kept } of setupLogFiles) {
    if (kept) addFile(machine, joinPath(setupLogFolder, name), 48_000, installed, { content: text('') })
  }
  register(machine, plan, files, installed)
}

interface FilePlace {
  readonly path: string
  /** The registration of the file's component. */
  readonly component: RegistryKey
}

const places = new Map<ProductFile, FilePlace>()

/** Where a file of the product stands, on the disk and in the registry; the same on every server. */
function placeOf(file: ProductFile): FilePlace {
  const known = places.get(file)
  if (known) return known
  const path = normalPath(`${installRoot}${file.path}`)
  const values = withValue(new Map(), { name: packGuid(product.code), type: 'sz', data: path })
  const place = { path, component: { path: keyPath(KEYS.component(guidFrom(`component ${file.path}`))), values } }
  places.set(file, place)
  return place
}

function addProductFile(machine: Writable, file: ProductFile, path: string, version: string, time: number): void {
  const identity = file.versioned ? { version } : { hash: hashOf(file, version) }
  addFile(machine, normalPath(path), file.size, time, identity)
}

/** Setup leaves one filled version folder, entered in the metabase. */
function addOwa(
  machine: Writable,
  plan: Installed,
  files: readonly ProductFile[],
  version: string,
  time: number,
): void {
  const metabase = metabaseFile(machine.windows.systemRoot)
  const open = '<?xml version ="1.0"?>\r\n<configuration xmlns="urn:microsoft-catalog:XML_Metabase_V64_0">\r\n'
  const serves = plan.roles.includes('client-access')
  addFile(machine, metabase, 4096, time, { content: text(serves ? open + metabaseEntry(version) : open) })
  if (!serves) return
  const current = 'ClientAccess\\owa\\Current\\'
  for (const file of files) {
    if (!file.path.startsWith(current)) continue
    const target = `${installRoot}ClientAccess\\owa\\${version}\\${file.path.slice(current.length)}`
    addProductFile(machine, file, target, version, time)
  }
}

function register(machine: Writable, plan: Installed, files: readonly ProductFile[], installed: number): void {
  const base = packageOf(plan.baseline, plan.arch)
  const content: FileContent = { kind: 'package', code: base.packageCode }
  const { installerCounter } = machine.settings
  machine.settings.installerCounter += 5
  const cached = joinPath(machine.windows.systemRoot, 'Installer', `${installerCounter.toString(16)}.msi`)
  addFile(machine, cached, PRODUCT_PACKAGE_SIZE, installed, { content })
  addFile(machine, joinPath(PRODUCT_SOURCE, base.packageName), PRODUCT_PACKAGE_SIZE, installed, { content })
  const place = {
    localPackage: cached,
    installSource: PRODUCT_SOURCE,
    installLocation: installRoot,
    installDate: yyyymmdd(installed, machine.zone),
  }
  for (const value of productValues(base, place)) addValue(machine, value)
  const chosen = features.filter(f => f.role === 'all' || plan.roles.includes(f.role))
  for (const { feature } of chosen) {
    addValue(machine, { key: KEYS.features(product.code), name: feature, type: 'sz', data: '' })
  }
  for (const file of files) addWholeKey(machine, placeOf(file).component)
  const [major = '8', minor = '0', build = '0'] = base.version.split('.')
  const setup: readonly (readonly [string, number])[] = [
    ['MsiProductMajor', Number(major)],
    ['MsiProductMinor', Number(minor)],
    ['MsiBuildMajor', Number(build)],
  ]
  addValue(machine, { key: SETUP_KEY, name: 'MsiInstallPath', type: 'sz', data: installRoot })
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

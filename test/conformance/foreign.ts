import { programs } from '../../model/exchange/scripts/powershell.ts'
import type { Database, Package, Patch, Programs } from '../../model/installer/database.ts'
import type { InstallRequest } from '../../model/installer/facts.ts'
import { guidFrom } from '../../model/installer/guid.ts'
import { install } from '../../model/installer/msiexec.ts'
import { runProduct } from '../../model/installer/sequence.ts'
import { type InstallerRun, newSpeaker } from '../../model/installer/session.ts'
import { makeFolder, writeFile } from '../../model/machine/calls.ts'
import { fileAt, serviceNamed } from '../../model/machine/machine.ts'
import { startService } from '../../model/machine/services.ts'
import { lineText } from '../../model/words/logLines.ts'
import { buildServer } from '../../sim/scenario/build.ts'
import { loadScenario } from '../../sim/scenario/load.ts'
import type { Recorder } from '../../sim/server/recorder.ts'

/** Packages of other products, made of rows, on a server of the project: what a vector or a test needs of them. */

const SERVER = `{title: A server, servers: [{name: EXCH01, baseline: none, roles: [mailbox]}], steps: [wait: 1s]}`

export function emptyServer(): Recorder {
  const loaded = loadScenario(SERVER, 'foreign')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return buildServer(loaded.scenario, 0, 1).recorder
}

export const FOLDER = 'C:\\Program Files\\msitest'

const EMPTY: Database = {
  property: {},
  appSearch: [],
  launchCondition: [],
  feature: [{ feature: 'One', title: 'One' }],
  component: [],
  file: [],
  registry: [],
  customAction: [],
  serviceControl: [],
  serviceInstall: [],
  executeSequence: [],
  uiSequence: [],
  entryPoints: {},
  dialog: [],
}

export type Identity = Partial<Omit<Package, 'database'>>

export function packageOf(database: Partial<Database>, identity: Identity = {}): Package {
  const one: Omit<Package, 'database'> = {
    packageCode: guidFrom('msitest package'),
    packageName: 'msitest.msi',
    productCode: '{7DF88A48-996F-4EC8-A022-BF956F9B2CBB}',
    upgradeCode: guidFrom('msitest upgrade'),
    productName: 'MSITEST',
    manufacturer: 'Contoso',
    version: '1.1.1',
    language: 1033,
    platform: 'x64',
    ...identity,
  }
  const property = {
    ProductCode: one.productCode,
    ProductName: one.productName,
    ProductVersion: one.version,
    ProductLanguage: String(one.language),
    ALLUSERS: '1',
    ...database.property,
  }
  return { ...one, database: { ...EMPTY, ...database, property } }
}

/** Standard actions by number, and others between them. */
export const sequenceOf = (rows: Readonly<Record<string, number | readonly [number, string]>>) =>
  Object.entries(rows)
    .map(([action, at]) =>
      typeof at === 'number' ? { action, sequence: at } : { action, sequence: at[0], condition: at[1] },
    )
    .sort((a, b) => a.sequence - b.sequence)

export const FRAME = {
  CostInitialize: 800,
  CostFinalize: 1000,
  InstallInitialize: 1500,
  InstallFinalize: 6600,
} as const

export interface World {
  readonly recorder: Recorder
  readonly packages: Package[]
  readonly patches: Map<string, Patch>
  programs: Programs
}

export const world = (recorder = emptyServer()): World => ({ recorder, packages: [], patches: new Map(), programs })

function setupOf({ packages, patches, programs: start }: World) {
  const byCode = new Map(packages.map(one => [one.packageCode, one]))
  return { catalogue: { packages: byCode, patches }, programs: start }
}

const PACKAGE = 'C:\\source\\msitest.msi'

function requestOf(more: Partial<InstallRequest>): InstallRequest {
  return {
    run: 0,
    operation: 'repair',
    package: PACKAGE,
    user: 'Administrator',
    elevated: true,
    ui: 'none',
    log: undefined,
    properties: {},
    callingProcess: 'C:\\WINDOWS\\system32\\msiexec.exe',
    currentDirectory: 'C:\\',
    ...more,
  }
}

/** The execute sequence of a package by itself; returns the code of the run. */
export function installPackage(
  of: World,
  product: Package,
  properties: Readonly<Record<string, string>> = { ADDLOCAL: 'ALL' },
  request: Partial<InstallRequest> = {},
): number {
  const { recorder, packages } = of
  if (!packages.includes(product)) packages.push(product)
  lay(of, product)
  startService(recorder, 'msiserver')
  const service = serviceNamed(recorder.machine, 'msiserver')!
  const client = newSpeaker(recorder, 'c', 3000, 'client')
  const run: InstallerRun = {
    host: recorder,
    setup: setupOf(of),
    request: requestOf(request),
    client,
    wizard: undefined,
    logPath: undefined,
    target: { patch: undefined, product },
  }
  return runProduct(run, newSpeaker(recorder, 's', service.pid!, 'engine'), product, PACKAGE, properties)
}

/** The whole of a call: `msiexec /i` with the package. */
export function call(of: World, product: Package, properties: Readonly<Record<string, string>> = {}): number {
  if (!of.packages.includes(product)) of.packages.push(product)
  lay(of, product)
  return install(of.recorder, setupOf(of), requestOf({ properties }))
}

export function lay({ recorder }: World, { packageCode }: Package): void {
  const there = fileAt(recorder.machine, PACKAGE)?.content
  if (there?.kind === 'package' && there.code === packageCode) return
  makeFolder(recorder, 'C:\\source')
  writeFile(recorder, PACKAGE, { size: 20_000, content: { kind: 'package', code: packageCode } })
}

/** What a log of the run would have, without prefixes. */
export function linesOf({ recorder }: World): string[] {
  return recorder.facts.flatMap(({ body }) => (body.kind === 'log' ? [lineText(body.key, body.args)] : []))
}

import { type DiskFile, decideFile, type FileVerdict, type PackageFile } from '../../model/installer/fileRules.ts'
import { isRestartPending } from '../../model/installer/preconditions.ts'
import { fileAt } from '../../model/machine/machine.ts'
import { compareVersions, packedVersion } from '../../model/machine/version.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { loadScenario } from '../../sim/scenario/load.ts'

/** Files of vectors about which file wins; `reading` in the file says what its words mean. */
interface FileRulesFile {
  readonly replaces?: readonly ReplaceVector[]
  readonly compared?: readonly { readonly first: string; readonly second: string; readonly expected: number }[]
  readonly registered?: readonly { readonly productVersion: string; readonly expected: number }[]
  readonly overwrite?: readonly OverwriteVector[]
}

interface Pair {
  readonly package: Partial<PackageFile>
  readonly disk: Partial<DiskFile> | null
}

interface Wishes {
  readonly parent?: Pair
  readonly mode?: string
  readonly productLanguage?: number
}

interface ReplaceVector extends Pair, Wishes {
  readonly id: string
  readonly expected: 'installed' | 'replaced' | 'kept'
}

export function fileRuleChecks(json: unknown) {
  const file = json as FileRulesFile
  return [
    ...(file.replaces ?? []).map(vector => ({
      id: vector.id,
      expected: vector.expected,
      actual: () => outcomeOf(vector, decide(vector, vector)),
    })),
    ...(file.compared ?? []).map(({ first, second, expected }) => ({
      id: `${first} against ${second}`,
      expected,
      actual: () => Math.sign(compareVersions(first, second)),
    })),
    ...(file.registered ?? []).map(({ productVersion, expected }) => ({
      id: `Version of ${productVersion}`,
      expected,
      actual: () => packedVersion(productVersion),
    })),
    ...(file.overwrite ?? []).map(overwriteCheck),
  ]
}

function decide(pair: Pair, { parent, mode = 'omus', productLanguage = 1033 }: Wishes): FileVerdict {
  const companionOf = parent && decide(parent, { mode, productLanguage })
  const disk = pair.disk ? { languages: [], created: 0, modified: 0, ...pair.disk } : undefined
  return decideFile({ languages: [], ...pair.package, companionOf }, disk, mode, productLanguage)
}

function outcomeOf({ disk }: Pair, { install }: FileVerdict): string {
  if (!install) return 'kept'
  return disk ? 'replaced' : 'installed'
}

// ---- what happens to a file that is read-only or held: a rollup on a server

interface OverwriteVector {
  readonly id: string
  readonly windows?: 'windows-server-2003' | 'windows-server-2008'
  readonly ui?: 'none' | 'basic' | 'full'
  /** Installed before, and the one that is to be installed. */
  readonly rollups?: readonly string[]
  readonly rollup?: string
  readonly existing: { readonly readOnly?: boolean; readonly share?: 'none' | 'read' | 'all' }
  readonly answers?: Readonly<Record<string, string>>
  readonly expected: { readonly code: number; readonly overwritten: boolean; readonly pendingRename: boolean }
}

/** A library that every rollup replaces and no service needs to start. */
const LIBRARY = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\Microsoft.Exchange.Management.dll'

function overwriteCheck(vector: OverwriteVector) {
  return { id: vector.id, expected: vector.expected, actual: () => overwritten(vector) }
}

function overwritten(vector: OverwriteVector): OverwriteVector['expected'] {
  const run = simulate(scenarioOf(vector), { seed: 1 })
  const { initial, machine } = run.servers[0]!
  return {
    code: run.attempts.at(-1)!.exitCode!,
    overwritten: fileAt(machine, LIBRARY)!.version !== fileAt(initial, LIBRARY)!.version,
    pendingRename: isRestartPending(machine),
  }
}

/** A scenario is YAML, and JSON is YAML. */
function scenarioOf({
  windows = 'windows-server-2003',
  ui = 'none',
  rollups = [],
  rollup = 'KB935490',
  existing,
  answers,
}: OverwriteVector) {
  const holder = { name: 'bkagent.exe', user: 'system', holds: LIBRARY, share: existing.share }
  const server = {
    name: 'EXCH01',
    os: windows,
    baseline: 'rtm',
    'install-path': 'C:\\Program Files\\Microsoft\\Exchange Server',
    roles: ['mailbox'],
    rollups,
    change: existing.share === undefined ? [] : [{ process: holder }],
  }
  const readOnly = existing.readOnly === true ? [{ command: `attrib +r "${LIBRARY}"` }] : []
  const install = { rollup, by: 'administrator', ui, ...(answers && { answers }) }
  const text = JSON.stringify({ title: 'A file is replaced', servers: [server], steps: [...readOnly, { install }] })
  const loaded = loadScenario(text, 'vector')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.scenario
}

import { lower } from '../../../model/words/letters.ts'
import type { Evidence, Read } from '../evidence.ts'
import { parseLocalTime } from '../parse/events.ts'
import type { ActionRun, InstallerLog, LogLine } from '../parse/installerLog.ts'
import { exportedValue, openLogs, serviceControlLog } from '../situation.ts'

/**
 * A custom action that runs one of the rollup's scripts was the first thing to fail. Why the script failed is for the
 * rules that ask.
 */
export interface FailedScript {
  readonly log: Read<InstallerLog>
  readonly action: ActionRun
  readonly end: LogLine
  /** From the start of the script to the failure, where the log tells. */
  readonly tookMs: number | undefined
  readonly output: readonly LogLine[]
}

const ACTION = /^CA_(?:SAVEDATA_STOP_SERVICES$|START_REMOVEDATA_SERVICES$|(?!\w*\W)\w*OWA)/
const STOP_SERVICES = 'CA_SAVEDATA_STOP_SERVICES'

export function failedScript(evidence: Evidence): FailedScript | undefined {
  for (const log of openLogs(evidence).toReversed()) {
    const action = log.firstFailure
    if (!action?.end || !ACTION.test(action.name)) continue
    const { end } = action
    const output = log.customActionOutput.filter(({ line }) => near(log, line, end)).map(({ line }) => line)
    return { log, action, end, tookMs: duration(log, end), output }
  }
  return undefined
}

export const stopsServices = (failed: FailedScript): boolean => failed.action.name === STOP_SERVICES

/** What the action printed stands right above its end. */
const near = (_log: InstallerLog, line: LogLine, end: LogLine): boolean =>
  line.number < end.number && line.number > end.number - 60

/** The command line is taken out of its property when the program starts. */
function duration(log: InstallerLog, end: LogLine): number | undefined {
  const started = log.changes.findLast(({ name, line }) => name === 'QtExecCmdLine' && line.number < end.number)
  const ended = end.around
  if (started?.line.time === undefined || ended === undefined) return undefined
  return ended - started.line.time
}

const AROUND_MS = 20_000
const DAY_MS = 86_400_000

/**
 * Did the script get to write its title at the time of the failure? Undefined where it cannot be told: no log of the
 * script, or no time in the log of the installer.
 */
export function scriptWrote(evidence: Evidence, { log, end }: FailedScript): boolean | undefined {
  const script = serviceControlLog(evidence)
  const time = end.around
  if (!script || time === undefined) return undefined
  return script.blocks.some(block => {
    const apart = Math.abs((block.time ?? Number.POSITIVE_INFINITY) - time)
    return sameDay(block.date, log.header?.date) && Math.min(apart, DAY_MS - apart) < AROUND_MS
  })
}

/** Dates that one of the two does not tell are no contradiction. */
function sameDay(a: string | undefined, b: string | undefined): boolean {
  const [x, y] = [a, b].map(text => parseLocalTime((text ?? '').split(' ')[0] ?? ''))
  return x === undefined || y === undefined || x === y
}

// ------------------------------------------------------------------------------------------------------- policy

const LOCAL = 'HKLM\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell'
const GROUP = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell'

export type Policy = 'refuses' | 'runs' | 'group' | 'unknown'

const RUNS: ReadonlySet<string> = new Set(['remotesigned', 'unrestricted', 'bypass'])

/** The execution policy that an export of the registry tells. */
export function exportedPolicy(evidence: Evidence): {
  readonly policy: Policy
  readonly found: ReturnType<typeof exportedValue>
} {
  const group = exportedValue(evidence, GROUP, 'ExecutionPolicy')
  if (group) return { policy: 'group', found: group }
  const found = exportedValue(evidence, LOCAL, 'ExecutionPolicy')
  if (!found) return { policy: 'unknown', found }
  return { policy: RUNS.has(lower(String(found.value.data))) ? 'runs' : 'refuses', found }
}

import { join } from 'node:path'
import { figuresOf } from '../../sim/classroom/figures.ts'
import { gradedJson, isGraded, isUngraded } from '../../sim/classroom/graded.ts'
import { REPORT_LIST, reportOf } from '../../sim/classroom/report.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { place } from '../../sim/place/place.ts'
import { counted } from '../counted.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { isFolder } from '../input.ts'
import { note, print, printJson } from '../output.ts'
import { atPlace } from '../place.ts'
import { graded, knownLabs, type SessionOptions, submittedIn } from '../sessions.ts'

/** `drill report`: what came out of a class, as files. Knows no form of a report: sim/classroom. */

export interface DrillReportOptions extends SessionOptions {
  readonly out?: string
  readonly title?: string
  readonly json?: true
}

export async function drillReportCommand(paths: readonly string[], options: DrillReportOptions): Promise<ExitCode> {
  const { out = placeFor(paths), title = 'Class', json } = options
  const results = await graded(submittedIn(paths, knownLabs(options)), options)
  const sessions = results.filter(isGraded)
  const ungraded = results.filter(isUngraded)
  const mtime = Date.now()
  const files = reportOf(title, results).map(file => ({ ...file, mtime }))
  const aside = atPlace(told`cannot write the report to ${out}`, () => place({ form: REPORT_LIST, files, folder: out }))
  for (const path of aside) note(told`what somebody changed of it at that very moment is in ${path}`)
  for (const { why } of ungraded) note(told`${why}`)
  if (json) printJson({ folder: out, class: figuresOf(sessions), sessions: sessions.map(gradedJson), ungraded })
  else print(told`${counted(sessions.length, 'session')} graded: ${join(out, 'index.html')}`)
  return ungraded.length > 0 ? EXIT.expectationFailed : EXIT.done
}

/** With the sessions, where those have a folder. */
const placeFor = (paths: readonly string[]): string =>
  paths.length === 1 && isFolder(paths[0]!) ? join(paths[0]!, 'report') : 'report'

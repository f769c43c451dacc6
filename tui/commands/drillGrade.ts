import { type Graded, gradedJson, isGraded, isUngraded } from '../../sim/classroom/graded.ts'
import { inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { note, print, printJson } from '../output.ts'
import { graded, knownLabs, type SessionOptions, submittedIn } from '../sessions.ts'

/** `drill grade`: sessions, done again and graded by what holds today. Knows no part of a grade. */

export interface DrillGradeOptions extends SessionOptions {
  readonly json?: true
}

export async function drillGradeCommand(paths: readonly string[], options: DrillGradeOptions): Promise<ExitCode> {
  const results = await graded(submittedIn(paths, knownLabs(options)), options)
  const [sessions, ungraded] = [results.filter(isGraded), results.filter(isUngraded)]
  for (const { why } of ungraded) note(told`${why}`)
  if (options.json) printJson({ sessions: sessions.map(gradedJson), ungraded })
  else print(inLines(sessions.map(rowOf)))
  return ungraded.length > 0 ? EXIT.expectationFailed : EXIT.done
}

function rowOf({ session, name, scenario, score, parts, handedIn }: Graded): Shown {
  const points = parts.map(({ id, points }) => `${id} ${points}`).join(', ')
  return told`${String(score).padStart(3)}  ${session}  ${name}  ${scenario}: ${points}${handedIn ? '' : ' (not handed in)'}`
}

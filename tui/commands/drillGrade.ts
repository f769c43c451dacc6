import { type Graded, gradedJson, isGraded } from '../../sim/classroom/graded.ts'
import { inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { print, printJson } from '../output.ts'
import { someIn } from '../seal.ts'
import { graded, knownLabs, SESSION, type SessionOptions, submitted } from '../sessions.ts'

/** `drill grade`: sessions, done again and graded by what holds today. Knows no part of a grade. */

export interface DrillGradeOptions extends SessionOptions {
  readonly json?: true
}

export async function drillGradeCommand(paths: readonly string[], options: DrillGradeOptions): Promise<ExitCode> {
  const known = knownLabs(options)
  const handed = someIn(paths, SESSION, 'session').map(path => submitted(path, known))
  const refused = handed.find(one => 'why' in one)
  if (refused) throw new Stop(EXIT.unusable, told`${refused.why}`)
  const sessions = (await graded(handed, options)).filter(isGraded)
  if (options.json) printJson({ sessions: sessions.map(gradedJson) })
  else print(inLines(sessions.map(rowOf)))
  return EXIT.done
}

function rowOf({ session, name, scenario, score, parts, handedIn }: Graded): Shown {
  const points = parts.map(({ id, points }) => `${id} ${points}`).join(', ')
  return told`${String(score).padStart(3)}  ${session}  ${name}  ${scenario}: ${points}${handedIn ? '' : ' (not handed in)'}`
}

import { type Grade, gradeJson } from '../../sim/drill/grade.ts'
import { grade } from '../../sim/drill/marking/marking.ts'
import { type Header, standing, type Written } from '../../sim/drill/session.ts'
import { inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import { digestOf, storedSession } from '../drill/sessionFile.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { readOwnScenario, readScenarioText, scenarioIds, type WrittenScenario } from '../input.ts'
import { print, printJson } from '../output.ts'
import { checked, orContradiction, reproduction } from '../scenario.ts'

/** `drill grade`: sessions, done again and graded by what holds today. Knows no part of a grade. */

export interface DrillGradeOptions {
  readonly scenario?: readonly string[]
  readonly json?: true
}

interface Graded extends Grade {
  readonly session: string
  readonly scenario: string
  readonly name: string
  readonly seed: number
  readonly handedIn: boolean
}

export async function drillGradeCommand(paths: readonly string[], options: DrillGradeOptions): Promise<ExitCode> {
  const known = scenariosByDigest(options.scenario ?? [])
  const sessions = paths.map(path => gradedAt(path, known))
  if (options.json) printJson({ sessions: sessions.map(session => gradeJson(session)) })
  else print(inLines(sessions.map(rowOf)))
  return EXIT.done
}

export function scenariosByDigest(given: readonly string[]): ReadonlyMap<string, WrittenScenario> {
  const written = [...scenarioIds().map(readOwnScenario), ...given.map(readScenarioText)]
  return new Map(written.map(scenario => [digestOf(scenario.text), scenario]))
}

/** @throws Stop where there is no session, or its scenario is not known here */
function gradedAt(path: string, known: ReadonlyMap<string, WrittenScenario>): Graded {
  const { header, actions } = beganAt(path)
  const written = known.get(header.scenario)
  if (!written)
    throw new Stop(EXIT.unusable, told`${path} is of a scenario that is not known here: name it with --scenario`)
  const { scenario, id } = checked(written)
  const again = reproduction('drill grade', path, { seed: header.seed })
  const { name, seed } = header
  const { handedIn } = standing(actions)
  return {
    session: path,
    scenario: id,
    name,
    seed,
    handedIn,
    ...orContradiction(again, () => grade(scenario, header, actions)),
  }
}

export function beganAt(path: string): Written & { readonly header: Header } {
  const stored = storedSession(path)
  if (!stored.header) throw new Stop(EXIT.unusable, told`there is no session in ${path}`)
  return { ...stored, header: stored.header }
}

function rowOf({ session, name, scenario, score, parts, handedIn }: Graded): Shown {
  const points = parts.map(({ id, points }) => `${id} ${points}`).join(', ')
  return told`${String(score).padStart(3)}  ${session}  ${name}  ${scenario}: ${points}${handedIn ? '' : ' (not handed in)'}`
}

import { rollups } from '../model/exchange/builds.ts'
import { systemErrorText, WIN32 } from '../model/words/systemErrors.ts'
import { beside, inLines, type Shown, told } from '../sim/foreign/terminal.ts'
import { type Run, rollupNamed, simulate, unknownRollups } from '../sim/run/simulate.ts'
import { asOptions, type Choice } from '../sim/scenario/choice.ts'
import { type Locate, loadScenario } from '../sim/scenario/load.ts'
import type { Scenario } from '../sim/scenario/schema.ts'
import { nearest } from '../sim/written/nearest.ts'
import type { Path } from '../sim/written/paths.ts'
import { formatProblems, type Problem, problemsInOrder } from '../sim/written/problems.ts'
import { EXIT, Stop } from './exit.ts'
import { readScenarioText, type WrittenScenario } from './input.ts'
import { VERSION } from './version.ts'

/**
 * From what was typed to a scenario that can be simulated, and from a contradiction to the command that shows it again.
 * Knows no command.
 */

/** A scenario that can be simulated: read, checked, and every rollup in it is known. */
export interface UsableScenario extends WrittenScenario {
  readonly scenario: Scenario
  readonly locate: Locate
}

/** @throws Stop with everything that is wrong with it; nothing has been written then. */
export async function usableScenario(given: string, rollup?: string): Promise<UsableScenario> {
  return checked(await readScenarioText(given), rollup)
}

export function checked(written: WrittenScenario, rollup?: string): UsableScenario {
  const loaded = loadScenario(written.text, written.name)
  if (!loaded.ok) throw new Stop(EXIT.unusable, formatProblems(loaded.problems, written.text))
  const unknown = new Set(unknownRollups(loaded.scenario, rollup))
  if (rollup !== undefined && unknown.has(rollup))
    throw new Stop(EXIT.unusable, beside(told`--rollup `, refusalOf(rollup)))
  const problems = rollupProblems(loaded.scenario, loaded.locate, written.name, unknown)
  if (problems.length > 0) throw new Stop(EXIT.unusable, formatProblems(problems, written.text))
  return { ...written, scenario: loaded.scenario, locate: loaded.locate }
}

// ----------------------------------------------------------------------------------------------------------- rollups

const KNOWN = rollups.map(rollup => rollup.kb)

const UNKNOWN = 'is no update rollup for Exchange Server 2007'

function refusalOf(kb: string): Shown {
  const meant = nearest(kb, KNOWN)
  return inLines([
    told`${kb} ${UNKNOWN}${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
    told`  known: ${KNOWN.join(', ')}`,
  ])
}

interface RollupPlace {
  readonly kb: string
  readonly path: readonly (string | number)[]
}

/** Every place of a scenario that names a rollup which cannot be simulated, as problems of the file. */
function rollupProblems(
  scenario: Scenario,
  locate: Locate,
  file: string,
  unknown: ReadonlySet<string>,
): readonly Problem[] {
  const places: readonly RollupPlace[] = [
    ...scenario.servers.flatMap((server, s) =>
      server.rollups.map((patch, i) => ({ kb: rollupNamed(patch), path: ['servers', s, 'rollups', i] })),
    ),
    ...scenario.steps.flatMap((step, i) =>
      step.kind === 'install'
        ? [
            {
              kb: rollupNamed(step.patch),
              path: ['steps', i, 'install', step.patch.kind === 'rollup' ? 'rollup' : 'for'],
            },
          ]
        : [],
    ),
  ]
  return problemsInOrder(places.filter(({ kb }) => unknown.has(kb)).map(place => problemAt(place, locate, file)))
}

function problemAt({ kb, path }: RollupPlace, locate: Locate, file: string): Problem {
  const meant = nearest(kb, KNOWN)
  return {
    file,
    ...locate(path),
    path: '',
    message: `${kb} ${UNKNOWN}`,
    allowed: KNOWN,
    ...(meant !== undefined && { nearest: meant }),
  }
}

// --------------------------------------------------------------------------------------------------------- simulating

/** Simulates; an exception there is the simulator's own and comes with the way to see it again. */
export function simulateOrStop(usable: UsableScenario, choice: Choice, command: string): Run {
  return orContradiction(reproduction(command, usable.name, choice), () => simulate(usable.scenario, choice))
}

/** What cannot be so on a server, and is not: `broken.yaml:5:9 Windows refuses this change: Access is denied. (5)`. */
export function refusals({ name, locate }: UsableScenario, { servers }: Run): string[] {
  const at = (...path: Path): string => {
    const { line, column } = locate(['servers', ...path])
    return `${name}:${line}:${column}`
  }
  return servers.flatMap(({ past, origins }, s) => [
    ...past.flatMap((code, i) =>
      GOOD.includes(code) ? [] : [`${at(s, 'rollups', i)} this was not installed before: ${textOf(code)}`],
    ),
    ...origins.flatMap(({ refused, step }, i) =>
      refused === 0 || step !== undefined
        ? []
        : [`${at(s, 'change', i)} Windows refuses this change: ${textOf(refused)}`],
    ),
  ])
}

/** What an installer returns that has done its work; 3010 owes a restart. */
const GOOD: readonly number[] = [WIN32.SUCCESS, WIN32.SUCCESS_REBOOT_REQUIRED]

const textOf = (code: number): string => `${systemErrorText(code)} (${code})`

export function reproduction(command: string, name: string, choice: Choice): string {
  const from = name === '-' ? '- < SCENARIO' : quoted(name)
  return `lab1603 ${command} ${from} ${asOptions(choice)}`
}

/** Does something that cannot fail unless the simulator is wrong. */
export function orContradiction<T>(reproduce: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw contradiction(error, reproduce)
  }
}

export function contradiction(error: unknown, reproduce: string): Stop {
  const message = error instanceof Error ? error.message : String(error)
  return new Stop(
    EXIT.contradiction,
    told`the simulator contradicted itself: ${message}\n  lab1603 ${VERSION}; to see it again: ${reproduce}`,
  )
}

/** For a shell: as it is if that is safe. */
function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

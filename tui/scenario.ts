import { systemErrorText, WIN32 } from '../model/words/systemErrors.ts'
import { isSealed } from '../sim/classroom/sealed.ts'
import { beside, inLines, type Shown, told } from '../sim/foreign/terminal.ts'
import { type Run, simulate } from '../sim/run/simulate.ts'
import { loadUsable, type UnknownRollup, unknownRollup } from '../sim/run/usable.ts'
import { asOptions, type Choice } from '../sim/scenario/choice.ts'
import type { Locate } from '../sim/scenario/load.ts'
import type { Scenario } from '../sim/scenario/schema.ts'
import type { Path } from '../sim/written/paths.ts'
import { formatProblems } from '../sim/written/problems.ts'
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
  if (isSealed(written.text)) throw new Stop(EXIT.unusable, told`${written.name} is a sealed lab; \`drill\` plays it`)
  const loaded = loadUsable(written.text, written.name, rollup)
  if (!loaded.ok) throw new Stop(EXIT.unusable, formatProblems(loaded.problems, written.text))
  const unknown = rollup === undefined ? undefined : unknownRollup(rollup)
  if (unknown) throw new Stop(EXIT.unusable, beside(told`--rollup `, refusalOf(unknown)))
  return { ...written, scenario: loaded.scenario, locate: loaded.locate }
}

function refusalOf({ message, allowed, nearest }: UnknownRollup): Shown {
  return inLines([
    told`${message}${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`,
    told`  known: ${allowed.join(', ')}`,
  ])
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
    // Such as a disk that is full: no matter of the simulator's.
    throw error instanceof Stop ? error : contradiction(error, reproduce)
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
export function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

import { BUILT_IN } from '../../sim/diagnosis/packs/builtIn.ts'
import type { Pack, Rule } from '../../sim/diagnosis/packs/schema.ts'
import { inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import { table } from '../../sim/workbench/words.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { print, printJson } from '../output.ts'
import { chosenScenarios } from '../plan.ts'

/** `rules list`: what rules there are, and which scenarios have something for them to find. Runs none of either. */

interface RulesListOptions {
  readonly rules?: string
  readonly json?: true
}

interface ListedRule extends Pick<Rule, 'id' | 'cause' | 'title' | 'role' | 'grade' | 'sources'> {
  readonly pack: string
  readonly signs: number
  /** Scenarios that have its cause in their answer key. */
  readonly exercisedBy: readonly string[]
}

export async function rulesListCommand({ rules, json }: RulesListOptions): Promise<ExitCode> {
  const brought = rules === undefined ? [] : (await import('../rules.ts')).packsIn(rules).map(({ pack }) => pack)
  const scenarios = await chosenScenarios(undefined)
  const causes = scenarios.map(({ id, scenario }) => ({ id, causes: scenario.causes as readonly string[] }))
  const listed = [...BUILT_IN, ...brought].flatMap(pack => listedIn(pack, causes))
  if (json) printJson({ rules: listed })
  else print(asTable(listed))
  return EXIT.done
}

interface Exercised {
  readonly id: string
  readonly causes: readonly string[]
}

const listedIn = ({ pack, rules }: Pack, scenarios: readonly Exercised[]): ListedRule[] =>
  rules.map(({ id, cause, title, role, grade, sources, signs }) => ({
    id,
    cause,
    title,
    role,
    grade,
    sources,
    pack,
    signs: Object.keys(signs).length,
    exercisedBy: scenarios.filter(({ causes }) => causes.includes(cause)).map(one => one.id),
  }))

const HEAD = ['rule', 'cause', 'role', 'grade', 'signs', 'scenarios', 'sources']

function asTable(rules: readonly ListedRule[]): Shown {
  const rows = rules.map(({ id, cause, role, grade, signs, exercisedBy, sources }) => [
    id,
    cause,
    role,
    grade,
    String(signs),
    String(exercisedBy.length),
    sources.join(', '),
  ])
  const untried = rules.filter(({ exercisedBy }) => exercisedBy.length === 0).map(({ id }) => id)
  const end = untried.length === 0 ? [] : [told``, told`No scenario has the cause of: ${untried.join(', ')}`]
  return inLines([...table(HEAD, rows), ...end])
}

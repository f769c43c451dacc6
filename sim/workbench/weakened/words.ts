import { inLines, type Shown, told } from '../../foreign/terminal.ts'
import { groupedBy } from '../../grouped.ts'
import { paint, type TextStyle, wrap } from '../../story/text.ts'
import { table } from '../words.ts'
import type { MutationResult, Survivor } from './result.ts'
import { WEAKENINGS } from './weakening.ts'

/** Weakened rules as a page for people: how many are noticed, by what was done, then what nothing notices. Adds nothing to what was counted. */

export function formatMutation(
  { bundles, examples, mutants, killed, score, alive, operators }: MutationResult,
  style: TextStyle,
): Shown {
  const share = score === null ? '-' : `${(score * 100).toFixed(1)} %`
  const byRule = groupedBy(alive, ({ rule }) => rule)
  return inLines([
    paint(
      style,
      'bold',
      `${killed} of ${mutants} weakened rules (${share}) are noticed by ${bundles} bundles${besides(examples)}`,
    ),
    told``,
    ...table(
      ['weakened', 'rules', 'noticed', ''],
      operators.map(one => [one.operator, String(one.mutants), String(one.killed), WEAKENINGS[one.operator]]),
    ),
    ...[...byRule].flatMap(([rule, survivors]) => [
      told``,
      paint(style, 'bold', `Not noticed in ${rule}`),
      ...survivors.flatMap(survivor => lines(survivor, style)),
    ]),
  ])
}

const besides = (examples: number): string => (examples === 0 ? '' : ` and ${examples} cases of examples`)

function lines({ operator, where, wanted }: Survivor, style: TextStyle): Shown[] {
  return [told`  ${operator} ${where}`, ...wrap(`wanted: ${wanted}`, style.width - 4).map(row => told`    ${row}`)]
}

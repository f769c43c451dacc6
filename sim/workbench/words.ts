import { inLines, type Shown, told } from '../foreign/terminal.ts'
import { paint, type TextStyle, wrap } from '../story/text.ts'
import { exampleCheck, type Tried } from './examples.ts'
import type { HandedOver } from './handedOver.ts'
import type { Confusion, RuleScore, Score, Tenth } from './score.ts'

/** A score as a page for people: the whole, each rule, then what to look at. Adds nothing to what was counted. */

export function formatScore(
  score: Score,
  style: TextStyle,
  examples: readonly Tried[] = [],
  mutants: readonly HandedOver[] = [],
): Shown {
  const { bundles, whole, rules, causes, confusion, calibration, unanswered } = score
  const failing = examples.filter(({ why }) => why !== undefined)
  const blocks: readonly (readonly Shown[])[] = [
    [
      paint(style, 'bold', `${bundles} ${bundles === 1 ? 'bundle' : 'bundles'}`),
      told`  causes found   ${of(whole.found, whole.visible)} that the evidence shows`,
      told`  faults claimed ${of(whole.true, whole.claims)} are true`,
      told`  first finding  ${of(whole.first, whole.showing)} is a cause, where the evidence shows one`,
    ],
    titled(
      style,
      'Examples',
      examples.length === 0
        ? []
        : [
            told`  ${of(examples.length - failing.length, examples.length)} hold`,
            ...failing.flatMap(example => exampleCheck(example).failures.map(why => told`  ${why}`)),
          ],
    ),
    titled(style, 'As others hand it over', table(HANDED_HEAD, mutants.map(handedRow))),
    titled(
      style,
      'Not answered',
      unanswered.map(({ bundle, why }) => told`  ${bundle}: ${why}`),
    ),
    titled(style, 'Rules', table(RULE_HEAD, rules.filter(rule => !untried(rule)).map(ruleRow))),
    titled(
      style,
      'Missed, and the fault that was claimed instead',
      table(['cause', 'beside', 'bundles'], confusion.map(confusionRow)),
    ),
    titled(
      style,
      'Missed in',
      causes
        .filter(({ missedIn }) => missedIn.length > 0)
        .flatMap(({ cause, missedIn }) => [told`  ${cause}`, ...listed(style, missedIn, 4)]),
    ),
    titled(
      style,
      'Fooled',
      lists(
        style,
        rules.filter(({ fooledBy }) => fooledBy.length > 0),
        ({ fooledBy }) => fooledBy,
      ),
    ),
    titled(
      style,
      'Signs never seen',
      lists(style, rules.filter(seenInPart), ({ signsNeverSeen }) => signsNeverSeen),
    ),
    titled(
      style,
      'Confidence',
      table(['from', 'to', 'claims', 'said', 'true'], calibration.filter(({ claims }) => claims > 0).map(tenthRow)),
    ),
    titled(
      style,
      'Not put to the test',
      listed(
        style,
        rules.filter(untried).map(({ id }) => id),
      ),
    ),
    titled(style, 'Causes without a rule', listed(style, unruled(score))),
  ]
  return inLines(blocks.filter(rows => rows.length > 0).flatMap((rows, i) => (i === 0 ? rows : [told``, ...rows])))
}

const percent = (part: number, of: number): string => (of === 0 ? '-' : `${((part / of) * 100).toFixed(1)} %`)

const of = (part: number, whole: number): string => `${part} of ${whole} (${percent(part, whole)})`

const titled = (style: TextStyle, title: string, rows: readonly Shown[]): readonly Shown[] =>
  rows.length === 0 ? [] : [paint(style, 'bold', title), ...rows]

// -------------------------------------------------------------------------------------------------------------- rows

const RULE_HEAD = ['rule', 'claims', 'true', 'false', 'shown', 'found', 'recall', 'first']

const ruleRow = (rule: RuleScore): string[] => [
  rule.id,
  ...[rule.claims, rule.true, rule.false, rule.visible, rule.found].map(String),
  percent(rule.found, rule.visible),
  String(rule.first),
]

const confusionRow = ({ missed, beside, count }: Confusion): string[] => [missed, beside ?? 'nothing', String(count)]

const HANDED_HEAD = ['mutant', 'information', 'bundles', 'said otherwise']

const handedRow = ({ mutant, keeps, bundles, changed }: HandedOver): string[] => [
  mutant,
  keeps ? 'is kept' : 'is taken',
  String(bundles),
  String(changed.length),
]

const tenthRow = ({ from, to, claims, said, true: right }: Tenth): string[] => [
  from.toFixed(1),
  to.toFixed(1),
  String(claims),
  percent(said ?? 0, 1),
  percent(right, claims),
]

const untried = ({ claims, visible }: RuleScore): boolean => claims + visible === 0

/** Those that nobody could have named. */
function unruled({ rules, causes }: Score): string[] {
  const ruled = new Set(rules.map(({ cause }) => cause))
  return causes.map(({ cause }) => cause).filter(cause => !ruled.has(cause))
}

/** Of rules that were tried; of others no sign was seen. */
const seenInPart = ({ claims, signsNeverSeen }: RuleScore): boolean => claims > 0 && signsNeverSeen.length > 0

// ------------------------------------------------------------------------------------------------------------- layout

/** The first column is text, and the others end where they end. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): Shown[] {
  if (rows.length === 0) return []
  const all = [head, ...rows]
  const widths = head.map((_, i) => Math.max(...all.map(row => row[i]!.length)))
  const isNumber = head.map((_, i) => rows.every(row => /^[\d.-]/.test(row[i]!)))
  return all.map(
    row =>
      told`  ${row
        .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
        .join('  ')
        .trimEnd()}`,
  )
}

const lists = (
  style: TextStyle,
  rules: readonly RuleScore[],
  namesOf: (rule: RuleScore) => readonly string[],
): Shown[] => rules.flatMap(rule => [told`  ${rule.id}`, ...listed(style, namesOf(rule), 4)])

const MOST_NAMED = 20

function listed(style: TextStyle, names: readonly string[], indent = 2): Shown[] {
  if (names.length === 0) return []
  const more = names.length > MOST_NAMED ? [`and ${names.length - MOST_NAMED} more`] : []
  const text = [...names.slice(0, MOST_NAMED), ...more].join(', ')
  return wrap(text, style.width - indent).map(row => told`${' '.repeat(indent)}${row}`)
}

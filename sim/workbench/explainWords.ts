import type { Verdict } from '../diagnosis/algebra/verdict.ts'
import type { Quote } from '../diagnosis/finding.ts'
import { beside, inLines, type Shown, type Style, told } from '../foreign/terminal.ts'
import { paint, type TextStyle, wrap } from '../story/text.ts'
import type { Branch, Explanation, Nearest, SignExplained } from './explain.ts'

/** Explanations as a page: what held, what did not, and what is not known, branch by branch. Adds nothing to them. */

/** Those that hold come first; rules of which nothing holds are named and not told. */
export function formatExplanations(explanations: readonly Explanation[], style: TextStyle): Shown {
  // Who asks for one rule wants to know why not.
  const isTold = (one: Explanation): boolean => explanations.length === 1 || isWorthTelling(one)
  const holding = explanations.filter(({ verdict }) => verdict === 'yes')
  const shown = [...holding, ...explanations.filter(one => one.verdict !== 'yes' && isTold(one))]
  const left = [...new Set(explanations.filter(one => !shown.includes(one)).map(({ rule }) => rule))]
  const blocks = [
    ...shown.map(one => ruleLines(one, style)),
    ...(left.length > 0 ? [wrap(`Nothing of these holds: ${left.join(', ')}`, style.width)] : []),
  ]
  return inLines(blocks.flatMap((lines, i) => (i === 0 ? lines : [told``, ...lines])))
}

/** Some row speaks for it. */
const isWorthTelling = ({ signs }: Explanation): boolean =>
  signs.some(
    ({ verdict, weight, cases }) => verdict === 'yes' && weight > 0 && cases.some(({ branch }) => hasRows(branch)),
  )

const hasRows = ({ verdict, rows, parts }: Branch): boolean =>
  verdict === 'yes' && (rows.length > 0 || parts.some(hasRows))

const LOOKS: Readonly<Record<Verdict, { readonly mark: string; readonly says: string; readonly colour: Style }>> = {
  yes: { mark: '+', says: 'holds', colour: 'green' },
  no: { mark: '-', says: 'does not hold', colour: 'red' },
  unknown: { mark: '?', says: 'is not known', colour: 'yellow' },
}

/** A rule and all of its branches, a line for each thing. */
export function ruleLines(explanation: Explanation, style: TextStyle): Shown[] {
  const { rule, title, verdict, confidence, server, past, attempt, signs, signsNeeded, unless } = explanation
  const where = [
    server === '' ? '' : ` on ${server}`,
    attempt === null ? '' : `, in attempt ${attempt}`,
    past ? ', before a later success' : '',
  ].join('')
  const share = `${Math.round(confidence * 100)} %`
  const needed = signsNeeded > 1 ? [told`  ${signsNeeded} signs are needed`] : []
  return [
    paint(style, 'bold', `${rule} ${LOOKS[verdict].says}${verdict === 'yes' ? ` (${share})` : ''}${where}: ${title}`),
    ...needed,
    ...signs.flatMap(sign => signLines(sign, style)),
    ...(unless.length > 0 ? [told`  unless`, ...unless.flatMap(branch => branchLines(branch, 4, style))] : []),
  ]
}

function signLines({ name, must, verdict, weight, cases }: SignExplained, style: TextStyle): Shown[] {
  const counts = verdict === 'yes' ? `, counts ${weight}` : ''
  const head = headed(2, verdict, `sign ${name}${must ? ', a must' : ''}${counts}`, style)
  const several = cases.length > 1
  return [
    head,
    ...cases.flatMap(({ weight: own, branch }) => [
      ...(several ? [told`    case of weight ${own}`] : []),
      ...branchLines(branch, several ? 6 : 4, style),
    ]),
  ]
}

function headed(indent: number, verdict: Verdict, text: string, style: TextStyle): Shown {
  const { mark, colour } = LOOKS[verdict]
  return beside(told`${' '.repeat(indent)}`, paint(style, colour, mark), told` ${text}`)
}

function branchLines(branch: Branch, indent: number, style: TextStyle): Shown[] {
  const { says, verdict, rows, more, parts } = branch
  const inner = ' '.repeat(indent + 2)
  return [
    headed(indent, verdict, says, style),
    ...rows.map(row => told`${inner}${placeOf(row)}: ${row.text.trim()}`),
    ...(more > 0 ? [told`${inner}and ${more} more`] : []),
    ...(rows.length === 0 && parts.length === 0 ? why(branch).map(line => told`${inner}${line}`) : []),
    ...parts.flatMap(part => branchLines(part, indent + 2, style)),
  ]
}

const placeOf = ({ path, line }: Quote): string => `${path}:${line}`

/** Of a branch without rows. */
function why({ verdict, looked, nearest }: Branch): string[] {
  if (looked === null) return []
  const none = looked.rows === 0 ? 'there is no row of that kind' : `none of ${looked.rows} rows of that kind is so`
  const witness =
    verdict === 'unknown'
      ? ', and nothing that was handed over would show it'
      : verdict === 'no'
        ? ''
        : ', as listings show'
  return [none + witness, ...(nearest ? nearestLines(nearest) : [])]
}

const nearestLines = (nearest: Nearest): string[] => [
  `nearest: ${placeOf(nearest)}: ${nearest.text.trim()}`,
  ...nearest.differs.map(({ field, wanted, found }) => `  ${field}: wanted ${wanted}, found ${found ?? 'nothing'}`),
]

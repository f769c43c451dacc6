import type { Condition } from '../../diagnosis/algebra/condition.ts'
import type { Pack, Rule, Sign } from '../../diagnosis/packs/schema.ts'
import { type Path, printPath } from '../../written/paths.ts'
import { editsOfCondition } from './conditions.ts'
import { type Edit, type Weakening, written } from './weakening.ts'

/**
 * Everything in a pack that decides what is found, made weaker one thing at a time. What is quoted, captured or advised decides
 * nothing, and neither does a candidate. Does not know what notices it.
 */

/** Of rules in their order, then of the conditions of `define`. */
export const weakeningsOf = ({ rules, define = {} }: Pack): Weakening[] => [
  ...rules.flatMap((rule, i) => editsOfRule(rule).map(edit => placed(rule.id, edit, ['rules', i]))),
  ...Object.entries(define).flatMap(([name, condition]) =>
    editsOfCondition(condition, ['define', name]).map(edit => placed(name, edit, [])),
  ),
]

const placed = (rule: string, { path, ...edit }: Edit, before: Path): Weakening => ({
  rule,
  ...edit,
  where: printPath(path),
  path: [...before, ...path],
})

function editsOfRule(rule: Rule): Edit[] {
  const { signs, unless = [], caps = [], settled, signsNeeded } = rule
  return [
    ...editsOfScope(rule),
    ...unless.flatMap((condition, i) => [
      prevented(oneOf('unless', unless, i), `a bundle that has the signs of it, and in which ${written(condition)}`),
      ...editsOfCondition(condition, ['unless', i]),
    ]),
    ...(settled ? [prevented(['settled'], `a bundle in which ${written(settled)}`)] : []),
    ...within(settled, ['settled']),
    ...(signsNeeded === undefined ? [] : editsOfNeed(signsNeeded, Object.keys(signs).length)),
    ...Object.entries(signs).flatMap(([name, sign]) => editsOfSign(name, sign, rule)),
    ...caps.flatMap(({ confidence, when, unless: not }, i) => [
      prevented(oneOf('caps', caps, i), 'a bundle in which the signs say more than the cap lets them'),
      halved(confidence, ['caps', i, 'confidence'], 'the cap'),
      ...within(when, ['caps', i, 'when']),
      ...within(not, ['caps', i, 'unless']),
    ]),
  ]
}

const within = (condition: Condition | undefined, path: Path): Edit[] =>
  condition ? editsOfCondition(condition, path) : []

/** A pack has no empty list: with the only one of them its list goes. */
const oneOf = (key: string, list: readonly unknown[], i: number): Path => (list.length > 1 ? [key, i] : [key])

const prevented = (path: Path, wanted: string): Edit => ({ operator: 'drop-unless', path, wanted })

const halved = (weight: number, path: Path, what: string): Edit => ({
  operator: 'halve-weight',
  path,
  to: weight / 2,
  wanted: `a bundle in which it hangs on ${what} how sure the finding is`,
})

function editsOfScope(rule: Rule): Edit[] {
  const wanted = {
    each: 'a bundle with two attempts, each of which has some of the signs and none has all',
    latest: 'a bundle with two attempts, of which an earlier one has signs that the latest has not',
    across: 'a bundle of two servers, neither of which shows it alone',
  }
  return [
    ...(['each', 'latest', 'across'] as const)
      .filter(key => rule[key] !== undefined)
      .map((key): Edit => ({ operator: 'drop-each', path: [key], wanted: wanted[key] })),
    ...within(rule.latest, ['latest']),
  ]
}

const editsOfNeed = (needed: number, signs: number): Edit[] =>
  [needed - 1, needed + 1]
    .filter(to => to >= 1 && to <= signs)
    .map(to => ({
      operator: 'shift-bound',
      path: ['signsNeeded'],
      to,
      wanted: `a bundle with just ${Math.min(to, needed)} of the signs`,
    }))

function editsOfSign(name: string, sign: Sign, rule: Rule): Edit[] {
  const path: Path = ['signs', name]
  const { must, weight, when, cases = [] } = sign
  return [
    ...(Object.keys(rule.signs).length > 1
      ? [{ operator: 'drop-sign', path, wanted: `a bundle in which ${name} decides` } satisfies Edit]
      : []),
    ...(must && !isNeededAnyway(name, rule)
      ? [
          {
            operator: 'drop-must',
            path: [...path, 'must'],
            wanted: `a bundle with the other signs and not ${name}`,
          } satisfies Edit,
        ]
      : []),
    ...(weight === undefined || weight === 0 ? [] : [halved(weight, [...path, 'weight'], `the sign ${name}`)]),
    ...within(when, [...path, 'when']),
    ...cases.flatMap((one, i) => [
      ...(cases.length > 1
        ? [
            {
              operator: 'drop-part',
              path: [...path, 'cases', i],
              wanted: `a bundle in which ${written(one.when)}, and none of the cases before`,
            } satisfies Edit,
          ]
        : []),
      ...(one.weight === 0 ? [] : [halved(one.weight, [...path, 'cases', i, 'weight'], `a case of ${name}`)]),
      ...within(one.when, [...path, 'cases', i, 'when']),
    ]),
  ]
}

/** Without it too few of the others could speak for the cause: that it must be there changes nothing. */
function isNeededAnyway(name: string, { signs, signsNeeded = 1 }: Rule): boolean {
  const others = Object.entries(signs).filter(([other, { weight, cases = [] }]) => {
    return other !== name && weight !== 0 && (weight !== undefined || cases.some(one => one.weight > 0))
  })
  return others.length < signsNeeded
}

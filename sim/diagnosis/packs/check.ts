import type { Complaint } from '../../written/form.ts'
import { nearest } from '../../written/nearest.ts'
import type { Path } from '../../written/paths.ts'
import { type Condition, everyPartOf, partsOf } from '../algebra/condition.ts'
import type { Examples } from './examples.ts'
import { clausesOf, namedRemedy } from './remedyUse.ts'
import type { Pack, Rule } from './schema.ts'

/**
 * What a pack names has to exist: conditions of `define`, other rules, captures, remedies; and nothing may come back to
 * itself. Knows no rule.
 */

/** What remedies there are, with what each can be given. */
export type Remedies = Readonly<Record<string, readonly string[]>>

/** A condition and where it stands. */
export interface Placed {
  readonly path: Path
  readonly condition: Condition
}

/** What is wrong with the names in a pack. `others` are the packs that are loaded before it. */
export function checkNames(pack: Pack, others: readonly Pack[], remedies: Remedies): Complaint[] {
  const known = [...others, pack].flatMap(({ rules }) => rules.map(({ id }) => id))
  return [
    ...twice(pack, others),
    ...conditionsOf(pack).flatMap(placed => unknownNames(placed, pack, known)),
    ...circles(pack),
    ...pack.rules.flatMap((rule, i) => [
      ...captureNames(rule, i, pack),
      ...remedyNames(rule, i, remedies),
      ...(rule.explains ?? []).flatMap((id, k) => unknown(id, known, ['rules', i, 'explains', k], 'rule')),
    ]),
  ]
}

function unknown(name: string, known: readonly string[], path: Path, what: string): Complaint[] {
  if (known.includes(name)) return []
  return [{ path, message: `there is no ${what} \`${name}\``, allowed: known, nearest: nearest(name, known) }]
}

/** Examples of rules that the pack does not have. */
export function strangeRules(examples: Examples, { rules }: Pack): Complaint[] {
  const known = rules.map(({ id }) => id)
  return Object.keys(examples).flatMap(id =>
    unknown(id, known, ['examples', id], 'rule').map((complaint): Complaint => ({ ...complaint, about: 'key' })),
  )
}

function twice({ rules }: Pack, others: readonly Pack[]): Complaint[] {
  const before = new Set(others.flatMap(pack => pack.rules.map(({ id }) => id)))
  return rules.flatMap(({ id }, i) => {
    const first = !before.has(id) && rules.findIndex(rule => rule.id === id) === i
    return first ? [] : [{ path: ['rules', i, 'id'], message: `there is another rule \`${id}\`` }]
  })
}

// -------------------------------------------------------------------------------------------------------- conditions

/** Every condition of a pack that stands in none. */
export function conditionsOf({ define = {}, rules }: Pack): Placed[] {
  return [
    ...Object.entries(define).map(([name, condition]): Placed => ({ path: ['define', name], condition })),
    ...rules.flatMap((rule, i) =>
      conditionsOfRule(rule).map(({ path, condition }) => ({ path: ['rules', i, ...path], condition })),
    ),
  ]
}

function conditionsOfRule({ latest, settled, unless = [], signs, caps = [], remedies, candidate }: Rule): Placed[] {
  const optional = (condition: Condition | undefined, ...path: Path): Placed[] =>
    condition === undefined ? [] : [{ path, condition }]
  return [
    ...optional(latest, 'latest'),
    ...optional(settled, 'settled'),
    ...unless.map((condition, i): Placed => ({ path: ['unless', i], condition })),
    ...Object.entries(signs).flatMap(([name, { when, cases = [] }]) => [
      ...optional(when, 'signs', name, 'when'),
      ...cases.map((one, i): Placed => ({ path: ['signs', name, 'cases', i, 'when'], condition: one.when })),
    ]),
    ...caps.flatMap((cap, i) => [
      ...optional(cap.when, 'caps', i, 'when'),
      ...optional(cap.unless, 'caps', i, 'unless'),
    ]),
    ...remedies
      .map(clausesOf)
      .flatMap(({ when, unless: not }, i) => [
        ...optional(when, 'remedies', i, 'when'),
        ...optional(not, 'remedies', i, 'unless'),
      ]),
    ...optional(candidate?.when, 'candidate', 'when'),
    ...optional(candidate?.unless, 'candidate', 'unless'),
  ]
}

function unknownNames({ path, condition }: Placed, { define = {} }: Pack, rules: readonly string[]): Complaint[] {
  return inside(path, condition).flatMap(part => [
    ...('use' in part.condition
      ? unknown(part.condition.use, Object.keys(define), [...part.path, 'use'], 'condition')
      : []),
    ...('rule' in part.condition ? unknown(part.condition.rule, rules, [...part.path, 'rule'], 'rule') : []),
  ])
}

/** A condition and all in it, each where it stands. */
function inside(path: Path, condition: Condition): Placed[] {
  const key = Object.keys(condition).find(name => ['all', 'any', 'not'].includes(name))
  const parts = partsOf(condition).flatMap((part, i) => inside([...path, key!, ...(key === 'not' ? [] : [i])], part))
  return [{ path, condition }, ...parts]
}

// ----------------------------------------------------------------------------------------------------------- circles

/** Names that a condition asks for: `use x`, `rule y`. */
export const asksFor = (condition: Condition): string[] =>
  everyPartOf(condition).flatMap(part =>
    'use' in part ? [`use ${part.use}`] : 'rule' in part ? [`rule ${part.rule}`] : [],
  )

/** What is advised, and what it could be instead, is asked when every rule has its verdict. */
export const deciding = ({ candidate: _, ...rule }: Rule): Placed[] => conditionsOfRule({ ...rule, remedies: [] })

/** Conditions and rules that come back to themselves. */
function circles(pack: Pack): Complaint[] {
  const asked = new Map<string, string[]>(
    [
      ...Object.entries(pack.define ?? {}).map(([name, condition]) => [`use ${name}`, asksFor(condition)] as const),
      ...pack.rules.map(
        rule => [`rule ${rule.id}`, deciding(rule).flatMap(({ condition }) => asksFor(condition))] as const,
      ),
    ].map(([name, names]) => [name, [...names]]),
  )
  const places = new Map<string, Path>([
    ...Object.keys(pack.define ?? {}).map(name => [`use ${name}`, ['define', name]] as const),
    ...pack.rules.map(({ id }, i) => [`rule ${id}`, ['rules', i]] as const),
  ])
  return [...asked.keys()].flatMap(name =>
    reaches(name, name, asked)
      ? [{ path: places.get(name)!, message: `\`${name.split(' ')[1]}\` comes back to itself` }]
      : [],
  )
}

function reaches(
  from: string,
  wanted: string,
  asked: ReadonlyMap<string, readonly string[]>,
  seen = new Set<string>(),
): boolean {
  if (seen.has(from)) return false
  seen.add(from)
  return (asked.get(from) ?? []).some(next => next === wanted || reaches(next, wanted, asked, seen))
}

// ---------------------------------------------------------------------------------------------- captures and remedies

function captureNames({ titled, signs, capture = {} }: Rule, i: number, { define = {} }: Pack): Complaint[] {
  const sources = [...Object.keys(signs), ...Object.keys(define)]
  const braces = [...(titled ?? '').matchAll(/\{([^{}]*)\}/g)].map(match => match[1]!)
  return [
    ...Object.entries(capture).flatMap(([name, { from = [] }]) =>
      from.flatMap((source, k) =>
        unknown(source, sources, ['rules', i, 'capture', name, 'from', k], 'sign or condition'),
      ),
    ),
    ...braces.flatMap(name => unknown(name, Object.keys(capture), ['rules', i, 'titled'], 'capture')),
  ]
}

function remedyNames({ remedies: entries, capture = {} }: Rule, i: number, remedies: Remedies): Complaint[] {
  return entries.flatMap((entry, k) => {
    const named = namedRemedy(entry)
    if (!named) return []
    const path: Path = ['rules', i, 'remedies', k]
    const given = Object.entries(named.given)
    return [
      ...unknown(named.name, Object.keys(remedies), path, 'remedy'),
      ...given.flatMap(([what, name]) => [
        ...(Object.hasOwn(remedies, named.name)
          ? unknown(what, remedies[named.name]!, [...path, named.name, what], `gift to ${named.name}:`)
          : []),
        ...unknown(name, Object.keys(capture), [...path, named.name, what], 'capture'),
      ]),
    ]
  })
}

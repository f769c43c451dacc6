import { type Condition, type FieldMatch, operatorOf, partsOf } from '../../diagnosis/algebra/condition.ts'
import type { Mapping, Path } from '../../written/paths.ts'
import { shiftsOf } from './bounds.ts'
import { looserPatterns, narrowerPatterns } from './regexes.ts'
import { type Edit, written } from './weakening.ts'

/** Everything in a condition that can be made weaker. Does not know what it is a condition for. */

export function editsOfCondition(condition: Condition, path: Path): Edit[] {
  const operator = operatorOf(condition)
  return [
    ...editsOfParts(condition, path),
    ...rowKeys(condition).flatMap(key => editsOfFields((condition as Mapping)[key] as Mapping, [...path, key])),
    ...(['least', 'most', 'lines', 'seconds'] as const)
      .filter(key => Object.hasOwn(condition, key))
      .flatMap(key => shiftsOf(key, (condition as Mapping)[key] as number, [...path, key], `in \`${operator}\``)),
  ]
}

/** Keys that hold patterns, or fields of their rows. */
const ROW_KEYS = ['some', 'none', 'last', 'pair', 'near', 'to', 'share', 'count', 'be', 'first', 'second']

const rowKeys = (condition: Condition): string[] => ROW_KEYS.filter(key => Object.hasOwn(condition, key))

// ------------------------------------------------------------------------------------------------------------- parts

function editsOfParts(condition: Condition, path: Path): Edit[] {
  if ('not' in condition) {
    const wanted = `a bundle in which it is known whether ${written(condition.not)}`
    return [
      { operator: 'drop-not', path, to: condition.not, wanted },
      ...editsOfCondition(condition.not, [...path, 'not']),
    ]
  }
  const parts = partsOf(condition)
  if (parts.length === 0) return []
  const key = 'all' in condition ? 'all' : 'any'
  const inside = parts.flatMap((part, i) => editsOfCondition(part, [...path, key, i]))
  if (parts.length === 1) return inside
  return [
    { operator: 'swap-all-any', path, to: { [key === 'all' ? 'any' : 'all']: parts }, wanted: someOf(parts) },
    ...parts.map(
      (part, i): Edit => ({ operator: 'drop-part', path: [...path, key, i], wanted: APART[key](part, parts) }),
    ),
    ...inside,
  ]
}

const someOf = (parts: readonly Condition[]): string =>
  `a bundle in which some of these hold, but not all: ${parts.map(written).join('; ')}`

const others = (part: Condition, parts: readonly Condition[]): string =>
  parts
    .filter(other => other !== part)
    .map(written)
    .join('; ')

const APART = {
  all: (part: Condition, parts: readonly Condition[]): string =>
    `a bundle in which ${others(part, parts)}, but not ${written(part)}`,
  any: (part: Condition, parts: readonly Condition[]): string =>
    `a bundle in which ${written(part)}, but not ${others(part, parts)}`,
}

// ------------------------------------------------------------------------------------------------------------ fields

/** `is` is a list of kinds, of which one less can be looked for. */
function editsOfFields(fields: Mapping, path: Path): Edit[] {
  return Object.entries(fields).flatMap(([name, match]): Edit[] => {
    const own = [...path, name]
    if (name === 'is') return fewer(match, own, `a bundle in which only such a row shows it:`)
    const { [name]: _, ...rest } = fields
    return [
      {
        operator: 'drop-field',
        path: own,
        wanted: `a bundle with a row ${written(rest)}, but not ${written({ [name]: match })}`,
      },
      ...(name === 'open' && typeof match === 'boolean'
        ? [{ operator: 'swap-open', path: own, to: !match, wanted: openWanted(rest, match) } satisfies Edit]
        : []),
      ...editsOfMatch(name, match as FieldMatch, own),
    ]
  })
}

const openWanted = (rest: Mapping, open: boolean): string =>
  `a bundle with a row ${written(rest)} that ${open ? 'was made good later' : 'nothing has made good'}`

function editsOfMatch(name: string, match: FieldMatch, path: Path): Edit[] {
  if (typeof match === 'string') {
    return [
      ...looserPatterns(match).map(
        (to): Edit => ({
          operator: 'loosen-pattern',
          path,
          to,
          wanted: `a bundle in which \`${name}\` fits ${to}, but not ${match}`,
        }),
      ),
      ...narrowerPatterns(match).map(
        (to): Edit => ({
          operator: 'drop-alternative',
          path,
          to,
          wanted: `a bundle in which \`${name}\` fits ${match}, but not ${to}`,
        }),
      ),
    ]
  }
  if (Array.isArray(match)) {
    return [
      ...fewer(match, path, `a bundle in which \`${name}\` is`),
      ...match.flatMap((one, i) => editsOfMatch(name, one, [...path, i])),
    ]
  }
  return typeof match === 'object' ? editsOfBounds(name, match as Mapping, path) : []
}

/** One of several is not looked for. */
function fewer(match: unknown, path: Path, wanted: string): Edit[] {
  if (!Array.isArray(match) || match.length < 2) return []
  return match.map((one, i) => ({
    operator: 'drop-alternative',
    path: [...path, i],
    wanted: `${wanted} ${written(one)}`,
  }))
}

function editsOfBounds(name: string, bounds: Mapping, path: Path): Edit[] {
  return Object.entries(bounds).flatMap(([key, value]): Edit[] => {
    const own = [...path, key]
    if (typeof value === 'number') return shiftsOf(key, value, own, `of \`${name}\``)
    if (key !== 'not') return impliedPresence(bounds) ? [] : presence(name, bounds, own)
    const rest = Object.fromEntries(Object.entries(bounds).filter(([other]) => other !== 'not'))
    return [
      {
        operator: 'drop-not',
        path,
        to: Object.keys(rest).length === 0 ? value : rest,
        wanted: `a bundle in which \`${name}\` is ${written(value)}`,
      },
      ...editsOfMatch(name, value as FieldMatch, own),
    ]
  })
}

/** What is measured is there. */
const impliedPresence = (bounds: Mapping): boolean => ['least', 'most', 'below'].some(key => Object.hasOwn(bounds, key))

const presence = (name: string, bounds: Mapping, path: Path): Edit[] =>
  Object.keys(bounds).length === 1
    ? []
    : [{ operator: 'drop-field', path, wanted: `a bundle with such a row, but without \`${name}\`` }]

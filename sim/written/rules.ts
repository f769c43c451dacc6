import { z } from 'zod'
import type { Complaint } from './form.ts'
import { isMapping, type Mapping } from './paths.ts'

/**
 * Rules that hold between keys. They run even where a neighbour is wrong, so that all errors come at once. What they are
 * shown is therefore anything: values that were read, values as written, and gaps. Knows no particular key.
 */

export type KeyRule<T> = (value: T) => readonly Complaint[]

const always = () => true

/** Adds rules to a mapping. Something else than a mapping has an error of its own already. */
export function withRules<S extends z.ZodType>(schema: S, ...rules: readonly KeyRule<Mapping>[]): S {
  return checked(schema, value => (isMapping(value) ? rules.flatMap(rule => rule(value)) : []))
}

/** Adds rules to a list. */
export function withListRules<S extends z.ZodType>(schema: S, ...rules: readonly KeyRule<readonly unknown[]>[]): S {
  return checked(schema, value => (Array.isArray(value) ? rules.flatMap(rule => rule(value)) : []))
}

function checked<S extends z.ZodType>(schema: S, rule: KeyRule<unknown>): S {
  return schema.superRefine(
    (value, context) => {
      for (const { path, message, ...details } of rule(value)) {
        context.addIssue({ code: 'custom', path: [...path], message, params: details })
      }
    },
    { when: always },
  ) as S
}

export const hasKey = (value: Mapping, key: string): boolean => Object.hasOwn(value, key)

/** A complaint for each key that must not stand here. */
export function banned(value: Mapping, keys: readonly string[], why: string): Complaint[] {
  return keys
    .filter(key => hasKey(value, key))
    .map(key => ({ path: [key], about: 'key', message: `\`${key}\` ${why}` }))
}

/** A complaint about the whole mapping: something is not there. */
export function absent(message: string, allowed?: readonly string[]): Complaint {
  return { path: [], about: 'absence', message, ...(allowed && { allowed }) }
}

/** A complaint about a key that something else in the mapping calls for. */
export function needed(value: Mapping, key: string, why: string): Complaint[] {
  return hasKey(value, key) ? [] : [absent(`\`${key}\` is missing: ${why}`)]
}

// ----------------------------------------------------------------------------------------------------- tagged unions

/** For each kind of `T` a schema of what it holds, without the tag and what stands beside it. */
type Contents<T extends { readonly kind: string }, B extends string> = {
  readonly [P in T['kind']]: z.ZodType<Omit<Extract<T, { readonly kind: P }>, 'kind' | B>>
}

/**
 * A mapping with exactly one of the keys of `kinds`, which becomes its tag, and any of the keys of `beside`:
 * `{process: {...}, cause: x}` is read as `{kind: 'process', ..., cause: x}`. In YAML the kind is the key; whoever works
 * with the value switches on `kind`.
 */
export function oneOf<T extends { readonly kind: string }, B extends string>(
  noun: string,
  kinds: Contents<T, B>,
  beside: Readonly<Record<B, z.ZodType>>,
): z.ZodType<T> {
  const names = Object.keys(kinds)
  const shape = Object.fromEntries(
    Object.entries<z.ZodType>(kinds).map(([name, kind]) => [name, z.exactOptional(kind)]),
  )
  const mapping = z
    .strictObject({ ...shape, ...beside })
    .superRefine(
      (value, context) => {
        if (!isMapping(value)) return
        // An unknown key here is most likely a misspelled kind, and has been reported.
        if (context.issues.some(issue => issue.code === 'unrecognized_keys' && !issue.path?.length)) return
        for (const { path, message, ...details } of exactlyOne(noun, names, value)) {
          context.addIssue({ code: 'custom', path: [...path], message, params: details })
        }
      },
      { when: always },
    )
    .meta({ oneOf: names.map(name => ({ required: [name] })) })
  return mapping.transform((value: Mapping) => {
    const name = names.find(known => hasKey(value, known))
    if (name === undefined) return z.NEVER
    const { [name]: content, ...rest } = value
    return { kind: name, ...(content as object), ...rest }
  }) as unknown as z.ZodType<T>
}

function exactlyOne(noun: string, names: readonly string[], value: Mapping): Complaint[] {
  const present = names.filter(name => hasKey(value, name))
  if (present.length === 0) return [absent(`this entry says no ${noun}`, names)]
  return present.length === 1 ? [] : [{ path: [], together: present, message: `one ${noun} per entry` }]
}

// ----------------------------------------------------------------------------------------------------------- shapes

/** A copy without the keys that have no value: what was not written does not exist afterwards either. */
export function compact<T extends object>(value: T): Compact<T> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Compact<T>
}
type Compact<T> = { [P in keyof T as undefined extends T[P] ? never : P]: T[P] } & {
  [P in keyof T as undefined extends T[P] ? P : never]?: Exclude<T[P], undefined>
}

/** One entry or a list of at most so many, read as a list. */
export function listOf<S extends z.ZodType>(entry: S, most: number) {
  return z
    .union([entry, z.array(entry).min(1).max(most)])
    .transform(value => (Array.isArray(value) ? value : [value]) as z.output<S>[])
}

import type { Machine } from '../../../model/machine/machine.ts'
import { type Item, textOf } from './items.ts'

/**
 * What an expression comes to: nothing, one item, or a list of them. Lists in lists are no part of the model. Knows no
 * operator.
 */
export interface Value {
  readonly items: readonly Item[]
  /** A list, even of one or none. */
  readonly list: boolean
}

export const nothing: Value = { items: [], list: false }
export const single = (item: Item): Value => ({ items: [item], list: false })
export const listOf = (items: readonly Item[]): Value => ({ items, list: true })
export const truth = (value: boolean): Value => single({ kind: 'truth', value })
export const number = (value: number): Value => single({ kind: 'number', value })
export const text = (value: string): Value => single({ kind: 'text', text: value })

/** What a pipeline gives back: one thing is itself, several are a list. */
export const wholeOf = (items: readonly Item[]): Value => ({ items, list: items.length > 1 })

/** Nothing, 0, an empty string and False are false; so is an empty list. */
export function isTrue({ items, list }: Value): boolean {
  const [item] = items
  if (!item) return false
  if (list && items.length > 1) return true
  if (item.kind === 'text') return item.text !== ''
  return item.kind === 'number' || item.kind === 'truth' ? Boolean(item.value) : true
}

/** In a string: the items of a list with blanks between. */
export const stringOf = (machine: Machine, { items }: Value): string =>
  items.map(item => textOf(machine, item)).join(' ')

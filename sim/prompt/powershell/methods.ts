import type { Machine } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { lower, upper } from '../../../model/words/letters.ts'
import { type Item, textItems, textOf } from './items.ts'
import { numberOf } from './operators.ts'
import { stopNotSimulated } from './tree.ts'
import { listOf, number, single, stringOf, text, truth, type Value } from './values.ts'

/** Methods of strings and times that are simulated: `.ToUpper()`, `.AddDays(-1)`. Any other one says so. */

type Method = (own: string, args: readonly Value[], say: (value: Value | undefined) => string) => Value

const at = (value: Value | undefined): number => numberOf(value?.items[0])

/** How many arguments each may have, and what it does. */
const OF_TEXT: Readonly<Record<string, readonly [most: number, run: Method]>> = {
  toupper: [0, own => text(upper(own))],
  tolower: [0, own => text(lower(own))],
  trim: [0, own => text(own.trim())],
  trimstart: [0, own => text(own.trimStart())],
  trimend: [0, own => text(own.trimEnd())],
  contains: [1, (own, [part], say) => truth(own.includes(say(part)))],
  startswith: [1, (own, [part], say) => truth(own.startsWith(say(part)))],
  endswith: [1, (own, [part], say) => truth(own.endsWith(say(part)))],
  indexof: [1, (own, [part], say) => number(own.indexOf(say(part)))],
  replace: [2, (own, [part, other], say) => text(say(part) === '' ? own : own.replaceAll(say(part), say(other)))],
  substring: [2, (own, [from, length]) => text(own.slice(at(from), length ? at(from) + at(length) : undefined))],
  // Each character of the argument parts, blanks if there is none.
  split: [
    1,
    (own, [signs], say) => {
      const parting = signs ? say(signs) : ' \t\r\n'
      const parts = [...own].reduce<string[]>(
        (found, c) => {
          if (parting.includes(c)) found.push('')
          else found[found.length - 1] += c
          return found
        },
        [''],
      )
      return listOf(textItems(parts))
    },
  ],
}

const UNIT_MS: Readonly<Record<string, number>> = {
  adddays: 86_400_000,
  addhours: 3_600_000,
  addminutes: 60_000,
  addseconds: 1000,
}

export function callMethod(machine: Machine, item: Item | undefined, name: string, args: readonly Value[]): Value {
  const called = fold(name)
  if (item && called === 'tostring' && args.length === 0) return text(textOf(machine, item))
  if (item?.kind === 'moment' && Object.hasOwn(UNIT_MS, called) && args.length === 1) {
    return single({ kind: 'moment', at: item.at + Math.round(at(args[0]) * UNIT_MS[called]!) })
  }
  const method = item?.kind === 'text' && Object.hasOwn(OF_TEXT, called) ? OF_TEXT[called] : undefined
  if (!method || args.length > method[0]) throw stopNotSimulated(`the method ${name}`)
  return method[1]((item as Extract<Item, { kind: 'text' }>).text, args, value =>
    value ? stringOf(machine, value) : '',
  )
}

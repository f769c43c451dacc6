import { upper } from '../words/letters.ts'
import { fold } from './names.ts'

/**
 * The 8.3 name that stands beside a long one. Rules of FAT and NTFS: what 8.3 allows keeps its name; otherwise capitals,
 * without blanks and with one dot, cut to six characters, `~` and a number. How the number goes on beyond 9 is that of
 * packaging tools: the stem gives way (modelled). Knows no disk.
 */

const STEM = 8
const PLAIN = /^[^. +,;=[\]]{1,8}(?:\.[^. +,;=[\]]{1,3})?$/

/** Does it need no other name? */
export const isShort = (name: string): boolean => PLAIN.test(name)

const allowed = (text: string): string => upper(text.replace(/[ .]/g, '').replace(/[+,;=[\]]/g, '_'))

/** Of the long names in one folder, in their order: each with its short one, where that is another. */
export function shortNames(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(names.filter(isShort).map(fold))
  const numbers = new Map<string, number>()
  const short = new Map<string, string>()
  for (const name of names) if (!isShort(name)) short.set(name, numbered(name, taken, numbers))
  return short
}

/** `numbers` remembers the last number of each beginning, or a folder of many would be searched from 1 for each. */
function numbered(name: string, taken: Set<string>, numbers: Map<string, number>): string {
  const dot = name.lastIndexOf('.')
  const stem = allowed(dot > 0 ? name.slice(0, dot) : name)
  const extension = dot > 0 ? `.${allowed(name.slice(dot + 1)).slice(0, 3)}` : ''
  const beginning = `${stem.slice(0, 6)}${extension}`
  for (let n = (numbers.get(beginning) ?? 0) + 1; ; n++) {
    const tail = `~${n}`
    const short = `${stem.slice(0, STEM - tail.length)}${tail}${extension}`
    if (taken.has(fold(short))) continue
    taken.add(fold(short))
    numbers.set(beginning, n)
    return short
  }
}

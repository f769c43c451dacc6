import { lower } from '../../model/words/letters.ts'

/** Names of files for people. Does not know what is in them. */

/** `01-ada-lovelace.lab`: of a name what every file system takes; the number before it makes it the only one. */
export function namedFiles(names: readonly string[], extension: string): string[] {
  const digits = String(names.length).length
  return names.map((name, i) => `${[String(i + 1).padStart(digits, '0'), ...lettersOf(name)].join('-')}.${extension}`)
}

const MOST_WORDS = 4
const MOST_LETTERS = 20

const lettersOf = (name: string): readonly string[] =>
  (lower(plain(name)).match(/[a-z0-9]+/g) ?? []).slice(0, MOST_WORDS).map(word => word.slice(0, MOST_LETTERS))

/** A letter without the marks over it: of `Zoë` the name keeps all. */
const plain = (name: string): string =>
  // biome-ignore lint/plugin: what a letter is made of never changes, by Unicode's policy, and only a to z is kept of it.
  name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '')

import { lower } from '../../../model/words/letters.ts'

/** The condition of a rule of Sigma: names of selections, and, or, not, `1 of` and `all of`. Knows no selection. */

export type Condition =
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'all' | 'any'; readonly of: readonly Condition[] }

/** It cannot be read; the message is the end of a sentence about it. */
export class ConditionError extends Error {
  readonly allowed: readonly string[]

  constructor(message: string, allowed: readonly string[] = []) {
    super(message)
    this.allowed = allowed
  }
}

/** @throws ConditionError */
export function readCondition(text: string, names: readonly string[]): Condition {
  if (text.includes('|')) throw new ConditionError('counts or correlates events (`|`), which is not simulated here')
  const reader = new Reader(text.match(/[()]|[^\s()]+/g) ?? [], names)
  const condition = reader.any()
  reader.end()
  return condition
}

/** `not` binds closest, then `and`, then `or`. */
class Reader {
  readonly #tokens: readonly string[]
  readonly #names: readonly string[]
  #at = 0

  constructor(tokens: readonly string[], names: readonly string[]) {
    this.#tokens = tokens
    this.#names = names
  }

  any(): Condition {
    return this.#joined('any', 'or', () => this.#joined('all', 'and', () => this.#one()))
  }

  end(): void {
    const left = this.#tokens[this.#at]
    if (left !== undefined) throw new ConditionError(`has "${left}" where it should end`)
  }

  #joined(is: 'all' | 'any', word: string, part: () => Condition): Condition {
    const parts = [part()]
    while (this.#take(word)) parts.push(part())
    return parts.length === 1 ? parts[0]! : { is, of: parts }
  }

  #one(): Condition {
    if (this.#take('not')) return { is: 'not', of: this.#one() }
    if (this.#take('(')) {
      const inside = this.any()
      if (!this.#take(')')) throw new ConditionError('lacks a closing parenthesis')
      return inside
    }
    const word = this.#tokens[this.#at++]
    if (word === undefined) throw new ConditionError('ends where a selection should stand')
    return this.#take('of') ? this.#several(word) : { is: 'name', name: this.#known(word, [word])[0]! }
  }

  #several(quantity: string): Condition {
    const is = QUANTITIES[lower(quantity)]
    if (!is)
      throw new ConditionError(
        `asks for "${quantity} of"`,
        Object.keys(QUANTITIES).map(word => `${word} of`),
      )
    const pattern = this.#tokens[this.#at++] ?? ''
    const them = lower(pattern) === 'them'
    const fits = (name: string): boolean => (them ? !name.startsWith('_') : fitsPattern(pattern, name))
    const names = this.#known(pattern, this.#names.filter(fits))
    return { is, of: names.map(name => ({ is: 'name', name })) }
  }

  #known(asked: string, names: readonly string[]): readonly string[] {
    if (names.length > 0 && names.every(name => this.#names.includes(name))) return names
    throw new ConditionError(`names "${asked}", which is no selection`, this.#names)
  }

  #take(word: string): boolean {
    if (lower(this.#tokens[this.#at] ?? '') !== word) return false
    this.#at++
    return true
  }
}

const QUANTITIES: Readonly<Record<string, 'all' | 'any'>> = { '1': 'any', any: 'any', all: 'all' }

/** `selection_*`: a star is any text. */
function fitsPattern(pattern: string, name: string): boolean {
  const [first = '', ...parts] = pattern.split('*')
  if (parts.length === 0) return name === pattern
  const last = parts.pop()!
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last)) return false
  let at = first.length
  for (const part of parts) {
    const found = name.indexOf(part, at)
    if (found < 0 || found + part.length > name.length - last.length) return false
    at = found + part.length
  }
  return true
}

import { lower } from '../../../model/words/letters.ts'
import { whyRefused } from '../../diagnosis/algebra/refusal.ts'

/** One value of a rule of Sigma, with the modifiers of its field, against one text. Knows no field. */

export type Scalar = string | number | boolean

export type Fits = (text: string) => boolean

/** What stands behind a field's name, `|startswith`, as far as it says how a value is compared. */
export type Comparison = (value: Scalar, cased: boolean) => Fits

export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  contains: (value, cased) => wildcards([ANY, ...tokensOf(value), ANY], cased),
  startswith: (value, cased) => wildcards([...tokensOf(value), ANY], cased),
  endswith: (value, cased) => wildcards([ANY, ...tokensOf(value)], cased),
  re: value => expression(String(value)),
  lt: value => numbers(value, (a, b) => a < b),
  lte: value => numbers(value, (a, b) => a <= b),
  gt: value => numbers(value, (a, b) => a > b),
  gte: value => numbers(value, (a, b) => a >= b),
}

export const equal: Comparison = (value, cased) => wildcards(tokensOf(value), cased)

/** Why a value cannot stand behind a comparison, as the end of a sentence. */
export function refusedValue(comparison: string | undefined, value: Scalar): string | undefined {
  if (comparison === 're') return whyRefused(`/${String(value)}/s`)
  const isOrder = comparison !== undefined && /^[lg]te?$/.test(comparison)
  return isOrder && !Number.isFinite(Number(value)) ? 'is no number' : undefined
}

function expression(source: string): Fits {
  const pattern = new RegExp(source, 's')
  return text => pattern.test(text)
}

function numbers(value: Scalar, holds: (a: number, b: number) => boolean): Fits {
  const bound = Number(value)
  return text => text.trim() !== '' && holds(Number(text), bound)
}

// ---------------------------------------------------------------------------------------------------------- wildcards

type Token = { readonly any: 'text' | 'one' } | { readonly letter: string }

const ANY: Token = { any: 'text' }

/** `*` is any text, `?` one character; a backslash before one of them, or before another backslash, makes it itself. */
function tokensOf(value: Scalar): Token[] {
  const pattern = String(value)
  const tokens: Token[] = []
  for (let i = 0; i < pattern.length; i++) {
    const letter = pattern[i]!
    const next = pattern[i + 1]
    if (letter === '\\' && (next === '*' || next === '?' || next === '\\')) tokens.push({ letter: pattern[++i]! })
    else if (letter === '*') tokens.push(ANY)
    else tokens.push(letter === '?' ? { any: 'one' } : { letter })
  }
  return tokens
}

/** Goes back to the last `*` only: the time is that of both lengths multiplied at most, whatever somebody writes. */
function wildcards(written: readonly Token[], cased: boolean): Fits {
  const tokens = cased ? written : written.map(token => ('letter' in token ? { letter: lower(token.letter) } : token))
  const fits = (token: Token | undefined, letter: string): boolean =>
    token !== undefined && ('letter' in token ? token.letter === letter : token.any === 'one')
  const isAny = (token: Token | undefined): boolean => token !== undefined && 'any' in token && token.any === 'text'
  return given => {
    const text = cased ? given : lower(given)
    let [at, token, star, from] = [0, 0, -1, 0]
    while (at < text.length) {
      if (isAny(tokens[token])) [star, from] = [token++, at]
      else if (fits(tokens[token], text[at]!)) [at, token] = [at + 1, token + 1]
      else if (star >= 0) [token, at] = [star + 1, ++from]
      else return false
    }
    while (isAny(tokens[token])) token++
    return token === tokens.length
  }
}

import { fold } from '../../../model/machine/names.ts'

/**
 * Regular expressions that somebody types at the prompt: how they are walked. All ways through a pattern are walked side by side, so that no pattern and no line takes long. Knows no program.
 */

/** Whether a text holds what the pattern says; case counts unless it was told not to. */
export type TextTest = (text: string) => boolean

/** What of a pattern cannot be read here. */
export interface BadPattern {
  readonly notSimulated: string
}

export type Node =
  | { readonly kind: 'one'; readonly fits: (character: string) => boolean }
  | { readonly kind: 'place'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'all'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly parts: readonly Node[] }
  | { readonly kind: 'times'; readonly part: Node; readonly least: number; readonly most: number }

export const place = (holds: (text: string, at: number) => boolean): Node => ({ kind: 'place', holds })
export const one = (fits: (character: string) => boolean): Node => ({ kind: 'one', fits })

export const BEGIN = place((_, at) => at === 0)
export const END = place((text, at) => at === text.length)
const isWordCharacter = (character: string | undefined): boolean => character !== undefined && /\w/.test(character)
export const EDGE = place((text, at) => isWordCharacter(text[at - 1]) !== isWordCharacter(text[at]))
export const NO_EDGE = place((text, at) => isWordCharacter(text[at - 1]) === isWordCharacter(text[at]))
export const WORD_BEGINS = place((text, at) => !isWordCharacter(text[at - 1]) && isWordCharacter(text[at]))
export const WORD_ENDS = place((text, at) => isWordCharacter(text[at - 1]) && !isWordCharacter(text[at]))
export const ANY = one(() => true)

// ---------------------------------------------------------------------------------------------------------- walking

type Step =
  | { readonly kind: 'one'; readonly fits: (character: string) => boolean }
  | { readonly kind: 'place'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'fork'; readonly to: readonly number[] }

/** More steps than any pattern that somebody types comes to. */
const MOST_STEPS = 2000

function compiled(node: Node): readonly Step[] | BadPattern {
  const steps: Step[] = []
  const fork = (): number => steps.push({ kind: 'fork', to: [] }) - 1
  const aim = (at: number, ...to: number[]): void => {
    steps[at] = { kind: 'fork', to }
  }
  const put = (part: Node): void => {
    if (steps.length > MOST_STEPS) return
    if (part.kind === 'one' || part.kind === 'place') steps.push(part)
    else if (part.kind === 'all') part.parts.forEach(put)
    else if (part.kind === 'any') putAny(part.parts)
    else putTimes(part.part, part.least, part.most)
  }
  const putAny = (parts: readonly Node[]): void => {
    const start = fork()
    const starts: number[] = []
    const ends: number[] = []
    for (const part of parts) {
      starts.push(steps.length)
      put(part)
      ends.push(fork())
    }
    aim(start, ...starts)
    for (const end of ends) aim(end, steps.length)
  }
  const putTimes = (part: Node, least: number, most: number): void => {
    for (let i = 0; i < least; i++) put(part)
    if (most === Number.POSITIVE_INFINITY) {
      const start = fork()
      put(part)
      const end = fork()
      aim(end, start)
      aim(start, start + 1, steps.length)
      return
    }
    const forks: number[] = []
    for (let i = least; i < most && steps.length <= MOST_STEPS; i++) {
      forks.push(fork())
      put(part)
    }
    for (const at of forks) aim(at, at + 1, steps.length)
  }
  put(node)
  return steps.length > MOST_STEPS ? { notSimulated: 'a pattern of so many steps' } : steps
}

function walks(steps: readonly Step[], text: string): boolean {
  let now = new Set<number>()
  for (let at = 0; at <= text.length; at++) {
    // A match may begin anywhere.
    const open = [0, ...now]
    const reached = new Set<number>()
    const next = new Set<number>()
    while (open.length > 0) {
      const index = open.pop()!
      if (reached.has(index)) continue
      reached.add(index)
      const step = steps[index]
      if (!step) return true
      if (step.kind === 'fork') open.push(...step.to)
      else if (step.kind === 'place') {
        if (step.holds(text, at)) open.push(index + 1)
      } else if (at < text.length && step.fits(text[at]!)) next.add(index + 1)
    }
    now = next
  }
  return false
}

export function testOf(node: Node | BadPattern): TextTest | BadPattern {
  if ('notSimulated' in node) return node
  const steps = compiled(node)
  return 'notSimulated' in steps ? steps : text => walks(steps, text)
}

const folded = (character: string, anyCase: boolean): string => (anyCase ? fold(character) : character)

export const literal = (character: string, anyCase: boolean): Node => {
  const wanted = folded(character, anyCase)
  return one(c => folded(c, anyCase) === wanted)
}

/** Without a sign that means something, a pattern is a text. */
export function plainText(source: string, anyCase: boolean): TextTest {
  if (!anyCase) return text => text.includes(source)
  const wanted = fold(source)
  return text => fold(text).includes(wanted)
}

// ---------------------------------------------------------------------------------------------------------- classes

export type Classes = Readonly<Record<string, (character: string) => boolean>>

/** `[a-z_]`, `[^"]`, and in .NET `[\d\s]`; undefined: it is not closed. */
export function readClass(
  source: string,
  start: number,
  anyCase: boolean,
  classes: Classes,
): { part: Node; end: number } | undefined {
  let at = start + 1
  const not = source[at] === '^'
  if (not) at++
  const tests: ((character: string) => boolean)[] = []
  for (let first = true; at < source.length && (first || source[at] !== ']'); first = false) {
    const escaped = source[at] === '\\' && at + 1 < source.length
    const from = source[escaped ? at + 1 : at]!
    at += escaped ? 2 : 1
    const named = escaped ? classes[from] : undefined
    if (named) tests.push(named)
    else if (source[at] === '-' && source[at + 1] !== undefined && source[at + 1] !== ']') {
      const [low, high] = [folded(from, anyCase), folded(source[at + 1]!, anyCase)]
      tests.push(c => folded(c, anyCase) >= low && folded(c, anyCase) <= high)
      at += 2
    } else {
      const wanted = folded(from, anyCase)
      tests.push(c => folded(c, anyCase) === wanted)
    }
  }
  if (source[at] !== ']') return undefined
  return { part: one(c => tests.some(test => test(c)) !== not), end: at + 1 }
}

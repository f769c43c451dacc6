import type { Draw } from '../../model/machine/host.ts'

/**
 * The only source of chance: small generators (sfc32), each seeded from a name. A name says what the numbers are for, never
 * how many were drawn before, so that one more draw in one place moves nothing in another. Does not know what a number
 * decides, nor what would be likely.
 */
export interface Random {
  /** A whole number, 0 <= n < below. */
  below(limit: number): number
  /** A fraction, 0 <= n < 1. */
  fraction(): number
}

/** Where named streams come from: those below one source are independent of each other and of those below another. */
export interface Source {
  under(name: string): Source
  stream(name: string): Random
  /** The first number of a stream. */
  readonly draw: Draw
}

/** @param watch sees every number that is drawn from it, and from what is under it, in order */
export function sourceOf(name: string, watch?: (drawn: number) => void): Source {
  return sourceFrom(seededBy(START, name), watch)
}

export function randomFrom(name: string): Random {
  return generator(seededBy(START, name), undefined)
}

const MILLION = 1_000_000

/** A seed for one of many. Of twelve digits at most: with fewer, two of ten thousand are soon the same. */
export function seedFrom(name: string): number {
  const random = randomFrom(name)
  return random.below(MILLION) * MILLION + random.below(MILLION)
}

function sourceFrom(seeds: Seeds, watch: Watch): Source {
  const seedsOf = (name: string): Seeds => seededBy(seeds, `\n${name}`)
  return {
    under: name => sourceFrom(seedsOf(name), watch),
    stream: name => generator(seedsOf(name), watch),
    draw: (what, below) => generator(seedsOf(what), watch).below(below),
  }
}

type Watch = ((drawn: number) => void) | undefined
type Seeds = readonly [number, number, number, number]

const START: Seeds = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35]

/** Four words from a text, by FNV-1a with different starts. What comes after a text is seeded on top of it. */
function seededBy([a, b, c, d]: Seeds, text: string): Seeds {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, PRIME)
    b = Math.imul(b ^ code, PRIME)
    c = Math.imul(c ^ code, PRIME)
    d = Math.imul(d ^ code, PRIME)
  }
  return [a, b, c, d]
}

const PRIME = 0x01000193

function generator([a, b, c, d]: Seeds, watch: Watch): Random {
  const next = (): number => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return t >>> 0
  }
  const seen = (drawn: number): number => {
    watch?.(drawn)
    return drawn
  }
  for (let i = 0; i < 12; i++) next()
  return {
    fraction: () => seen(next() / 0x1_0000_0000),
    below: limit => seen(Math.floor((next() / 0x1_0000_0000) * limit)),
  }
}

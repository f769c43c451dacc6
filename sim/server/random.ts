/**
 * The only source of chance in a run: a small generator (sfc32) seeded from text. Streams with different names are
 * independent, so that one more draw in one place moves nothing in another.
 */
export interface Random {
  /** A whole number, 0 <= n < below. */
  below(limit: number): number
  /** A fraction, 0 <= n < 1. */
  fraction(): number
}

export function randomFrom(name: string): Random {
  let [a, b, c, d] = seedsOf(name)
  const next = (): number => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return t >>> 0
  }
  for (let i = 0; i < 12; i++) next()
  return {
    fraction: () => next() / 0x1_0000_0000,
    below: limit => Math.floor((next() / 0x1_0000_0000) * limit),
  }
}

/** The same stream, with somebody watching every draw. */
export function watched(random: Random, watch: (drawn: number) => void): Random {
  const seen = (drawn: number): number => {
    watch(drawn)
    return drawn
  }
  return { fraction: () => seen(random.fraction()), below: limit => seen(random.below(limit)) }
}

/** Four words from a text, by FNV-1a with different starts. */
function seedsOf(name: string): [number, number, number, number] {
  const word = (start: number): number => {
    let hash = start
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
    return hash | 0
  }
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x85ebca6b), word(0xc2b2ae35)]
}

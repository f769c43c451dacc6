import { CAPITALS } from './capitals.ts'

/**
 * Capitals and small letters as Windows has them, on every host: JavaScript's own follow the host's version of Unicode, and
 * some of them turn one letter into two. Does not know letters beyond the first 65,536, which Windows leaves alone.
 */

const BEYOND_ASCII = /[^\0-\x7f]/

/** In capitals, as Windows makes them. */
export function upper(text: string): string {
  // biome-ignore lint/plugin: of ASCII there is one version.
  return BEYOND_ASCII.test(text) ? mapped(text, tables().capitals) : text.toUpperCase()
}

/** In small letters: the same for any two texts whose capitals are the same. */
export function lower(text: string): string {
  // biome-ignore lint/plugin: of ASCII there is one version.
  return BEYOND_ASCII.test(text) ? mapped(text, tables().small) : text.toLowerCase()
}

function mapped(text: string, table: Uint16Array): string {
  let result = ''
  for (let i = 0; i < text.length; i++) result += String.fromCharCode(table[text.charCodeAt(i)]!)
  return result
}

interface Tables {
  readonly capitals: Uint16Array
  readonly small: Uint16Array
}

let made: Tables | undefined

/** Made when the first text needs them: most runs have none. */
function tables(): Tables {
  made ??= tablesOf()
  return made
}

/** Of several letters with one capital the first stands for all. */
function tablesOf(): Tables {
  const capitals = Uint16Array.from({ length: 0x10000 }, (_, letter) => letter)
  const small = capitals.slice()
  for (const [first, last, offset, step] of CAPITALS) {
    for (let letter = first; letter <= last; letter += step) capitals[letter] = letter + offset
  }
  for (let letter = 0xffff; letter >= 0; letter--) {
    if (capitals[letter] !== letter) small[capitals[letter]!] = letter
  }
  return { capitals, small: small.map((_, letter) => small[capitals[letter]!]!) }
}

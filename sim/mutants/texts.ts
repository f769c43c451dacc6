import { lineStart } from '../../model/words/logLines.ts'
import type { RawFile } from '../diagnosis/evidence.ts'
import { decodeText, encodingOf, splitLines, type TextEncoding } from '../diagnosis/parse/text.ts'
import { lines as withEnds } from '../forms/encode.ts'
import type { Added, Handed, Line } from './mutant.ts'
import type { Given } from './ways.ts'

/** Files of evidence as texts that can be changed line by line. What is no text stays as it is. Knows no mutant. */

/** Lines of a file, changed; undefined where it stays as it is. */
export type ChangeLines = (lines: readonly Line[], file: RawFile) => readonly Line[] | undefined

export const inTexts = (files: readonly RawFile[], change: ChangeLines): Handed[] =>
  files.map(file => {
    const changed = isText(file) ? change(givenIn(file), file) : undefined
    return changed ? written(file, changed, texts => asBefore(withEnds(texts), file.bytes)) : asItWas(file)
  })

/** The same lines, at another place or not. */
export const asItWas = ({ path, bytes }: RawFile, to = path): Handed => ({ path: to, bytes, of: path })

export const written = (
  { path }: RawFile,
  lines: readonly Line[],
  encode: (texts: readonly string[]) => Uint8Array,
): Handed => ({
  path,
  bytes: encode(lines.map(({ text }) => text)),
  of: path,
  lines: lines.map(({ from }) => from),
})

export const givenIn = (file: RawFile): Given[] => linesOf(file).map((text, i) => ({ text, from: i + 1 }))

export const added = (texts: readonly string[], from: Added): Line[] => texts.map(text => ({ text, from }))

export const linesOf = ({ bytes }: Pick<RawFile, 'bytes'>): string[] => splitLines(decodeText(bytes).text)

/** It says so at the beginning. */
export const isInstallerLog = (file: RawFile): boolean =>
  isText(file) &&
  linesOf(file)
    .slice(0, 3)
    .some(line => line.startsWith(lineStart('verboseStarted')))

export const leafOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const HEAD = 4096

/** Event logs and hives are full of zeros, and in a text of any encoding there is none. */
export const isText = ({ bytes }: Pick<RawFile, 'bytes'>): boolean =>
  !decodeText(bytes.subarray(0, HEAD)).text.includes('\0')

/** In the encoding of what stood there before, with a mark if that had one. */
function asBefore(text: string, before: Uint8Array): Uint8Array {
  const { encoding, mark } = encodingOf(before)
  return encoded(text, encoding, mark > 0)
}

const MARK = '\ufeff'

export function encoded(text: string, encoding: TextEncoding, marked: boolean): Uint8Array {
  const whole = marked ? MARK + text : text
  if (encoding === 'utf-16be') return Buffer.from(whole, 'utf-16le').swap16()
  return Buffer.from(whole, encoding)
}

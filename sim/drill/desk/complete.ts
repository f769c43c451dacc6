import { childrenOf, fileAt } from '../../../model/machine/machine.ts'
import { fold, joinPath, leafOf } from '../../../model/machine/names.ts'
import type { ServerState } from '../../server/facts.ts'

/**
 * The name of a file or a folder that was begun, completed, as Tab does in a window: what all that begin so have in common, or
 * the one that it is. Does not know which of them is meant.
 *
 * @param folder  the one that the window is in
 * @returns the whole line, or undefined where nothing begins so
 */
export function completed({ machine }: ServerState, folder: string, line: string): string | undefined {
  const { begin, word, quoted } = lastWord(line)
  const cut = word.lastIndexOf('\\') + 1
  const [parent, name] = [word.slice(0, cut), word.slice(cut)]
  const place = folderOf(folder, parent)
  if (place !== '' && !fileAt(machine, place)?.folder) return undefined
  const names = childrenOf(machine, place)
    .map(({ path }) => leafOf(path))
    .filter(one => fold(one).startsWith(fold(name)))
  const [first] = names
  if (first === undefined) return undefined
  const common = names.reduce(commonStart, first)
  const whole = `${parent}${common}`
  const needsQuotes = quoted || whole.includes(' ')
  return `${begin}${needsQuotes ? '"' : ''}${whole}${needsQuotes && names.length === 1 ? '"' : ''}`
}

interface LastWord {
  readonly begin: string
  readonly word: string
  readonly quoted: boolean
}

/** A quote that is open holds blanks. */
function lastWord(line: string): LastWord {
  const quotes = line.split('"').length - 1
  const at = quotes % 2 === 1 ? line.lastIndexOf('"') : line.lastIndexOf(' ')
  const quoted = quotes % 2 === 1
  return { begin: line.slice(0, quoted ? at : at + 1), word: line.slice(at + 1), quoted }
}

function folderOf(folder: string, parent: string): string {
  const inside = parent.endsWith('\\') ? parent.slice(0, -1) : parent
  if (/^[a-z]:/i.test(inside)) return inside
  if (parent.startsWith('\\')) return folder.slice(0, 2) + inside
  const home = folder.endsWith('\\') ? folder.slice(0, -1) : folder
  return inside === '' ? home : joinPath(home, inside)
}

function commonStart(a: string, b: string): string {
  let length = 0
  while (length < a.length && fold(a[length]!) === fold(b[length] ?? '')) length++
  return a.slice(0, length)
}

import type { Change } from '../../model/machine/change.ts'
import { fileAt, type Machine } from '../../model/machine/machine.ts'
import { isWithin } from '../../model/machine/names.ts'
import type { FileContent } from '../../model/machine/parts.ts'
import type { ServerState } from '../server/facts.ts'
import { lineAt, type Sought, type Spot } from './about.ts'
import { utf8 } from './encode.ts'
import type { Rendered } from './kinds.ts'

/** Text that somebody wrote to a file: the logs of scripts, mostly. Does not know what it says. */

export const isScriptLog = (path: string): boolean => /\.log$/i.test(path)

export function renderText({ text }: Extract<FileContent, { kind: 'text' }>, path: string): Rendered {
  return { kind: isScriptLog(path) ? 'script-log' : 'text', encoding: 'utf-8', bytes: utf8(text) }
}

/** Lines that one change has added to a file. */
export interface AddedText {
  readonly path: string
  /** The file as it was with the lines at its end. */
  readonly text: string
  readonly lines: readonly number[]
}

interface WrittenText extends Omit<AddedText, 'path'> {
  readonly fact: number
  path: string
}

/** Lines that facts have added to text files, as far as the files still have them at the end. */
export function textSpots({ facts, machine }: ServerState, sought: Sought): Spot[] {
  const written: WrittenText[] = []
  facts.forEach(({ body }, fact) => {
    if (body.kind !== 'change') return
    const { change } = body
    if (change.kind === 'rename') for (const entry of written) entry.path = moved(entry.path, change)
    const added = change.kind === 'file' && sought(fact) ? addition(change) : undefined
    if (added) written.push({ fact, ...added })
  })
  return written
    .filter(({ path, text }) => textAt(machine, path)?.startsWith(text))
    .flatMap(({ fact, path, lines }) =>
      lines.map(line => ({ path, selector: lineAt(line), about: { kind: 'fact', fact } })),
    )
}

function moved(path: string, { from, to }: Extract<Change, { kind: 'rename' }>): string {
  return isWithin(path, from) ? to + path.slice(from.length) : path
}

export function addition({ path, before, after }: Extract<Change, { kind: 'file' }>): AddedText | undefined {
  if (after?.content?.kind !== 'text') return undefined
  const { text } = after.content
  const rows = rowsOf(text)
  const old = before?.content?.kind === 'text' ? rowsOf(before.content.text) : []
  let head = 0
  while (head < old.length && old[head] === rows[head]) head++
  let tail = 0
  while (tail < old.length - head && old.at(-1 - tail) === rows.at(-1 - tail)) tail++
  // What was there is still there, around the new lines; otherwise the whole of it is new.
  const [first, end] = head + tail === old.length ? [head, rows.length - tail] : [0, rows.length]
  return { path, text, lines: Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i + 1) }
}

const rowsOf = (text: string): string[] => text.split('\n').slice(0, -1)

function textAt(machine: Machine, path: string): string | undefined {
  const content = fileAt(machine, path)?.content
  return content?.kind === 'text' ? content.text : undefined
}

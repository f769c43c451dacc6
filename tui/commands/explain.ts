import { explain, hresultOf } from '../../sim/explain/explain.ts'
import type { Kind, Meaning } from '../../sim/explain/meaning.ts'
import { forTerminal, inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { print, printJson } from '../output.ts'

/** `explain`: what a number means. The words come from sim/explain; here they are only set. */

const KINDS: Readonly<Record<Kind, string>> = {
  'return-code': 'return code',
  message: 'installer message',
  event: 'event',
  'return-value': 'return value of an action',
  'storage-code': 'storage code',
  'system-error': 'Windows error',
}

/** What a number of a log, an event or a dialog means. Words around it, as in `return value 3`, narrow it down. */
export function explainCommand(words: readonly string[], { json }: { readonly json?: true }): ExitCode {
  const code = words.join(' ')
  const found = explain(code)
  if (!found.known) throw unknown(code, found.near)
  if (json) printJson({ code, meanings: found.meanings.map(meaning => ({ ...meaning, ...hresult(meaning) })) })
  else print(inLines(found.meanings.flatMap((meaning, i) => [...(i > 0 ? [told``] : []), textOf(meaning)])))
  return EXIT.done
}

function hresult(meaning: Meaning): { readonly hresult?: string } {
  const form = hresultOf(meaning)
  return form === undefined ? {} : { hresult: form }
}

function textOf(meaning: Meaning): Shown {
  const form = hresultOf(meaning)
  const rows: readonly (readonly [label: string, text: string])[] = [
    ['text', oneLine(meaning.text)],
    ...(meaning.textOn2003 === undefined ? [] : [['2003', oneLine(meaning.textOn2003)] as const]),
    ['when', meaning.occurs],
    ['next', meaning.next],
    ['from', `${meaning.source} (${meaning.grade})`],
  ]
  return inLines([headOf(meaning, form), ...rows.flatMap(([label, text]) => wrapped(label, text))])
}

/** Some texts of events are of two lines. */
const oneLine = (text: string): string => text.replace(/\s*\r\n/g, ' ')

/** `1603, return code: ERROR_INSTALL_FAILURE, 0x80070643`; what has no name of its own goes by its kind. */
function headOf({ kind, code, name }: Meaning, form: string | undefined): Shown {
  const named = name === `${kind.replace('-', ' ')} ${code}` ? '' : `: ${name}`
  return told`${code}, ${KINDS[kind]}${named}${form === undefined ? '' : `, ${form}`}`
}

const WIDTH = 100

/** `  when  ...`, with the lines that follow set below the first. */
function wrapped(label: string, text: string): Shown[] {
  const lines: string[] = []
  let line = `  ${label} `
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > WIDTH && line.trim() !== '') {
      lines.push(line)
      line = ' '.repeat(label.length + 3)
    }
    line += ` ${word}`
  }
  return [...lines, line].map(forTerminal)
}

function unknown(code: string, near: readonly string[]): Stop {
  const lines = [told`no meaning of "${code}" is known`]
  if (near.length > 0) lines.push(told`  near it: ${near.join(', ')}`)
  lines.push(
    told`  what can be explained: event ids, return codes, HRESULTs, numbers of notes and messages, return values`,
  )
  return new Stop(EXIT.unusable, inLines(lines))
}

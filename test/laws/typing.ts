import fc from 'fast-check'
import { drawn } from './trial.ts'
import { command, isOfWindows, SYSTEMS, type TypedLine, typedLine, windowFor } from './typedLines.ts'

/**
 * What the prompt may never do: end with code 0 while a word went unread, do a part and say afterwards that it is not
 * simulated, call something unknown that Windows has, or break. What of a word was read is seen from outside: the line fails,
 * prints the word, or leaves it on the server or in the window.
 */

const STRANGER = 'zzqq'
const SIGNS = [STRANGER, `/${STRANGER}`, `-${STRANGER}`] as const

/** A line, and a word that nobody knows behind one of its words or at its end. */
const withStranger = fc.record({
  system: fc.constantFrom(...SYSTEMS),
  command,
  sign: fc.constantFrom(...SIGNS),
  at: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat(5)),
})

/** Where a word may stand by itself: in no quotes and no braces. */
function placesIn(line: string): number[] {
  const places: number[] = []
  let quote = ''
  let depth = 0
  for (const [at, character] of [...line].entries()) {
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if ('{([*'.includes(character)) depth += character === '*' ? 0 : 1
    else if ('})]'.includes(character)) depth--
    else if (character === ' ' && depth === 0) places.push(at)
  }
  return places
}

function lineOf({
  command: { line },
  sign,
  at,
}: {
  readonly command: { readonly line: string }
  readonly sign: string
  readonly at: number
}): string {
  const place = placesIn(line)[at] ?? line.length
  return `${line.slice(0, place)} ${sign}${line.slice(place)}`
}

const isLeftOut = (shown: string): boolean => /^lab1603: .*not simulated/m.test(shown)

export const typing = drawn({
  name: 'typing',
  law: 'no line ends with code 0 while a word of it went unread',
  sample: 400,
  whole: 100_000,
  marks: { refused: 40_000, 'not simulated': 5000, read: 1000 },
  from: withStranger,
  broken(one, reach) {
    const {
      system,
      command: { shell },
    } = one
    const { recorder, prompt } = windowFor({ system, shell })
    const line = lineOf(one)
    const { exitCode, output } = prompt.run(line)
    const shown = output.join('\n')
    if (isLeftOut(shown)) reach('not simulated')
    if (exitCode !== 0 || prompt.text.includes('?')) {
      reach('refused')
      return undefined
    }
    const left = [shown, prompt.text, JSON.stringify(recorder.facts), ...prompt.run('set').output].join('\n')
    if (!left.includes(STRANGER) && !ASKS[shell].test(line))
      return `${line} in ${shell} on ${system} ends with 0 and prints:\n${shown}`
    reach('read')
    return undefined
  },
})

/**
 * What asks whether something is there, lists by a pattern or shapes what a pipe brings may find nothing: that is an answer.
 * Behind its last quote `set` reads nothing, on Windows neither.
 */
const ASKS: Readonly<Record<TypedLine['shell'], RegExp>> = {
  cmd: /\/\?|^(?:rem|help|if|set ")/i,
  ems: /\/\?|^(?:Test-Path|Get-Command|gcm|Format-\w+|f[lt]|Sort-Object|sort|Select-Object|select|Measure-Object|Get-ChildItem|gci|ls|dir|set ")\b/i,
}

/** One command of a line: what a joint or a redirection joins may be done before the next part is refused. */
const isSingle = (line: string): boolean => !/[&|;<>]/.test(line.replace(/"[^"]*"|'[^']*'/g, ''))

const changesOf = (facts: readonly { readonly body: { readonly kind: string } }[]): number =>
  facts.filter(({ body }) => body.kind === 'change').length

export const typingAnything = drawn<TypedLine>({
  name: 'typing-anything',
  law: 'whatever is typed ends; what is not simulated is told before anything is done; nothing of Windows is unknown',
  sample: 400,
  whole: 100_000,
  marks: { done: 10_000, refused: 20_000, 'not simulated': 10_000 },
  from: typedLine,
  broken({ system, shell, line }, reach) {
    const { recorder, prompt } = windowFor({ system, shell })
    const before = changesOf(recorder.facts)
    const { exitCode, output } = prompt.run(line)
    const shown = output.join('\n')
    const where = `${line} in ${shell} on ${system}`
    const unknown = UNKNOWN.exec(shown)?.[1]
    if (unknown !== undefined && isOfWindows(unknown, shell)) return `${where} is unknown:\n${shown}`
    reach(isLeftOut(shown) ? 'not simulated' : exitCode === 0 ? 'done' : 'refused')
    if (isLeftOut(shown) && isSingle(line) && changesOf(recorder.facts) > before) {
      return `${where} did something before it said that it is not simulated:\n${shown}`
    }
    return undefined
  },
})

const UNKNOWN = /^(?:The term )?'([^']*)' is not recognized as/m

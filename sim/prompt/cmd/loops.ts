import { childrenOf, fileAt } from '../../../model/machine/machine.ts'
import { driveOf, extensionOf, fold, leafOf, parentOf, printed } from '../../../model/machine/names.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { listingTime } from '../../forms/clock.ts'
import { asListed } from '../../forms/contents.ts'
import { environmentVariable } from '../window/environment.ts'
import { errorText } from '../window/errors.ts'
import { hasWildcard, readLines, wildcard } from '../window/fileAccess.ts'
import { fullPath, machineOf, notSimulated, type Output, type PromptSession } from '../window/session.ts'
import { type For, type If, tokensIn, tokensOf } from './control.ts'

/** What `if` and `for` of cmd ask the server: whether a condition holds, and what a set stands for. Runs nothing itself. */

// --------------------------------------------------------------------------------------------------------------- if

const ORDERS: Readonly<Record<string, (sign: number) => boolean>> = {
  '==': sign => sign === 0,
  equ: sign => sign === 0,
  neq: sign => sign !== 0,
  lss: sign => sign < 0,
  leq: sign => sign <= 0,
  gtr: sign => sign > 0,
  geq: sign => sign >= 0,
}

export function holds(session: PromptSession, { condition, not, anyCase }: If): boolean {
  return isSo(session, condition, anyCase) !== not
}

function isSo(session: PromptSession, condition: If['condition'], anyCase: boolean): boolean {
  switch (condition.kind) {
    case 'exist':
      return isThere(session, condition.path.replaceAll('"', ''))
    case 'errorlevel':
      return session.exitCode >= condition.least
    case 'defined':
      return environmentVariable(session, condition.name) !== undefined
    case 'compared': {
      const { left, operator, right } = condition
      return ORDERS[operator]!(signOf(left, right, anyCase, operator !== '=='))
    }
  }
}

function isThere(session: PromptSession, path: string): boolean {
  if (fold(path) === 'nul') return true
  return hasWildcard(path)
    ? namesIn(session, path, false).length > 0 || namesIn(session, path, true).length > 0
    : fileAt(machineOf(session), fullPath(session, path)) !== undefined
}

/** Two numbers are compared as such, but not by `==`. */
function signOf(left: string, right: string, anyCase: boolean, counts: boolean): number {
  const number = /^-?(?:0x[0-9a-f]+|\d+)$/i
  if (counts && number.test(left) && number.test(right)) return Number(left) - Number(right)
  const [a, b] = anyCase ? [fold(left), fold(right)] : [left, right]
  return a < b ? -1 : a > b ? 1 : 0
}

// -------------------------------------------------------------------------------------------------------------- for

/** Each round: the values of the variable and of those that follow it in the alphabet. */
type Rounds = readonly (readonly string[])[]

/** A loop over so many rounds and more is nobody's. */
const MOST_ROUNDS = 10_000

/** @param run runs the command of `for /f ... in ('command')` */
export function roundsOf(session: PromptSession, loop: For, run: (line: string) => Output): Rounds | Output {
  const { option, how, set } = loop
  if (option === '/f') return lineRounds(session, loop, run)
  if (how !== '') return notSimulated(`${how} of for`)
  if (option === '/l') return counted(set)
  if (option !== '' && option !== '/d') return notSimulated(`${option} of for`)
  const words = [...set.matchAll(/"[^"]*"|[^\s,;="]+/g)].map(([word]) => word)
  return words.flatMap(word => {
    const bare = word.replaceAll('"', '')
    return hasWildcard(bare) ? namesIn(session, bare, option === '/d').map(name => [name]) : [[word]]
  })
}

/** Files or folders that a pattern finds, with the folder that was typed. */
function namesIn(session: PromptSession, typed: string, folders: boolean): string[] {
  const path = fullPath(session, typed)
  const test = wildcard(leafOf(path))
  const before = typed.replaceAll('/', '\\').slice(0, typed.replaceAll('/', '\\').lastIndexOf('\\') + 1)
  const nodes = childrenOf(machineOf(session), parentOf(path) ?? path)
  return nodes
    .filter(node => node.folder === folders && test(leafOf(node.path)))
    .map(node => before + leafOf(node.path))
}

/** `(1,2,9)`: from, by, to. */
function counted(set: string): Rounds | Output {
  const [from, by, to, more] = set
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number)
  const isWhole = [from, by, to].every(n => Number.isSafeInteger(n))
  if (!isWhole || more !== undefined || by === 0) return notSimulated(`(${set}) of for /l`)
  const count = Math.max(0, Math.floor((to! - from!) / by!) + 1)
  if (count > MOST_ROUNDS) return notSimulated(`for /l of more than ${MOST_ROUNDS} rounds`)
  return Array.from({ length: count }, (_, i) => [String(from! + i * by!)])
}

function lineRounds(session: PromptSession, { how, set }: For, run: (line: string) => Output): Rounds | Output {
  const tokens = tokensOf(how)
  if (typeof tokens === 'string') return notSimulated(`${tokens} of for /f`)
  const rows = rowsOf(session, set.trim(), tokens.usebackq, run)
  if (!Array.isArray(rows)) return rows as Output
  return rows.slice(tokens.skip).flatMap(row => {
    const found = tokensIn(row, tokens)
    return found ? [found] : []
  })
}

/** The shell that reads the loop takes each caret outside of quotes; the one that runs the command sees `|`. */
const unescaped = (line: string): string =>
  line.replace(/"[^"]*"?|\^(.?)/g, (whole, next?: string) => (whole.startsWith('"') ? whole : (next ?? '')))

/** `'command'`, `"text"` or files; with usebackq `` `command` ``, `'text'` and `"file"`. */
function rowsOf(
  session: PromptSession,
  set: string,
  back: boolean,
  run: (line: string) => Output,
): readonly string[] | Output {
  const quote = /^(["'`])(.*)\1$/.exec(set)
  const [command, text] = back ? ['`', "'"] : ["'", '"']
  if (quote?.[1] === command) {
    const output = run(unescaped(quote[2]!))
    return output.question ? notSimulated('a question of a command in for /f') : [...output.out]
  }
  if (quote?.[1] === text) return [quote[2]!]
  const names = [...set.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([word, inner]) => inner ?? word)
  const rows: string[] = []
  for (const name of names) {
    const found = readLines(session, fullPath(session, name))
    if (found === undefined) return notSimulated(`what is in ${name}`)
    if (typeof found === 'number')
      return { exitCode: 1, out: [], err: [errorText(WIN32.FILE_NOT_FOUND).replace('specified', () => name)] }
    rows.push(...found)
  }
  return rows
}

// ------------------------------------------------------------------------------------------------- values filled in

const PARTS: Readonly<Record<string, (path: string) => string>> = {
  f: path => printed(path),
  d: path => driveOf(path),
  p: path => `${(parentOf(path) ?? path).slice(2)}\\`,
  n: path => leafOf(path).replace(/\.[^.]*$/, ''),
  x: extensionOf,
}

/** `%i`, `%~i`, `%~nxi` in a text, for the variable of a loop and those behind it. */
export function filler(session: PromptSession, variable: string, values: readonly string[]): (text: string) => string {
  const machine = machineOf(session)
  const shown = (letters: string, value: string): string => {
    const path = fullPath(session, value.replaceAll('"', ''))
    if (letters === '') return value.replaceAll('"', '')
    const found = fileAt(machine, path)
    const node = found && asListed(session.recorder, found)
    if (letters === 'z') return node && !node.folder ? String(node.size) : ''
    if (letters === 't') return node ? listingTime(machine, node.modified).replace('  ', ' ') : ''
    return ['f', 'd', 'p', 'n', 'x']
      .flatMap(letter => (letters.includes(letter) ? [PARTS[letter]!(path)] : []))
      .join('')
  }
  const first = variable.charCodeAt(0)
  return text =>
    text.replace(/%(~[fdpnxzt]*)?([A-Za-z])/g, (whole, how: string | undefined, letter: string) => {
      const value = values[letter.charCodeAt(0) - first]
      // `%~nxi`: the letters are the way, the last one is the variable.
      if (how !== undefined) return value === undefined ? whole : shown(fold(how.slice(1)), value)
      return value ?? whole
    })
}

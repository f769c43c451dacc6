import { fold } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
/**
 * A line of PowerShell, taken apart: statements joined by `;`, commands joined by `|`, words. Single quotes take text as it
 * is, double quotes fill in variables, a backtick protects the next character, `#` begins a comment. Knows no cmdlet;
 * which words are parameters its signature says.
 */

export interface ShellToken {
  /** `string`: quoted as a whole; `block`: `{...}`; `group`: `(...)` with what is asked of its result. */
  readonly kind: 'word' | 'string' | 'block' | 'group' | 'comma' | 'redirect'
  readonly text: string
  /** `.VersionInfo.FileVersion` behind a group. */
  readonly members: readonly string[]
  readonly start: number
  readonly end: number
}

/** The commands of a pipeline. */
export type Statement = readonly (readonly ShellToken[])[]

export interface BadStatement {
  readonly error: string
  readonly at: number
}

export type LookUp = (variable: string) => string | undefined

export function parseStatements(line: string, lookUp: LookUp): readonly Statement[] | BadStatement {
  const statements: ShellToken[][][] = []
  let pipeline: ShellToken[][] = [[]]
  let at = 0
  const endStatement = (): BadStatement | undefined => {
    const empty = pipeline.findIndex(command => command.length === 0)
    if (pipeline.length > 1 && empty >= 0) return { error: 'An empty pipe element is not permitted.', at }
    if (pipeline[0]!.length > 0) statements.push(pipeline)
    pipeline = [[]]
    return undefined
  }
  while (at < line.length) {
    const character = line[at]!
    if (/\s/.test(character)) at++
    else if (character === '#') break
    else if (character === ';' || character === '|') {
      if (line.startsWith('||', at))
        return { error: "The token '||' is not a valid statement separator in this version.", at }
      at++
      const bad = character === ';' ? endStatement() : undefined
      if (bad) return bad
      if (character === '|') pipeline.push([])
    } else {
      const token = readToken(line, at, lookUp, pipeline.at(-1)!.length === 0)
      if ('error' in token) return token
      pipeline.at(-1)!.push(token)
      at = token.end
    }
  }
  return endStatement() ?? statements
}

function readToken(line: string, start: number, lookUp: LookUp, first: boolean): ShellToken | BadStatement {
  const character = line[start]!
  const made = (kind: ShellToken['kind'], text: string, end: number, members: readonly string[] = []): ShellToken => ({
    kind,
    text,
    members,
    start,
    end,
  })
  if (character === ',') return made('comma', ',', start + 1)
  const redirect = /^(?:2>&1|[12]?>>?)/.exec(line.slice(start))?.[0]
  if (redirect !== undefined) return made('redirect', redirect, start + redirect.length)
  if (character === '&') {
    if (first && line[start + 1] !== '&') return made('word', '&', start + 1)
    const text =
      line[start + 1] === '&' ? "The token '&&' is not a valid statement separator in this version." : AMPERSAND
    return { error: text, at: start }
  }
  if (character === '{' || character === '(') return readBracket(line, start, made)
  if (character === ')' || character === '}') return { error: powershellError('unexpectedToken', character), at: start }
  return readWord(line, start, lookUp, made)
}

const AMPERSAND =
  'Ampersand not allowed. The & operator is reserved for future use; use "&" to pass ampersand as a string.'

type TokenMaker = (kind: ShellToken['kind'], text: string, end: number, members?: readonly string[]) => ShellToken

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')' }

/** Up to the bracket that closes it; quotes inside may hold brackets. */
function readBracket(line: string, start: number, made: TokenMaker): ShellToken | BadStatement {
  const open = line[start]!
  const close = CLOSING[open]!
  let depth = 0
  let quote = ''
  for (let at = start; at < line.length; at++) {
    const character = line[at]!
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === open) depth++
    else if (character === close && --depth === 0) {
      const text = line.slice(start + 1, at)
      if (open === '{') return made('block', text, at + 1)
      const members = /^(?:\.[A-Za-z]\w*)*/.exec(line.slice(at + 1))?.[0] ?? ''
      return made('group', text, at + 1 + members.length, members.split('.').filter(Boolean))
    }
  }
  return { error: `Missing closing '${close}' in expression.`, at: line.length }
}

function readWord(line: string, start: number, lookUp: LookUp, made: TokenMaker): ShellToken | BadStatement {
  let at = start
  let text = ''
  let quoted = 0
  let bare = 0
  while (at < line.length && !/[\s;|,(){}]/.test(line[at]!)) {
    const character = line[at]!
    if (character === "'" || character === '"') {
      const part = readQuoted(line, at, lookUp)
      if ('error' in part) return part
      text += part.text
      at = part.end
      quoted++
      continue
    }
    bare++
    const variable = character === '$' ? VARIABLE.exec(line.slice(at)) : null
    if (variable) {
      text += lookUp(fold(variable[1] ?? variable[2] ?? '')) ?? variable[0]
      at += variable[0].length
    } else if (character === '`') {
      text += line[at + 1] ?? ''
      at += 2
    } else {
      text += character
      at++
    }
  }
  return made(quoted === 1 && bare === 0 ? 'string' : 'word', text, Math.min(at, line.length))
}

/** `$env:SystemRoot`, `$exbin`, `${name}` */
const VARIABLE = /^\$(?:\{([^}]*)\}|((?:env:)?[A-Za-z_]\w*))/

function readQuoted(line: string, start: number, lookUp: LookUp): { text: string; end: number } | BadStatement {
  const quote = line[start]!
  let text = ''
  let at = start + 1
  while (at < line.length) {
    const character = line[at]!
    if (character === quote && line[at + 1] === quote) {
      text += quote
      at += 2
    } else if (character === quote) return { text, end: at + 1 }
    else if (quote === '"' && character === '`') {
      text += line[at + 1] ?? ''
      at += 2
    } else {
      const variable = quote === '"' && character === '$' ? VARIABLE.exec(line.slice(at)) : null
      text += variable ? (lookUp(fold(variable[1] ?? variable[2] ?? '')) ?? '') : character
      at += variable ? variable[0].length : 1
    }
  }
  return { error: 'Encountered end of line while processing a string token.', at: start }
}

// ------------------------------------------------------------------------------------------------------- parameters

/** What a command is given: `-Name a,b -Force rest`. */
export interface Parameters {
  /** By the full name of the parameter, folded; a switch has no values. */
  readonly named: ReadonlyMap<string, readonly string[]>
  readonly positional: readonly (readonly string[])[]
  readonly blocks: readonly string[]
}

export interface Signature {
  /** Parameters that take a value, in full, lower case. */
  readonly takes: readonly string[]
  readonly switches?: readonly string[]
  /** How many words may stand without a name; undefined: any number. */
  readonly accepts?: number
}

const COMMON: Signature = { takes: ['erroraction'], switches: ['verbose', 'debug', 'whatif', 'confirm'] }

export function parametersOf(
  tokens: readonly ShellToken[],
  signature: Signature,
): Parameters | { readonly unknown: ShellToken } {
  const named = new Map<string, readonly string[]>()
  const positional: (readonly string[])[] = []
  const blocks: string[] = []
  const groups = listsOf(tokens)
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i]!
    const first = group[0]!
    const typed = first.kind === 'word' ? /^-([A-Za-z]+)(?::(.*))?$/.exec(first.text) : null
    if (!typed) {
      if (first.kind === 'block') blocks.push(first.text)
      else positional.push(group.map(token => token.text))
      continue
    }
    const name = parameterNamed(fold(typed[1]!), signature)
    if (name === undefined) return { unknown: first }
    const isSwitch = !signature.takes.includes(name) && !COMMON.takes.includes(name)
    const attached = typed[2] === undefined || typed[2] === '' ? undefined : typed[2]
    const next = groups[i + 1]
    if (isSwitch) named.set(name, [])
    else if (attached !== undefined) named.set(name, [attached])
    else if (next) {
      named.set(
        name,
        next.map(token => token.text),
      )
      if (next[0]!.kind === 'block') blocks.push(next[0]!.text)
      i++
    }
  }
  return { named, positional, blocks }
}

/** Any beginning that only one parameter has; several: the first. */
function parameterNamed(typed: string, signature: Signature): string | undefined {
  const names = [...signature.takes, ...(signature.switches ?? []), ...COMMON.takes, ...(COMMON.switches ?? [])]
  if (typed === 'ea') return 'erroraction'
  return names.find(name => name === typed) ?? names.find(name => name.startsWith(typed))
}

/** `a, b c` -> [a, b], [c] */
function listsOf(tokens: readonly ShellToken[]): ShellToken[][] {
  const lists: ShellToken[][] = []
  let joined = false
  for (const token of tokens) {
    if (token.kind === 'comma') joined = true
    else if (joined && lists.length > 0) lists.at(-1)!.push(token)
    else lists.push([token])
    if (token.kind !== 'comma') joined = false
  }
  return lists
}

/** The value of a parameter by name or by position. */
export function parameterValues(parameters: Parameters, name: string, position = -1): readonly string[] {
  return parameters.named.get(name) ?? parameters.positional[position] ?? []
}

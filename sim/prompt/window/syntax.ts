import { isServer2003 } from '../../../model/machine/machine.ts'
import { fold, withoutExe } from '../../../model/machine/names.ts'
import { SYNTAX_INCORRECT } from '../../../model/words/commandPrompt.ts'
import { upper } from '../../../model/words/letters.ts'
import type { WindowsId } from '../../../model/words/wording.ts'
import {
  behindPause,
  done,
  failed,
  machineOf,
  notSimulated,
  type Output,
  type PromptSession,
  type Typed,
} from './session.ts'

/**
 * The switches of a command as a table, and the one reader of such tables. What is simulated is handed to the command, what
 * Windows has besides says that it is not simulated, and what Windows refuses is refused in its words. Knows no command.
 *
 * The law that this serves: no line ends with code 0 while a word of it went unread. A command that does not ask for
 * what it was given has not read it: the line then says so.
 */

/** The words that a command may be given. Names of switches are lower case with `/`; `signs` says what else begins one. */
export interface Syntax {
  /** Simulated, without a value. */
  readonly flags?: readonly string[]
  /** Simulated, with the next word as value. */
  readonly values?: readonly string[]
  /** The same, where the next word may be missing. */
  readonly optional?: readonly string[]
  /** Simulated, with a value at once or behind a colon: `/ah`, `/c:text`. */
  readonly joined?: readonly string[]
  /** What they ask for is so in any case: `/nologo`. */
  readonly idle?: readonly string[]
  /** Windows has them, they are not simulated. `*` at the end: whatever follows at once. */
  readonly absent?: readonly string[]
  /** Of all these, what Server 2003 does not have. */
  readonly since2008?: readonly string[]
  /** Of those with a value, which may be given more than once. */
  readonly repeats?: readonly string[]
  /** What Windows says to any other that is given twice; undefined: it takes one of them, which is not simulated. */
  readonly twice?: Refusal
  /** How many words that are no switch; undefined: any number. */
  readonly operands?: number
  /** Switches of one letter may be written as one: `/sim`. */
  readonly bundled?: true
  /** What begins a switch, if not `/` alone. */
  readonly signs?: string
  /** How Windows refuses a word that it cannot read. */
  readonly refuse: Refusal
}

export type Refusal = (word: string, call: Typed) => Output

/** What a command was given. Whatever it asks for counts as read. */
export interface Given {
  readonly has: (name: string) => boolean
  /** The last value of a switch. */
  readonly value: (name: string) => string | undefined
  readonly values: (name: string) => readonly string[]
  /** Words that are no switch. */
  readonly operands: () => readonly string[]
  /** A word that nobody has asked for. */
  readonly unread: () => string | undefined
}

interface Word {
  /** Of a switch its name; empty: an operand. */
  readonly name: string
  readonly value: string
  readonly typed: string
}

export interface CommandCall extends Typed {
  readonly given: Given
}

export interface PromptCommand {
  /** The first is the one that `help` shows. */
  readonly names: readonly string[]
  readonly help: string
  /** Part of cmd.exe: its name may touch what follows (`cd..`, `dir/b`), and other shells do not have it. */
  readonly inside?: true
  /** Only one of the two systems has it. */
  readonly on?: WindowsId
  /** Simulated time that it takes itself. */
  readonly ms: number
  /** Answers `/?` itself. */
  readonly ownHelp?: true
  /** undefined: it reads its line itself. */
  readonly syntax?: Syntax | ((call: Typed) => Syntax)
  readonly run: (call: CommandCall) => Output
}

/** Reads what was typed by the command's table, runs it, and sees that nothing went unread. */
export function startCommand(command: PromptCommand, typed: Typed): Output {
  const late = behindPause(typed.session)
  if (late) return late
  typed.session.recorder.spend(command.ms)
  const syntax = typeof command.syntax === 'function' ? command.syntax(typed) : command.syntax
  if (typed.args.includes('/?') && !command.ownHelp) return usageOf(command, syntax)
  const words = syntax ? wordsRead(typed, syntax) : []
  if ('exitCode' in words) return words
  const given = givenOf(words)
  const output = command.run({ ...typed, given })
  const unread = output.exitCode === 0 && !output.question ? given.unread() : undefined
  return unread === undefined ? output : { ...output, exitCode: 1, err: [...output.err, ...leftOut(unread, typed).err] }
}

/** Has this server the program at all? */
export const isOnServer = ({ on }: PromptCommand, session: PromptSession): boolean =>
  on === undefined || on === machineOf(session).windows.id

/** A switch that Windows has and the simulator does not. */
export const leftOut = (word: string, { name }: Pick<Typed, 'name'>): Output => notSimulated(`${word} of ${name}`)

/** `/?`, in the simulator's own words. */
function usageOf({ help, names }: PromptCommand, syntax: Syntax | undefined): Output {
  const rows = [help === '' ? names[0]! : help]
  const absent = (syntax?.absent ?? []).map(name => name.replace(/\*$/, ''))
  if (absent.length > 0) rows.push(`Not simulated: ${absent.join(' ')}`)
  return done(rows)
}

/** Whatever cannot be read ends the reading. */
function wordsRead(typed: Typed, syntax: Syntax): Word[] | Output {
  const old = isServer2003(machineOf(typed.session))
  const words: Word[] = []
  const args = syntax.bundled ? typed.args.flatMap(arg => unbundled(arg, syntax)) : typed.args
  for (let i = 0; i < args.length; i++) {
    const text = args[i]!
    const found = switchOf(text, syntax, old)
    if (found === 'idle') continue
    if (found === 'refused') return syntax.refuse(text, typed)
    if (found === 'absent') return leftOut(text, typed)
    if (found === undefined) words.push({ name: '', value: text, typed: text })
    else {
      const takesNext = found.next === 'must' || (found.next === 'may' && isNoSwitch(args[i + 1], syntax))
      if (takesNext && args[i + 1] === undefined) return syntax.refuse(text, typed)
      words.push({ name: found.name, value: takesNext ? args[++i]! : found.value, typed: text })
    }
  }
  const extra = words.filter(word => word.name === '')[syntax.operands ?? Number.POSITIVE_INFINITY]
  if (extra) return syntax.refuse(extra.value, typed)
  const again = words.find((word, i) => isAgain(word, words.slice(0, i), syntax))
  return again ? (syntax.twice ?? notTwice)(again.typed, typed) : words
}

const isAgain = ({ name }: Word, before: readonly Word[], { flags, repeats }: Syntax): boolean =>
  name !== '' && !flags?.includes(name) && !repeats?.includes(name) && before.some(word => word.name === name)

const notTwice: Refusal = (word, { name }) => notSimulated(`${word} of ${name} more than once`)

const isNoSwitch = (word: string | undefined, { signs = '/' }: Syntax): boolean =>
  word !== undefined && !signs.includes(word[0] ?? ' ')

/** `/sim` -> `/s`, `/i`, `/m`, where all of them are switches of one letter. */
function unbundled(word: string, { flags = [], idle = [], absent = [] }: Syntax): readonly string[] {
  const letters = [...fold(word.slice(1))]
  const known = [...flags, ...idle, ...absent]
  const isBundle = word.startsWith('/') && letters.length > 1 && letters.every(letter => known.includes(`/${letter}`))
  return isBundle ? letters.map(letter => `/${letter}`) : [word]
}

interface FoundSwitch {
  readonly name: string
  readonly value: string
  /** Is the next word its value? */
  readonly next: 'never' | 'may' | 'must'
}

/** Which row of the table a word is; undefined: no switch. */
function switchOf(text: string, syntax: Syntax, old: boolean): FoundSwitch | 'refused' | 'absent' | 'idle' | undefined {
  if (text.length < 2 || !(syntax.signs ?? '/').includes(text[0]!)) return undefined
  const name = `/${fold(text.slice(1))}`
  const has = (names: readonly string[] = []): boolean => names.includes(name)
  if (old && has(syntax.since2008)) return 'refused'
  if (has(syntax.idle)) return 'idle'
  if (has(syntax.flags)) return { name, value: '', next: 'never' }
  if (has(syntax.values)) return { name, value: '', next: 'must' }
  if (has(syntax.optional)) return { name, value: '', next: 'may' }
  const joined = syntax.joined?.find(row => name.startsWith(row))
  if (joined !== undefined) {
    return { name: joined, value: text.slice(joined.length).replace(/^:/, ''), next: 'never' }
  }
  return has(syntax.absent) || syntax.absent?.some(row => row.endsWith('*') && name.startsWith(row.slice(0, -1)))
    ? 'absent'
    : 'refused'
}

/** What a reader of its own line has read. */
function givenOf(words: readonly Word[]): Given {
  const asked = new Set<Word>()
  const read = (some: readonly Word[]): readonly Word[] => {
    for (const word of some) asked.add(word)
    return some
  }
  const named = (name: string): readonly Word[] => words.filter(word => word.name === name)
  return {
    has: name => read(named(name)).length > 0,
    value: name => read(named(name).slice(-1))[0]?.value,
    values: name => read(named(name)).map(word => word.value),
    operands: () => read(named('')).map(word => word.value),
    unread: () => words.find(word => !asked.has(word))?.typed,
  }
}

// --------------------------------------------------------------------------------------------------- ways to refuse

/** Commands inside of cmd: from memory. */
export const invalidSwitch: Refusal = word =>
  failed(1, [word.startsWith('/') ? `Invalid switch - "${word.slice(1)}".` : SYNTAX_INCORRECT.text])

/** Programs that came with Windows XP: tasklist, whoami, systeminfo ... */
export const invalidArgument: Refusal = (word, { name }) =>
  failed(1, [`ERROR: Invalid argument/option - '${word}'.`, `Type "${upper(withoutExe(name))} /?" for usage.`])

/** The same programs, of a switch that is there already. */
export const notAgain: Refusal = (word, { name }) =>
  failed(1, [
    `ERROR: Invalid syntax. '${word}' option is not allowed more than '1' time(s).`,
    `Type "${upper(withoutExe(name))} /?" for usage.`,
  ])

import { lower, upper } from '../../words/letters.ts'

/**
 * Two command lines: the property line that the installer's functions take (`P="one two" Q=three`), and the argument
 * line of msiexec.exe, which holds switches between the properties. Sources: Command-Line Options and Standard
 * Installer Command-Line Options (SDK), and the conformance vectors for quoting. Does not know what of it is simulated.
 */

/**
 * ERROR_INVALID_COMMAND_LINE, or ERROR_INSTALL_PACKAGE_OPEN_FAILED where a stray word is taken for a package, with a
 * sentence that says what was wrong.
 */
export interface InvalidCommandLine {
  readonly error: 1639 | 1619
  readonly reason: string
}

export interface PropertyLine {
  /** By upper-case name, in the order of the line; the empty string clears a property. */
  readonly properties: ReadonlyMap<string, string>
}

/**
 * What msiexec is asked to do. `apply`: patches to `product`, or to whatever they fit. `remove`: patches from
 * `product`. `apply-administrative`: patches to the image `product`. The others concern `product` itself.
 */
export type MsiexecOperation =
  | 'apply'
  | 'remove'
  | 'apply-administrative'
  | 'install'
  | 'uninstall'
  | 'repair'
  | 'administrative'
  | 'advertise'
  | 'register-module'
  | 'unregister-module'
  | 'help'

/** The UILevel property: 2 none, 3 basic, 4 reduced, 5 full. */
export type UiLevel = 2 | 3 | 4 | 5
/** `+`, `-` and `!` behind a `/q`. */
export type UiModifier = 'end-dialog' | 'no-dialogs' | 'no-cancel'

export interface LogRequest {
  /** Letters of `iwearucmopvx` that are on, in this order, without repeats: `/lv*` gives `iwearucmopv`. */
  readonly modes: string
  /** `+`: append to the file. */
  readonly append: boolean
  /** `!`: flush every line. */
  readonly flush: boolean
}

/** What happens when a restart is due: by REBOOT and REBOOTPROMPT, of which only the first letters count. */
export type RestartRequest = 'when-needed' | 'unprompted' | 'force' | 'suppress' | 'never'

export interface MsiexecRequest {
  readonly operation: MsiexecOperation
  /** Patches (.msp paths, or patch codes when removing), in the order of the line. */
  readonly packages: readonly string[]
  /** Product code or package of the target; undefined: whatever the patches fit. */
  readonly product: string | undefined
  readonly uiLevel: UiLevel
  readonly uiModifiers: readonly UiModifier[]
  readonly log: (LogRequest & { readonly path: string }) | undefined
  /** The properties of the line and those that switches stand for (PATCH, MSIPATCHREMOVE, REBOOT ...). */
  readonly properties: ReadonlyMap<string, string>
  readonly restart: RestartRequest
}

/**
 * `A=1 B="two words"`. Values in quotes may hold blanks, and `""` for a quote; elsewhere a quote is a character. Blanks
 * may stand before a value in quotes only: `A= "" ` is an empty A, `A= one` an empty A and a package named one, which is
 * none (windows-installer.md 6.2).
 */
export function parseProperties(line: string): PropertyLine | InvalidCommandLine {
  const properties = new Map<string, string>()
  let at = skipBlanks(line, 0)
  while (at < line.length) {
    const assignment = readAssignment(line, at)
    if ('error' in assignment) return assignment
    properties.set(assignment.name, assignment.value)
    at = skipBlanks(line, assignment.next)
  }
  return { properties }
}

/**
 * The arguments behind `msiexec`, or a whole line that begins with an .msp or .msi, which the shell's verb turns into
 * `/p` or `/i`. Switches begin with `/` or `-` and their case does not matter.
 */
export function parseMsiexec(line: string): MsiexecRequest | InvalidCommandLine {
  const arguments_ = readArguments(line)
  return 'error' in arguments_ ? arguments_ : requestFrom(arguments_)
}

/** Logging letters, as in `/lxv*` or in the Logging policy. Undefined when a letter is none. No letter: `iwearmo`. */
export function logModes(letters: string): LogRequest | undefined {
  const given = lower(letters)
  if (!/^[iwearucmopvx+!*]*$/.test(given)) return undefined
  const flags = given.replace(/[+!]/g, '') === '' ? 'iwearmo' : given
  const modes = [...LOG_LETTERS].filter(letter => flags.includes(letter) || isInWildcard(letter, flags)).join('')
  return { modes, append: given.includes('+'), flush: given.includes('!') }
}

const LOG_LETTERS = 'iwearucmopvx'

/** `*` is everything except verbose and extra debugging. */
function isInWildcard(letter: string, flags: string): boolean {
  return flags.includes('*') && letter !== 'v' && letter !== 'x'
}

// ---- reading: text -> switches and properties

interface Assignment {
  readonly name: string
  readonly value: string
  readonly next: number
}

const BLANK = /\s/
const PROPERTY_NAME = /([A-Za-z_][A-Za-z0-9_.]*)=/y

function readAssignment(line: string, at: number): Assignment | InvalidCommandLine {
  PROPERTY_NAME.lastIndex = at
  const name = PROPERTY_NAME.exec(line)?.[1]
  if (name === undefined) return invalid(`expected NAME=value at ${JSON.stringify(line.slice(at))}`)
  const value = readValue(line, at + name.length + 1)
  return 'error' in value ? value : { name: upper(name), ...value }
}

function readValue(line: string, start: number): Text | InvalidCommandLine {
  const word = skipBlanks(line, start)
  if (line[word] === '"') return readQuotedValue(line, word)
  if (word === start || word === line.length || isSwitch(line, word) || readsAsAssignment(line, word))
    return readBareValue(line, start)
  return { error: 1619, reason: `not a package: ${line.slice(word, endOfWord(line, word))}` }
}

interface Text {
  readonly value: string
  readonly next: number
}

function readBareValue(line: string, start: number): Text {
  const next = endOfWord(line, start)
  return { value: line.slice(start, next), next }
}

function readQuotedValue(line: string, start: number): Text | InvalidCommandLine {
  const quoted = /"((?:[^"]|"")*)"(?!")/y
  quoted.lastIndex = start
  const match = quoted.exec(line)
  if (match === null) return invalid('a quotation mark is not closed')
  const next = quoted.lastIndex
  if (next < line.length && !BLANK.test(line[next]!)) return invalid('text follows a closing quotation mark')
  return { value: match[1]!.replaceAll('""', '"'), next }
}

/** A word of the line: a switch, its argument or a bare path. Quotes group, and go. */
function readWord(line: string, start: number): Text | InvalidCommandLine {
  let at = start
  let inQuotes = false
  let value = ''
  for (; at < line.length && (inQuotes || !BLANK.test(line[at]!)); at++) {
    if (line[at] === '"') inQuotes = !inQuotes
    else value += line[at]
  }
  return inQuotes ? invalid('a quotation mark is not closed') : { value, next: at }
}

function skipBlanks(line: string, from: number): number {
  let at = from
  while (at < line.length && BLANK.test(line[at]!)) at++
  return at
}

function endOfWord(line: string, from: number): number {
  let at = from
  while (at < line.length && !BLANK.test(line[at]!)) at++
  return at
}

function invalid(reason: string): InvalidCommandLine {
  return { error: 1639, reason }
}

/** One switch as written: what its letters ask for, and its argument if it takes one. */
interface Switch {
  readonly name: string
  /** Letters behind a switch that takes letters: `xv*` of `/lxv*`. */
  readonly letters: string
  readonly argument: string
}

interface SwitchRule {
  /** Which letters may follow at once; absent: none. */
  readonly letters?: RegExp
  readonly takesArgument: boolean
}

const PLAIN: SwitchRule = { takesArgument: false }
const WITH_ARGUMENT: SwitchRule = { takesArgument: true }

/** Short switches by letter. An argument may follow at once, as in the `/I{code}` of uninstall strings. */
const SHORT_SWITCHES: Readonly<Record<string, SwitchRule>> = {
  p: WITH_ARGUMENT,
  i: WITH_ARGUMENT,
  x: WITH_ARGUMENT,
  a: WITH_ARGUMENT,
  f: { letters: /^[poedcaumsv]*(?=$|\{)/i, takesArgument: true },
  j: { letters: /^[um]?(?=$|\{)/i, takesArgument: true },
  y: WITH_ARGUMENT,
  z: WITH_ARGUMENT,
  n: WITH_ARGUMENT,
  l: { letters: /^[iwearucmopvx+!*]*$/i, takesArgument: true },
  q: { letters: /^(?:n\+?|b(?:[+-]!?|![+-]?)?|r|f)?$/i, takesArgument: false },
  m: WITH_ARGUMENT,
  t: WITH_ARGUMENT,
  g: WITH_ARGUMENT,
  c: PLAIN,
  h: PLAIN,
  '?': PLAIN,
}

/** What can follow a short switch at once: a code or a path. Else a misspelt `/norestrt` would be an `/n`. Modelled. */
const ATTACHED = /^\{|[\\:.]/

const LONG_SWITCHES: Readonly<Record<string, SwitchRule>> = {
  update: WITH_ARGUMENT,
  package: WITH_ARGUMENT,
  uninstall: WITH_ARGUMENT,
  log: WITH_ARGUMENT,
  quiet: PLAIN,
  passive: PLAIN,
  norestart: PLAIN,
  forcerestart: PLAIN,
  promptrestart: PLAIN,
  help: PLAIN,
}

type Argument = Switch | Assignment

function readArguments(line: string): readonly Argument[] | InvalidCommandLine {
  const found: Argument[] = []
  let at = skipBlanks(line, 0)
  while (at < line.length) {
    const argument = readArgument(line, at, found.length === 0)
    if ('error' in argument) return argument
    found.push(argument)
    at = skipBlanks(line, argument.next)
  }
  return found
}

function readArgument(line: string, at: number, isFirst: boolean): (Argument & { next: number }) | InvalidCommandLine {
  if (isSwitch(line, at)) return readSwitch(line, at)
  return (isFirst && readAssociatedFile(line, at)) || readAssignment(line, at)
}

function isSwitch(line: string, at: number): boolean {
  return line[at] === '/' || line[at] === '-'
}

/** The shell's verbs for the two kinds of file: `msiexec /p "%1" %*` and `msiexec /i "%1" %*`. */
const ASSOCIATIONS: readonly (readonly [extension: RegExp, name: string])[] = [
  [/\.msp$/i, 'p'],
  [/\.msi$/i, 'i'],
]

function readAssociatedFile(line: string, at: number): (Switch & { next: number }) | undefined {
  const word = readWord(line, at)
  if ('error' in word || readsAsAssignment(line, at)) return undefined
  const name = ASSOCIATIONS.find(([extension]) => extension.test(word.value))?.[1]
  return name === undefined ? undefined : { name, letters: '', argument: word.value, next: word.next }
}

function readsAsAssignment(line: string, at: number): boolean {
  PROPERTY_NAME.lastIndex = at
  return PROPERTY_NAME.test(line)
}

function readSwitch(line: string, at: number): (Switch & { next: number }) | InvalidCommandLine {
  const word = readWord(line, at + 1)
  if ('error' in word) return word
  const split = splitSwitch(word.value)
  if (split === undefined) return invalid(`no such switch: ${line[at]}${word.value}`)
  const { rule, attached, ...parts } = split
  if (!rule.takesArgument || attached !== '') return { ...parts, argument: attached, next: word.next }
  return readSwitchArgument(line, word.next, parts)
}

function readSwitchArgument(
  line: string,
  from: number,
  parts: { name: string; letters: string },
): (Switch & { next: number }) | InvalidCommandLine {
  const start = skipBlanks(line, from)
  if (start >= line.length || isSwitch(line, start)) return invalid(`/${parts.name} needs an argument`)
  const argument = readWord(line, start)
  if ('error' in argument) return argument
  if (argument.value === '') return invalid(`/${parts.name} needs an argument`)
  return { ...parts, argument: argument.value, next: argument.next }
}

interface SplitSwitch {
  readonly name: string
  readonly letters: string
  readonly attached: string
  readonly rule: SwitchRule
}

function splitSwitch(text: string): SplitSwitch | undefined {
  const long = lower(text)
  if (Object.hasOwn(LONG_SWITCHES, long)) return { name: long, letters: '', attached: '', rule: LONG_SWITCHES[long]! }
  const name = lower(text.slice(0, 1))
  if (!Object.hasOwn(SHORT_SWITCHES, name)) return undefined
  const rule = SHORT_SWITCHES[name]!
  const rest = text.slice(1)
  const letters = rule.letters === undefined ? '' : rule.letters.exec(rest)?.[0]
  if (letters === undefined) return undefined
  const attached = rest.slice(letters.length)
  if (attached !== '' && !(rule.takesArgument && ATTACHED.test(attached))) return undefined
  return { name, letters: lower(letters), attached, rule }
}

// ---- understanding: switches and properties -> request

const UI_LEVELS: Readonly<Record<string, UiLevel>> = { '': 2, n: 2, b: 3, r: 4, f: 5 }
const UI_MODIFIERS: Readonly<Record<string, UiModifier>> = { '+': 'end-dialog', '-': 'no-dialogs', '!': 'no-cancel' }

/** Switches that decide what is done, under one name for their old and new spelling. */
const OPERATION_SWITCHES: Readonly<Record<string, string>> = {
  p: 'p',
  update: 'p',
  i: 'i',
  package: 'package',
  x: 'x',
  uninstall: 'uninstall',
  f: 'f',
  j: 'j',
  a: 'a',
  y: 'y',
  z: 'z',
  h: 'h',
  '?': 'h',
  help: 'h',
}

/** What the operation switches of a line come to. Any other combination is refused. */
const OPERATIONS: Readonly<Record<string, MsiexecOperation>> = {
  p: 'apply',
  'a p': 'apply-administrative',
  'package uninstall': 'remove',
  i: 'install',
  package: 'install',
  x: 'uninstall',
  uninstall: 'uninstall',
  f: 'repair',
  a: 'administrative',
  j: 'advertise',
  y: 'register-module',
  z: 'unregister-module',
  h: 'help',
}

/** Where each operation finds its patches and its product. */
const OPERANDS: Readonly<Record<MsiexecOperation, { patches?: string; product?: readonly string[] }>> = {
  apply: { patches: 'p' },
  'apply-administrative': { patches: 'p', product: ['a'] },
  remove: { patches: 'uninstall', product: ['package'] },
  install: { product: ['i', 'package'] },
  uninstall: { product: ['x', 'uninstall'] },
  repair: { product: ['f'] },
  administrative: { product: ['a'] },
  advertise: { product: ['j'] },
  'register-module': { product: ['y'] },
  'unregister-module': { product: ['z'] },
  help: {},
}

/** Properties of an `/i` line that make it a patch run: the older spelling of `/update` and of `/uninstall`. */
const PATCH_PROPERTIES: readonly (readonly [property: string, operation: MsiexecOperation])[] = [
  ['MSIPATCHREMOVE', 'remove'],
  ['PATCH', 'apply'],
]

/** Which operations a switch may stand with, where not with all. */
const COMPANIONS: Readonly<Record<string, readonly MsiexecOperation[]>> = {
  n: ['install', 'apply', 'remove', 'repair', 'uninstall'],
  t: ['advertise'],
  g: ['advertise'],
  c: ['advertise'],
  m: ['install', 'uninstall', 'administrative', 'repair'],
}

/** Switches that stand for a property. `/passive` is `/qb!-` and REBOOTPROMPT=S. */
const PROPERTY_SWITCHES: Readonly<Record<string, readonly [property: string, value: string]>> = {
  norestart: ['REBOOT', 'ReallySuppress'],
  forcerestart: ['REBOOT', 'Force'],
  promptrestart: ['REBOOTPROMPT', ''],
  passive: ['REBOOTPROMPT', 'S'],
}

/** Other spellings of `/q`. */
const UI_SWITCHES: Readonly<Record<string, string>> = { quiet: 'n', passive: 'b!-' }

function requestFrom(found: readonly Argument[]): MsiexecRequest | InvalidCommandLine {
  const switches = found.filter(isSwitchArgument)
  const operation = operationOf(switches)
  if (typeof operation === 'object') return operation
  const misplaced = misplacedSwitch(switches, operation)
  if (misplaced !== undefined) return invalid(misplaced)
  const ui = uiOf(switches)
  const target = targetOf(operation, switches, propertiesOf(operation, found))
  return { ...target, ...ui, log: logOf(switches), restart: restartOf(target.properties) }
}

function isSwitchArgument(argument: Argument): argument is Switch {
  return 'letters' in argument
}

function operationOf(switches: readonly Switch[]): MsiexecOperation | InvalidCommandLine {
  const named = switches.flatMap(one => (Object.hasOwn(OPERATION_SWITCHES, one.name) ? [one.name] : []))
  if (named.length === 0) return invalid('nothing says what to do: /p, /i, /x, /f ... is missing')
  const combination = named
    .map(name => OPERATION_SWITCHES[name]!)
    .sort()
    .join(' ')
  if (!Object.hasOwn(OPERATIONS, combination))
    return invalid(`not together: ${named.map(name => `/${name}`).join(' ')}`)
  return OPERATIONS[combination]!
}

function misplacedSwitch(switches: readonly Switch[], operation: MsiexecOperation): string | undefined {
  const stranger = switches.find(one => COMPANIONS[one.name] && !COMPANIONS[one.name]!.includes(operation))
  if (stranger !== undefined) return `/${stranger.name} does not go with this operation`
  const names = new Set(switches.map(one => one.name))
  const restarts = ['norestart', 'forcerestart', 'promptrestart'].filter(name => names.has(name))
  if (restarts.length > 1) return `not together: ${restarts.map(name => `/${name}`).join(' ')}`
  return names.has('promptrestart') && names.has('quiet') ? 'not together: /promptrestart /quiet' : undefined
}

function uiOf(switches: readonly Switch[]): Pick<MsiexecRequest, 'uiLevel' | 'uiModifiers'> {
  const last = switches.findLast(one => one.name === 'q' || Object.hasOwn(UI_SWITCHES, one.name))
  if (last === undefined) return { uiLevel: 5, uiModifiers: [] }
  const letters = UI_SWITCHES[last.name] ?? last.letters
  return {
    uiLevel: UI_LEVELS[letters.slice(0, 1)]!,
    uiModifiers: [...letters.slice(1)].map(character => UI_MODIFIERS[character]!),
  }
}

function logOf(switches: readonly Switch[]): MsiexecRequest['log'] {
  const last = switches.findLast(one => one.name === 'l' || one.name === 'log')
  const modes = last && logModes(last.name === 'log' ? '*' : last.letters)
  return modes && { ...modes, path: last.argument }
}

/** In the order of the line, so that of a switch and a property that say the same the later one counts. */
function propertiesOf(operation: MsiexecOperation, found: readonly Argument[]): ReadonlyMap<string, string> {
  // The SDK: /f and /j ignore the property values of the line.
  const ignored = operation === 'repair' || operation === 'advertise'
  const properties = new Map<string, string>()
  for (const argument of found) {
    if (!isSwitchArgument(argument)) {
      if (!ignored) properties.set(argument.name, argument.value)
    } else if (Object.hasOwn(PROPERTY_SWITCHES, argument.name)) properties.set(...PROPERTY_SWITCHES[argument.name]!)
  }
  return properties
}

type MsiexecTarget = Pick<MsiexecRequest, 'operation' | 'packages' | 'product' | 'properties'>

function targetOf(
  asked: MsiexecOperation,
  switches: readonly Switch[],
  given: ReadonlyMap<string, string>,
): MsiexecTarget {
  const argumentOf = (names: readonly string[]) =>
    switches.find(one => names.includes(OPERATION_SWITCHES[one.name] ?? one.name))?.argument
  const operands = OPERANDS[asked]
  const patches = operands.patches && argumentOf([operands.patches])
  const properties = new Map([...given, ...impliedProperties(asked, patches, switches)])
  const [property, operation] = patchProperty(asked, properties)
  return {
    operation,
    packages: splitList(patches ?? properties.get(property ?? '')),
    product: argumentOf(['n']) ?? argumentOf(operands.product ?? []),
    properties,
  }
}

/** What the operation itself sets. `/p` overwrites a PATCH of the same line. */
function impliedProperties(
  operation: MsiexecOperation,
  patches: string | undefined,
  switches: readonly Switch[],
): readonly (readonly [string, string])[] {
  if (operation === 'repair') {
    const letters = switches.find(one => one.name === 'f')?.letters
    return [
      ['REINSTALL', 'ALL'],
      ['REINSTALLMODE', letters || 'omus'],
    ]
  }
  if (patches === undefined) return []
  return [[operation === 'remove' ? 'MSIPATCHREMOVE' : 'PATCH', patches]]
}

function patchProperty(
  operation: MsiexecOperation,
  properties: ReadonlyMap<string, string>,
): readonly [property: string | undefined, operation: MsiexecOperation] {
  const found = operation === 'install' ? PATCH_PROPERTIES.find(([name]) => properties.get(name)) : undefined
  return found ?? [undefined, operation]
}

function splitList(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(';')
    .map(entry => entry.trim())
    .filter(entry => entry !== '')
}

const RESTARTS: Readonly<Record<string, RestartRequest>> = { F: 'force', S: 'suppress', R: 'never' }

function restartOf(properties: ReadonlyMap<string, string>): RestartRequest {
  const first = (name: string) => upper((properties.get(name) ?? '').slice(0, 1))
  return RESTARTS[first('REBOOT')] ?? (first('REBOOTPROMPT') === 'S' ? 'unprompted' : 'when-needed')
}

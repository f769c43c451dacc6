import fc from 'fast-check'
import { VALID } from '../../library/arbitraries/commandLines.ts'
import { clone } from '../../model/machine/apply.ts'
import type { Machine } from '../../model/machine/machine.ts'
import { fold } from '../../model/machine/names.ts'
import { commands } from '../../sim/prompt/cmd/commands.ts'
import { cmdlets } from '../../sim/prompt/powershell/cmdlets.ts'
import { openPrompt, type Prompt } from '../../sim/prompt/prompt.ts'
import type { Typed } from '../../sim/prompt/window/session.ts'
import type { PromptCommand, Syntax } from '../../sim/prompt/window/syntax.ts'
import { sourceOf } from '../../sim/server/random.ts'
import { newRecorder, type Recorder } from '../../sim/server/recorder.ts'
import { server } from '../sim/prompt/helpers.ts'

/**
 * Lines over everything that the prompt knows, drawn from its own tables: names, switches that are simulated, that are not
 * and that nobody has, values of the right type and of wrong ones, quotes, pipes. Knows nothing of what is right.
 */

export const SYSTEMS = ['windows-server-2003', 'windows-server-2008'] as const
export type System = (typeof SYSTEMS)[number]

export interface TypedLine {
  readonly system: System
  readonly shell: 'cmd' | 'ems'
  readonly line: string
}

// ------------------------------------------------------------------------------------------------------------ words

/** What may stand for a file, a service, a key, a number, and what is none of them. */
const WORDS: readonly string[] = [
  ...[
    'C:\\x.txt',
    'C:\\new',
    'C:\\y.txt',
    'C:\\ExchangeSetupLogs',
    'C:\\*.txt',
    'C:\\nope\\z.txt',
    'x.txt',
    '*',
    '.',
    'nul',
  ],
  ...[
    'MSExchangeIS',
    'MSExchangePOP3',
    'nope',
    'EXCH01',
    'localhost',
    'store.exe',
    'explorer.exe',
    'System',
    'Application',
  ],
  ...[
    'HKLM\\SOFTWARE',
    'HKLM\\SOFTWARE\\Microsoft',
    'HKLM:\\SOFTWARE',
    'HKXX\\A',
    'REG_DWORD',
    'REG_SZ',
    'Name',
    'Status',
  ],
  ...[
    '0',
    '1',
    '2',
    '-1',
    '0x10',
    '4711',
    '1e9',
    'abc',
    '""',
    '"a b"',
    "'a b'",
    'a,b',
    '%TEMP%',
    '%NOPE%',
    '^a',
    '{0}',
  ],
  ...[
    'start= auto',
    'state= all',
    'Automatic',
    'Disabled',
    'RemoteSigned',
    'SYSTEM:F',
    'Nobody:F',
    '"pid gt 4"',
    '"pid gt abc"',
  ],
  ...[
    'SilentlyContinue',
    '"name=\'MSExchangeIS\'"',
    '*[System[(EventID=1024)]]',
    'C:',
    'D:\\',
    'show',
    'query',
    'get',
    'where',
  ],
]
const word = fc.constantFrom(...WORDS)

/** No program has them. */
const STRANGE: readonly string[] = ['/zz', '-zz', '/z:1', '--help', '/1', '//', '/', '-']

const syntaxesOf = ({ syntax }: PromptCommand): readonly (readonly [verb: string, syntax: Syntax])[] => {
  if (typeof syntax !== 'function') return [['', syntax ?? { refuse: () => ({ exitCode: 1, out: [], err: [] }) }]]
  return VERBS.map(verb => [verb, syntax({ args: [verb] } as unknown as Typed)] as const)
}

/** Of programs whose first word decides which switches there are, and of those that read their line themselves. */
const VERBS: readonly string[] = ['query', 'add', 'delete', 'export']
const OWN_WORDS: Readonly<Record<string, readonly string[]>> = {
  sc: [
    'query',
    'queryex',
    'qc',
    'config',
    'start',
    'stop',
    'getkeyname',
    'failure',
    'sdshow',
    'bufsize= 1',
    'type= service',
  ],
  net: ['start', 'stop', 'use', 'helpmsg', '/y', '/yes', 'pause'],
  msiexec: [
    '/p',
    '/i',
    '/x',
    '/f',
    '/qn',
    '/qb',
    '/lxv*',
    'C:\\l.log',
    '/norestart',
    'REBOOT=Force',
    '/?',
    '/a',
    '/update',
  ],
  wmic: [
    'service',
    'process',
    'os',
    'product',
    'logicaldisk',
    'get',
    'where',
    'Name',
    '/format:list',
    '"name like \'MS%\'"',
    'caption',
  ],
  find: ['"a"', '/i', '/v', '/c', '/n', '/off'],
  powershell: ['-command', '-file', '-noprofile', '-nologo', '"Get-Service | select Name"', '-version', '{ver}'],
  cmd: ['/c', '/k', '/s', '/q', '/v:on', 'ver', '"dir C:\\"'],
  start: ['""', '/wait', '/b', '/min', '/low', 'hostname', 'ver'],
  set: ['X=1', 'X', '/a', '/p', '"Y=a b"'],
  cscript: ['//nologo', 'eventquery.vbs', '/l', 'system'],
  echo: ['on', 'off', 'a'],
  cd: ['/d', '..', '\\'],
  netsh: ['winhttp', 'proxy', 'set', 'reset', 'interface', 'ip'],
  fsutil: ['volume', 'diskfree', 'dirty', 'fsinfo', 'drives'],
}

const switchesOf = ({ flags = [], values = [], optional = [], joined = [], idle = [], absent = [] }: Syntax) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...flags, ...idle, '/?') },
    {
      weight: 4,
      arbitrary: fc.tuple(fc.constantFrom(...values, ...optional, '/zz'), word).map(pair => pair.join(' ')),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(fc.constantFrom(...joined, '/zz'), word).map(([name, value]) => `${name}:${value}`),
    },
    { weight: 1, arbitrary: fc.constantFrom(...absent.map(name => name.replace('*', 'x')), '/zz') },
    { weight: 1, arbitrary: fc.constantFrom(...STRANGE) },
  )

// --------------------------------------------------------------------------------------------------------- commands

const ofProgram = fc.constantFrom(...commands).chain(command =>
  fc.constantFrom(...syntaxesOf(command)).chain(([verb, syntax]) => {
    const own = OWN_WORDS[command.names[0]!] ?? []
    const piece = fc.oneof(word, switchesOf(syntax), ...(own.length > 0 ? [fc.constantFrom(...own)] : []))
    return fc
      .tuple(fc.constantFrom(...command.names), fc.array(piece, { maxLength: 5 }))
      .map(([name, pieces]) => [name, verb, ...pieces].filter(Boolean).join(' '))
  }),
)

const BLOCKS: readonly string[] = [
  '{$_.Name}',
  "{$_.Status -eq 'Running'}",
  '{echo $_}',
  '{$_ -match "a"}',
  '{ver}',
  '{}',
]

const ofCmdlet = fc.constantFrom(...cmdlets).chain(({ names, takes, switches = [], absent = [] }) => {
  const named = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(fc.constantFrom(...takes, 'erroraction'), word).map(([name, value]) => `-${name} ${value}`),
    },
    { weight: 3, arbitrary: fc.constantFrom(...switches, 'verbose').map(name => `-${name}`) },
    { weight: 1, arbitrary: fc.constantFrom(...absent, 'zz', 'whatif').map(name => `-${name}`) },
  )
  const piece = fc.oneof(word, named, fc.constantFrom(...BLOCKS))
  return fc
    .tuple(fc.constantFrom(...names), fc.array(piece, { maxLength: 4 }))
    .map(([name, pieces]) => [name, ...pieces].join(' '))
})

/** Of several commands one may fail and the last one not. */
const meant = fc.constantFrom(...VALID.filter(line => !/[&|;]/.test(line)))

/** One command, at the window that has it. */
export const command: fc.Arbitrary<Omit<TypedLine, 'system'>> = fc.oneof(
  { weight: 5, arbitrary: ofProgram.map(line => ({ shell: 'cmd' as const, line })) },
  { weight: 3, arbitrary: ofCmdlet.map(line => ({ shell: 'ems' as const, line })) },
  { weight: 1, arbitrary: ofProgram.map(line => ({ shell: 'ems' as const, line })) },
  { weight: 1, arbitrary: meant.map(line => ({ shell: 'cmd' as const, line })) },
)

const BEHIND: Readonly<Record<TypedLine['shell'], readonly string[]>> = {
  cmd: [
    '| find "a"',
    '| findstr /i a',
    '| more',
    '| sort /r',
    '> C:\\o.txt',
    '>> C:\\o.txt 2>&1',
    '2> nul',
    '& ver',
    '&& ver',
    '|| ver',
  ],
  ems: [
    '| sort Name',
    '| select Name',
    '| fl',
    "| ? {$_.Name -like '*a*'}",
    '| % {$_.Name}',
    '> C:\\o.txt',
    '2>&1',
    '; ver',
    '| measure-object',
  ],
}

/** A command, and perhaps something that takes what it prints. */
export const typedLine: fc.Arbitrary<TypedLine> = fc
  .tuple(fc.constantFrom(...SYSTEMS), command, fc.nat(9), fc.nat(99))
  .map(([system, { shell, line }, more, which]) => {
    const ends = BEHIND[shell]
    return { system, shell, line: more < 3 ? `${line} ${ends[which % ends.length]}` : line }
  })

// --------------------------------------------------------------------------------------------------------- machines

const machines = new Map<string, Machine>()

/** A healthy server with a text to be read. */
function machineOf(system: System): Machine {
  const known = machines.get(system)
  if (known) return known
  const made = server(system)
  made.type('echo a> C:\\x.txt')
  const { machine } = made.recorder
  machines.set(system, machine)
  return machine
}

/** Such a server, and the window in which a line is typed. */
export function windowFor({ system, shell }: Pick<TypedLine, 'system' | 'shell'>): {
  recorder: Recorder
  prompt: Prompt
} {
  const recorder = newRecorder(clone(machineOf(system)), sourceOf('typing'))
  let runs = 0
  const prompt = openPrompt(recorder, call => call.call(runs++))
  if (shell === 'ems') prompt.run('ems')
  return { recorder, prompt }
}

const NAMES: ReadonlySet<string> = new Set(
  [...commands, ...cmdlets].flatMap(({ names }) => names.map(name => fold(name))),
)

/** A name that Windows has on both systems, and in the window in which the line was typed. */
export function isOfWindows(name: string, shell: TypedLine['shell']): boolean {
  const known = commands.find(({ names }) => names.some(each => fold(each) === fold(name)))
  if (shell === 'ems') return known === undefined ? NAMES.has(fold(name)) : !known.inside && !known.on
  return known !== undefined && known.on === undefined
}

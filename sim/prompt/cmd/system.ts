import { reapplyPolicies } from '../../../model/machine/groupPolicy.ts'
import { isServer2003 } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { START_FINDS_NOTHING } from '../../../model/words/commandPrompt.ts'
import { fillIn, type WindowsId } from '../../../model/words/wording.ts'
import {
  done,
  failed,
  machineOf,
  notSimulated,
  type Output,
  type PromptSession,
  pauseFor,
  waitingFor,
} from '../window/session.ts'
import { enterShell, freshWindow, inShell, leaveShell } from '../window/shells.ts'
import { type CommandCall, invalidArgument, invalidSwitch, leftOut, type PromptCommand } from '../window/syntax.ts'
import { iisresetCommand } from './iisreset.ts'
import { shutdownCommand } from './shutdown.ts'

/** The rest: who and where one is, waits, windows within windows. Knows nothing of Exchange. */

/** A prompt is not left alone for longer. */
const LONGEST_WAIT = 3600

function waitFor(call: CommandCall): Output {
  const seconds = Number(call.given.value('/t') ?? call.given.operands()[0] ?? Number.NaN)
  if (!Number.isInteger(seconds) || seconds < 0) return failed(1, ['ERROR: Invalid syntax.'])
  if (seconds > LONGEST_WAIT) return notSimulated(`a wait of more than ${LONGEST_WAIT} seconds`)
  pauseFor(call.session, seconds * 1000)
  return done()
}

// ----------------------------------------------------------------------------------------------------------- windows

/** Where and how the window stands is nobody's concern here. */
const WAITING: readonly string[] = ['/wait', '/w']
const START_SWITCHES: readonly string[] = [...WAITING, '/b', '/min', '/max']
const START_LEFT_OUT: readonly string[] = [
  ...['/low', '/normal', '/high', '/realtime', '/abovenormal', '/belownormal'],
  ...['/separate', '/shared', '/affinity', '/d', '/i'],
]

/** `start "title" /wait program`; whether somebody waits for it is all that this model makes of a second window. */
function start(call: CommandCall): Output {
  const { session } = call
  let rest = call.tail.trimStart()
  let [waits, titled] = [false, false]
  for (let found = START_WORD.exec(rest); found; found = START_WORD.exec(rest)) {
    const name = fold(found[0])
    const isTitle = name.startsWith('"')
    // Of two words in quotes the second one is what is started.
    if (isTitle && titled) break
    if (!isTitle && START_LEFT_OUT.some(row => name.startsWith(row))) return leftOut(found[0], call)
    if (!isTitle && !START_SWITCHES.includes(name)) return invalidSwitch(found[0], call)
    titled ||= isTitle
    waits ||= WAITING.includes(name)
    rest = rest.slice(found[0].length).trimStart()
  }
  if (rest === '') return notSimulated('a second window')
  const run = (): Output => found(session.runCmd(rest, call.input), rest)
  return waits ? waitingFor(session, run) : run()
}

/** Whoever is not there is told of otherwise than at the prompt. */
function found(output: Output, line: string): Output {
  if (output.exitCode !== NOT_RECOGNIZED) return output
  const name = /^(?:"[^"]*"?|\S+)/.exec(line)![0].replaceAll('"', '')
  return failed(NOT_STARTED, [fillIn(START_FINDS_NOTHING.text, [name])])
}

/** What cmd and `start` leave in ERRORLEVEL where nothing has that name (modelled: memory). */
const NOT_RECOGNIZED = 9009
const NOT_STARTED = 9059

/** A switch, or a title in quotes. */
const START_WORD = /^(?:\/[^\s"]*|"[^"]*"?)/

const CMD_SWITCH = /^\/[a-z](?::[^\s"]*)?/i
/** How it is anyway. */
const CMD_IDLE: readonly string[] = ['/a', '/d', '/q', '/s', '/e:on', '/f:off', '/v:off']

/** `cmd /c "line"`: a shell of its own, whose folder is gone with it. */
function cmd(call: CommandCall): Output {
  const { session } = call
  let rest = call.tail.trimStart()
  for (let found = CMD_SWITCH.exec(rest); found; found = CMD_SWITCH.exec(rest)) {
    if (/^\/[ck]$/i.test(found[0])) break
    if (!CMD_IDLE.includes(fold(found[0]))) return leftOut(found[0], call)
    rest = rest.slice(found[0].length).trimStart()
  }
  if (rest === '') return opened(session, 'cmd', versionBanner(session))
  const run = /^\/([ck])\s*/i.exec(rest)
  if (!run) return notSimulated(`cmd${call.tail}`)
  const typed = rest.slice(run[0].length)
  const line = /^"(.*)"\s*$/.exec(typed)?.[1] ?? typed
  if (fold(run[1]!) === 'c')
    return inShell(session, 'cmd', () => waitingFor(session, () => session.runCmd(line, call.input)))
  // It stays open, and is where the next line is typed.
  enterShell(session, 'cmd')
  return session.runCmd(line, call.input)
}

function opened(session: PromptSession, shell: PromptSession['shell'], banner: readonly string[]): Output {
  enterShell(session, shell)
  return done(banner)
}

function versionBanner(session: PromptSession): string[] {
  const old = isServer2003(machineOf(session))
  const rights = old
    ? '(C) Copyright 1985-2003 Microsoft Corp.'
    : 'Copyright (c) 2006 Microsoft Corporation.  All rights reserved.'
  return [versionLine(session), rights, '']
}

const versionLine = (session: PromptSession): string =>
  `Microsoft Windows [Version ${machineOf(session).windows.version}]`

/** Observed: kb.iu.edu/data/akls.html has both. */
const POLICIES_APPLIED: Readonly<Record<WindowsId, readonly string[]>> = {
  'windows-server-2003': [
    'Refreshing Policy...',
    '',
    'User Policy Refresh has completed.',
    'Computer Policy Refresh has completed.',
    '',
  ],
  'windows-server-2008': [
    'Updating Policy...',
    '',
    'User Policy update has completed successfully.',
    'Computer Policy update has completed successfully.',
    '',
  ],
}

const EMS_BANNER: readonly string[] = ['', '         Welcome to the Exchange Management Shell', '']

/** Leaves a shell for the one in which it was opened, or closes the outermost one, which opens again as new. */
export function exit(session: PromptSession, code: string): Output {
  const exitCode = /^\d+$/.test(code) ? Number(code) : 0
  if (!leaveShell(session)) freshWindow(session)
  return { exitCode, out: [], err: [] }
}

const GUI: readonly string[] = [
  'appwiz.cpl',
  'eventvwr',
  'eventvwr.msc',
  'explorer',
  'gpedit.msc',
  'inetmgr',
  'mmc',
  'notepad',
  'procexp',
  'regedit',
  'regedt32',
  'services.msc',
  'taskmgr',
]

export const systemCommands: readonly PromptCommand[] = [
  iisresetCommand,
  shutdownCommand,
  { names: ['start'], help: 'start /wait PROGRAM   run a program and wait for it', inside: true, ms: 10, run: start },
  { names: ['cmd'], help: 'cmd /c LINE   run a line in a prompt of its own', ms: 40, run: cmd },
  {
    names: ['ems'],
    help: 'ems   the Exchange Management Shell (as from the Start menu)',
    ms: 2500,
    syntax: { operands: 0, refuse: leftOut },
    run: call => opened(call.session, 'ems', EMS_BANNER),
  },
  {
    names: ['exit'],
    help: 'exit   leave PowerShell',
    inside: true,
    ms: 2,
    syntax: { flags: ['/b'], operands: 1, refuse: invalidSwitch },
    run(call) {
      // From a prompt, /b leaves it as well.
      call.given.has('/b')
      const [code = ''] = call.given.operands()
      return /^\d*$/.test(code) ? exit(call.session, code) : notSimulated(`exit ${code}`)
    },
  },
  {
    names: ['hostname'],
    help: 'hostname   the name of the server',
    ms: 30,
    syntax: {
      signs: '/-',
      operands: 0,
      refuse: word =>
        failed(1, [
          'sethostname: Use the Network Control Panel Applet to set hostname.',
          `hostname ${word} is not supported.`,
        ]),
    },
    run: call => done([machineOf(call.session).name]),
  },
  {
    names: ['ver'],
    help: 'ver   the version of Windows',
    inside: true,
    ms: 2,
    syntax: { operands: 0, refuse: leftOut },
    run: call => done(['', versionLine(call.session)]),
  },
  {
    names: ['timeout', 'sleep'],
    help: 'timeout /t SECONDS   wait',
    ms: 10,
    syntax: { values: ['/t'], idle: ['/nobreak'], operands: 1, refuse: invalidArgument },
    run: waitFor,
  },
  {
    names: ['cls'],
    help: 'cls   an empty screen',
    inside: true,
    ms: 1,
    syntax: { operands: 0, refuse: leftOut },
    run: () => done(),
  },
  {
    names: ['gpupdate'],
    help: 'gpupdate [/force]   apply the group policies of the domain that have changed, or all of them',
    ms: 6000,
    syntax: {
      flags: ['/force'],
      absent: ['/target:*', '/wait:*', '/logoff', '/boot', '/sync'],
      operands: 0,
      refuse: invalidArgument,
    },
    run({ session, given }) {
      if (given.has('/force')) reapplyPolicies(session.recorder)
      return done(POLICIES_APPLIED[machineOf(session).windows.id])
    },
  },
  ...GUI.map(
    (name): PromptCommand => ({
      names: [name],
      help: '',
      ms: 5,
      run: () => notSimulated(`${name}, which opens a window,`),
    }),
  ),
]

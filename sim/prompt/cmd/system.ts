import { operatingSystems } from '../../../model/exchange/os.ts'
import { serviceNamed } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { startService } from '../../../model/machine/services.ts'
import { serviceDisplayName } from '../../../model/words/serviceNames.ts'
import { SYSTEM_ERRORS } from '../../../model/words/systemErrors.ts'
import { logicalDisks } from '../../forms/exports/disk.ts'
import { linesOf } from '../../forms/exports/export.ts'
import { restart } from '../../server/restart.ts'
import {
  type CommandCall,
  done,
  failed,
  machineOf,
  notSimulated,
  type Output,
  type PromptCommand,
  type PromptSession,
} from '../window/session.ts'
import { runningDependents, stopWithDependents } from './services.ts'

/** The rest: who and where one is, IIS, restarts, windows within windows. Knows nothing of Exchange. */

/** A prompt as it stands when somebody has just signed in. */
export function freshWindow(session: PromptSession): void {
  session.shell = 'cmd'
  session.folder = machineOf(session).windows.adminProfile
  session.folders.clear()
  session.question = undefined
  session.exitCode = 0
}

// --------------------------------------------------------------------------------------------------------- iisreset

const WEB_SERVICES: readonly string[] = ['IISADMIN', 'W3SVC', 'WAS']

type Phase = 'stop' | 'start'

const PHASES: Readonly<Record<string, readonly Phase[]>> = {
  '/stop': ['stop'],
  '/start': ['start'],
  '/restart': ['stop', 'start'],
}

function iisreset(call: CommandCall): Output {
  const { session } = call
  const options = call.args.map(arg => fold(arg).replace(/^-/, '/'))
  if (options.includes('/status')) return iisStatus(session)
  if (options.some(o => ['/reboot', '/enable', '/disable'].includes(o))) return notSimulated(`iisreset ${options[0]}`)
  const verb = options.find(o => Object.hasOwn(PHASES, o))
  const phases = PHASES[verb ?? '/restart']!
  if (!serviceNamed(machineOf(session), 'W3SVC')) return failed(1, ['', 'IIS is not installed on this machine.'])
  const running = webServices(session).flatMap(name => [
    ...runningDependents(machineOf(session), name).map(s => s.name),
    ...(serviceNamed(machineOf(session), name)?.state === 'running' ? [name] : []),
  ])
  const out = ['']
  for (const phase of phases) {
    out.push(`Attempting ${phase}...`)
    const error = phase === 'stop' ? stopWeb(session) : startWeb(session, running)
    if (error) return failed(error, phase === 'stop' ? STOP_FAILED : START_FAILED, out)
    const text = phase === 'stop' ? 'stopped' : phases.length > 1 ? 'restarted' : 'started'
    out.push(`Internet services successfully ${text}`)
  }
  return done(out)
}

const STOP_FAILED: readonly string[] = ['Stop attempt failed.', SYSTEM_ERRORS.ERROR_SERVICE_REQUEST_TIMEOUT.text]
const START_FAILED: readonly string[] = [
  'Restart attempt failed.',
  `The ${serviceDisplayName('IISADMIN')} or the ${serviceDisplayName('W3SVC')}, or a service dependent on them failed to start.  The service, or dependent services, may had an error during its startup or may be disabled.`,
]

const webServices = (session: PromptSession): string[] =>
  WEB_SERVICES.filter(name => serviceNamed(machineOf(session), name))

function stopWeb(session: PromptSession): number {
  for (const name of webServices(session)) {
    const error = stopWithDependents(session, name)
    if (error) return error
  }
  return 0
}

/** What ran before, and the web service in any case. */
function startWeb(session: PromptSession, running: readonly string[]): number {
  for (const name of new Set([...webServices(session).filter(n => n !== 'WAS'), ...running])) {
    const error = startService(session.recorder, name)
    if (error && error !== 1056) return error
  }
  return 0
}

function iisStatus(session: PromptSession): Output {
  const rows = webServices(session).map(name => {
    const service = serviceNamed(machineOf(session), name)!
    return `Status for ${service.displayName} ( ${service.name} ) : ${service.state === 'running' ? 'Running' : 'Stopped'}`
  })
  return done(rows)
}

// --------------------------------------------------------------------------------------------------------- shutdown

/** `shutdown /r /t 0`: the line ends with the machine; the next one is typed after somebody has signed in again. */
function shutdown(call: CommandCall): Output {
  const { session } = call
  const options = call.args.map(arg => fold(arg).replace(/^-/, '/'))
  if (options.includes('/a'))
    return failed(1116, ['Unable to abort the system shutdown because no shutdown was in progress.(1116)'])
  if (!options.includes('/r'))
    return options.includes('/s') ? notSimulated('shutdown without a restart') : done(SHUTDOWN_USAGE)
  const at = options.indexOf('/t')
  const seconds = at < 0 ? DEFAULT_SECONDS : Number(options[at + 1])
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 600) return done(SHUTDOWN_USAGE)
  session.recorder.wait(seconds * 1000)
  restart(session.recorder)
  freshWindow(session)
  return done()
}

const DEFAULT_SECONDS = 30
const SHUTDOWN_USAGE: readonly string[] = [
  'Usage: shutdown [-i | -l | -s | -r | -a] [-f] [-m \\\\computername] [-t xx] [-c "comment"] [-d up:xx:yy]',
]

/** At most an hour: a prompt is not left alone for longer. */
function waitFor(call: CommandCall): Output {
  const seconds = Number(call.args.findLast(arg => /^\d+$/.test(arg)) ?? Number.NaN)
  if (!Number.isInteger(seconds) || seconds > 3600) return failed(1, ['ERROR: Invalid syntax.'])
  call.session.recorder.wait(seconds * 1000)
  return done()
}

// ------------------------------------------------------------------------------------------------------------ disks

/** `wmic logicaldisk get DeviceID,FreeSpace`, the names with commas, blanks or both between them. */
function wmic(call: CommandCall): Output {
  const [alias = '', verb = '', ...rest] = call.args
  const names = rest.flatMap(word => word.split(',')).filter(name => name !== '')
  const isAsked = fold(`${alias} ${verb}`) === 'logicaldisk get'
  const rows = isAsked ? logicalDisks(machineOf(call.session), names) : undefined
  return rows ? done(linesOf(rows)) : notSimulated(`wmic${call.tail.trimEnd()}`)
}

// ----------------------------------------------------------------------------------------------------------- windows

/** `start /wait "title" program`: the program runs here and now. */
function start(call: CommandCall): Output {
  const rest = call.tail.replace(/^\s*(?:\/\w+\s+|\/\w+$)*/, '').replace(/^"[^"]*"(?=\s+\S)/, '')
  const more = rest.replace(/^\s*(?:\/\w+\s+|\/\w+$)*/, '').trim()
  if (more === '') return notSimulated('a second window')
  return call.session.runCmd(more)
}

/** `cmd /c "line"`: a shell of its own, whose folder is gone with it. */
function cmd(call: CommandCall): Output {
  const { session } = call
  const found = /^\s*(?:\/[a-z](?::\w+)?\s+)*\/[ck]\s*(.*)/i.exec(call.tail)
  if (!found) return opened(session, 'cmd', versionBanner(session))
  const { folder, shell } = session
  session.shell = 'cmd'
  const line = /^"(.*)"\s*$/.exec(found[1]!)?.[1] ?? found[1]!
  const output = session.runCmd(line)
  session.folder = folder
  session.shell = shell
  return output
}

function opened(session: PromptSession, shell: PromptSession['shell'], banner: readonly string[]): Output {
  session.shell = shell
  return done(banner)
}

function versionBanner(session: PromptSession): string[] {
  const old = machineOf(session).windows.id === 'windows-server-2003'
  const rights = old
    ? '(C) Copyright 1985-2003 Microsoft Corp.'
    : 'Copyright (c) 2006 Microsoft Corporation.  All rights reserved.'
  return [versionLine(session), rights, '']
}

const versionLine = (session: PromptSession): string =>
  `Microsoft Windows [Version ${operatingSystems[machineOf(session).windows.id].version}]`

const EMS_BANNER: readonly string[] = ['', '         Welcome to the Exchange Management Shell', '']

/** Leaves PowerShell for the prompt, or closes the prompt, which opens again as new. */
export function exit(session: PromptSession, code: string): Output {
  const exitCode = /^\d+$/.test(code) ? Number(code) : 0
  if (session.shell === 'cmd') freshWindow(session)
  else session.shell = 'cmd'
  return { exitCode, out: [], err: [] }
}

const user = (session: PromptSession): string => `${fold(machineOf(session).name)}\\administrator`

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
  {
    names: ['iisreset'],
    help: 'iisreset [/noforce] [/start | /stop | /status]   the web services',
    ms: 300,
    run: iisreset,
  },
  { names: ['shutdown'], help: 'shutdown /r [/t SECONDS]   restart the server', ms: 100, run: shutdown },
  { names: ['start'], help: 'start /wait PROGRAM   run a program and wait for it', inside: true, ms: 10, run: start },
  { names: ['cmd'], help: 'cmd /c LINE   run a line in a prompt of its own', ms: 40, run: cmd },
  {
    names: ['ems'],
    help: 'ems   the Exchange Management Shell (as from the Start menu)',
    ms: 2500,
    run: call => opened(call.session, 'ems', EMS_BANNER),
  },
  {
    names: ['exit'],
    help: 'exit   leave PowerShell',
    inside: true,
    ms: 2,
    run: call => exit(call.session, call.args.at(-1) ?? ''),
  },
  {
    names: ['whoami'],
    help: 'whoami   the account',
    ms: 40,
    run: call => (call.args.length > 0 ? notSimulated('whoami with options') : done([user(call.session)])),
  },
  {
    names: ['hostname'],
    help: 'hostname   the name of the server',
    ms: 30,
    run: call => done([machineOf(call.session).name]),
  },
  {
    names: ['ver'],
    help: 'ver   the version of Windows',
    inside: true,
    ms: 2,
    run: call => done(['', versionLine(call.session)]),
  },
  {
    names: ['wmic'],
    help: 'wmic logicaldisk get DeviceID,FreeSpace   free space by drive',
    ms: 700,
    run: wmic,
  },
  {
    names: ['timeout', 'sleep'],
    help: 'timeout /t SECONDS   wait',
    ms: 10,
    run: waitFor,
  },
  { names: ['cls'], help: 'cls   an empty screen', inside: true, ms: 1, run: () => done() },
  {
    names: ['gpupdate'],
    help: 'gpupdate [/force]   apply group policy',
    ms: 6000,
    run: () =>
      done([
        'Refreshing Policy...',
        '',
        'User Policy Refresh has completed.',
        'Computer Policy Refresh has completed.',
        '',
      ]),
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

import { accountDomain } from '../../../model/installer/accounts.ts'
import { isServer2003, type Machine } from '../../../model/machine/machine.ts'
import { two } from '../../../model/machine/time.ts'
import { SHUTDOWN_BOX, shutdownError } from '../../../model/words/shutdown.ts'
import { fillIn, wordingOn } from '../../../model/words/wording.ts'
import { type Asked, noteAbort, noteShutdown } from '../../server/bootEvents.ts'
import { goDown } from '../../server/restart.ts'
import { type Countdown, done, failed, machineOf, type Output, type PromptSession } from '../window/session.ts'
import { afterRestart } from '../window/shells.ts'
import type { CommandCall, PromptCommand } from '../window/syntax.ts'

/**
 * `shutdown`: a restart now or after a while, which somebody can still call off. Whoever sits there goes on typing until
 * then; a script waits for it. Knows no other way to restart.
 */

function shutdown(call: CommandCall): Output {
  const { session, given } = call
  const typed = given.value('/t') ?? String(DEFAULT_SECONDS)
  const isRestart = given.has('/r')
  if (given.has('/a')) return abort(session)
  if (!isRestart) return failed(1, SHUTDOWN_USAGE)
  const seconds = Number(typed)
  if (!/^\d+$/.test(typed) || seconds > LONGEST_SECONDS) return failed(1, SHUTDOWN_USAGE)
  if (session.countdown) return refused(isServer2003(machineOf(session)) ? 1115 : 1190)
  noteShutdown(session.recorder, BY_COMMAND)
  const countdown = countdownOf(session, seconds * 1000)
  if (session.seat && seconds > 0) {
    session.countdown = countdown
    session.seat.later(countdown)
  } else {
    session.recorder.wait(seconds * 1000)
    countdown.happen()
  }
  return done()
}

function countdownOf(session: PromptSession, ms: number): Countdown {
  const at = machineOf(session).now + ms
  return {
    at,
    isOff: false,
    window: () => boxOf(machineOf(session), at - machineOf(session).now),
    happen() {
      goDown(session.recorder)
      afterRestart(session)
    },
  }
}

function abort(session: PromptSession): Output {
  const { countdown } = session
  if (!countdown) return refused(1116)
  countdown.isOff = true
  session.countdown = undefined
  noteAbort(session.recorder, BY_COMMAND)
  return done()
}

const refused = (code: Parameters<typeof shutdownError>[0]): Output => failed(code, [shutdownError(code)])

function boxOf(machine: Machine, ms: number): string {
  const left = Math.max(0, Math.ceil(ms / 1000))
  const time = isServer2003(machine) ? clock(left) : inWords(left)
  const rows = [SHUTDOWN_BOX.title, SHUTDOWN_BOX.time, SHUTDOWN_BOX.user].map(row =>
    fillIn(wordingOn(machine.windows.id, row).text, [time, `${accountDomain(machine)}\\${BY_COMMAND.user}`]),
  )
  return rows.filter(row => row !== '').join('\n')
}

/** `00:01:00` */
const clock = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')

function inWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return minutes === 0 ? 'less than a minute' : minutes === 1 ? '1 minute' : `${minutes} minutes`
}

const BY_COMMAND: Asked = { program: 'system32\\shutdown.exe', reason: 'untitled', user: 'Administrator' }
const DEFAULT_SECONDS = 30
const LONGEST_SECONDS = 600
const SHUTDOWN_USAGE: readonly string[] = [
  'Usage: shutdown [-i | -l | -s | -r | -a] [-f] [-m \\\\computername] [-t xx] [-c "comment"] [-d up:xx:yy]',
]

export const shutdownCommand: PromptCommand = {
  names: ['shutdown'],
  help: 'shutdown /r [/t SECONDS]   restart the server; shutdown /a   call that off',
  ms: 100,
  syntax: {
    flags: ['/r', '/a'],
    values: ['/t'],
    idle: ['/f'],
    absent: ['/s', '/l', '/i', '/h', '/p', '/g', '/e', '/m', '/c', '/d*'],
    signs: '/-',
    operands: 0,
    refuse: () => failed(1, SHUTDOWN_USAGE),
  },
  run: shutdown,
}

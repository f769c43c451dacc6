import { fold } from '../../../model/machine/names.ts'
import { mayRead } from '../../../model/machine/verdict.ts'
import { errorText } from '../window/errors.ts'
import { done, failed, machineOf, type Output } from '../window/session.ts'
import { enterShell, inShell } from '../window/shells.ts'
import { type CommandCall, leftOut, type PromptCommand } from '../window/syntax.ts'
import { wordsOf } from './line.ts'

/**
 * powershell.exe: opens a shell, or runs a line or a script in one and leaves. How a line is understood there:
 * sim/prompt/powershell.
 */

/** Switches of version 1.0 without a value, and with one. */
const SWITCHES: readonly string[] = ['nologo', 'noexit', 'noprofile', 'noninteractive', 'sta', 'mta']
const VALUES: readonly string[] = ['psconsolefile', 'inputformat', 'outputformat', 'version', 'windowstyle']

interface ShellStart {
  readonly line: string | undefined
  readonly stays: boolean
  readonly exchange: boolean
}

function powershell(call: CommandCall): Output {
  const { session } = call
  const unreadable = mayRead(machineOf(session), machineOf(session).windows.powershell)
  if (unreadable) return failed(1, [errorText(unreadable)])
  const asked = askedOf(call)
  if ('exitCode' in asked) return asked
  session.recorder.spend(START_MS)
  const shell = asked.exchange ? 'ems' : 'powershell'
  const { line } = asked
  if (line !== undefined && !asked.stays) return inShell(session, shell, () => session.runShell(line))
  enterShell(session, shell)
  if (line !== undefined) return session.runShell(line)
  return done(asked.exchange ? [] : BANNER)
}

/** As the model has it for the rollup's own call. */
const START_MS = 1300

const BANNER: readonly string[] = [
  'Windows PowerShell',
  'Copyright (C) 2006 Microsoft Corporation. All rights reserved.',
  '',
]

/** What the arguments come to. Whatever 1.0 does not know begins the command, as it did. */
function askedOf(call: CommandCall): ShellStart | Output {
  const words = wordsOf(call.tail)
  let stays = false
  let exchange = false
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (!/^[-/]\w+$/.test(word)) return { line: lineOf(words.slice(i)), stays, exchange }
    const option = fold(word.slice(1))
    if (isShort(option, 'command', 1)) return { line: lineOf(words.slice(i + 1)), stays, exchange }
    if (SWITCHES.some(name => isShort(option, name, 3))) stays ||= isShort(option, 'noexit', 3)
    else if (VALUES.some(name => isShort(option, name, 2))) {
      if (!isShort(option, 'psconsolefile', 2)) return leftOut(word, call)
      exchange = true
      i++
    } else return { line: lineOf(words.slice(i)), stays, exchange }
  }
  return { line: undefined, stays, exchange }
}

const isShort = (typed: string, name: string, least: number): boolean => typed.length >= least && name.startsWith(typed)

function lineOf(words: readonly string[]): string {
  const line = words.join(' ')
  return /^\s*&\s*\{(.*)\}\s*$/.exec(line)?.[1] ?? line
}

export const powershellCommands: readonly PromptCommand[] = [
  {
    names: ['powershell'],
    help: `powershell [-command LINE]   PowerShell, for a line or until exit`,
    ms: 20,
    run: powershell,
  },
]

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { INPUT_LIMITS } from '../sim/limits.ts'
import type { Said } from '../sim/workbench/answers.ts'
import { saidIn } from '../sim/workbench/told.ts'
import { DIR } from './options.ts'
import { quoted } from './scenario.ts'

/**
 * A program of the user's is started for a folder and prints what it finds there. What it does wrong is told and ends
 * nothing else. Does not know what is in the folder.
 */

export interface Program {
  /** For the shell, with `{dir}` where the folder is to stand. */
  readonly command: string
  readonly seconds: number
}

/** The program itself is not there, or is none: it will say nothing of any folder. */
export interface NoProgram {
  readonly kind: 'no-program'
  readonly why: string
}

/** As shells say it, that of Windows as well. */
const NOT_STARTED: Readonly<Record<number, string>> = {
  126: 'it cannot be run',
  127: 'there is no such program',
  9009: 'there is no such program',
}

export async function askProgram({ command, seconds }: Program, folder: string): Promise<Said | NoProgram> {
  const child = spawn(
    command.replaceAll(DIR, () => quoted(folder)),
    {
      shell: true,
      // A group of its own, so that what it has started ends with it.
      detached: process.platform !== 'win32',
    },
  )
  under.add(child)
  child.stdin.end()
  let late = false
  const timer = setTimeout(() => {
    late = true
    end(child)
  }, seconds * 1000)
  const [out, error] = [kept(child, 'stdout'), kept(child, 'stderr')]
  const { code, signal, failure } = await ended(child)
  clearTimeout(timer)
  under.delete(child)
  // It may have left others behind.
  end(child)
  if (failure !== undefined) return { kind: 'no-program', why: failure }
  if (late) return silent(`it took more than ${seconds} seconds`)
  if (out.full) return silent(`it printed more than ${INPUT_LIMITS.answer.most} bytes`)
  if (code === 0) return saidIn(out.text())
  const last = error.text().trimEnd().split('\n').at(-1) ?? ''
  const why = [code === null ? `it was ended by ${signal}` : `it ended with ${code}`, last].filter(Boolean).join(': ')
  const missing = code === null ? undefined : NOT_STARTED[code]
  return missing === undefined ? silent(why) : { kind: 'no-program', why: [missing, last].filter(Boolean).join(': ') }
}

const silent = (trouble: string): Said => ({ claims: [], signs: [], trouble })

interface Kept {
  full: boolean
  readonly text: () => string
}

/** As much of what it prints as an answer has; whoever prints more is ended. */
function kept(child: ChildProcess, stream: 'stdout' | 'stderr'): Kept {
  const pieces: Buffer[] = []
  let size = 0
  const all: Kept = { full: false, text: () => Buffer.concat(pieces).toString('utf8') }
  child[stream]!.on('data', (piece: Buffer) => {
    size += piece.length
    if (size <= INPUT_LIMITS.answer.most) pieces.push(piece)
    else if (!all.full) {
      all.full = true
      end(child)
    }
  })
  return all
}

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  /** It could not be started. */
  readonly failure?: string
}

const ended = (child: ChildProcess): Promise<Ended> =>
  new Promise(resolve => {
    child.once('error', error => resolve({ code: null, signal: null, failure: error.message }))
    child.once('close', (code, signal) => resolve({ code, signal }))
  })

function end(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill()
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // All of them have ended by themselves.
  }
}

// --------------------------------------------------------------------------------------------------------- what is left

/** Programs that are running. */
const under = new Set<ChildProcess>()

/** Does something with a folder for the time being: it is gone afterwards, and no program runs on, also where a signal ends this one. */
export async function withFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-asked-'))
  const clear = (): void => {
    for (const child of under) end(child)
    rmSync(folder, { recursive: true, force: true })
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const stop = (signal: NodeJS.Signals): void => {
    clear()
    for (const one of signals) process.removeListener(one, stop)
    process.kill(process.pid, signal)
  }
  for (const signal of signals) process.once(signal, stop)
  try {
    return await act(folder)
  } finally {
    clear()
    for (const signal of signals) process.removeListener(signal, stop)
  }
}

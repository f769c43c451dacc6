import type { OsId } from '../../../model/exchange/os.ts'
import { healthyServer } from '../../../model/exchange/server.ts'
import { serviceNamed } from '../../../model/machine/machine.ts'
import { openPrompt, type Prompt } from '../../../sim/prompt/prompt.ts'
import type { InstallerCall } from '../../../sim/server/install.ts'
import { sourceOf } from '../../../sim/server/random.ts'
import { newRecorder, type Recorder } from '../../../sim/server/recorder.ts'

export interface Server {
  readonly recorder: Recorder
  readonly prompt: Prompt
  /** Every call of the installer that a line has made. */
  readonly calls: InstallerCall[]
  /** Types a line; what it printed. */
  readonly type: (line: string) => readonly string[]
  /** Types a line; its exit code. */
  readonly code: (line: string) => number
  readonly service: (name: string) => { start: string | undefined; state: string | undefined }
}

export const BIN = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin'
export const LOGS = 'C:\\ExchangeSetupLogs'

export function server(os: OsId = 'windows-server-2003'): Server {
  const machine = healthyServer(
    {
      name: 'EXCH01',
      os,
      installer: os === 'windows-server-2003' ? '3.1' : '4.5',
      arch: 'x64',
      zone: -480,
      roles: ['mailbox', 'client-access', 'hub-transport'],
      baseline: 'rtm',
      installPath: 'C:\\Program Files\\Microsoft\\Exchange Server\\',
      start: 1_188_249_120_000,
    },
    sourceOf('prompt machine').draw,
  )
  const recorder = newRecorder(machine, sourceOf('prompt run'))
  const calls: InstallerCall[] = []
  const prompt = openPrompt(recorder, call => {
    calls.push(call)
    return call.call(calls.length - 1)
  })
  return {
    recorder,
    prompt,
    calls,
    type: line => prompt.run(line).output,
    code: line => prompt.run(line).exitCode,
    service(name) {
      const found = serviceNamed(machine, name)
      return { start: found?.start, state: found?.state }
    },
  }
}

/** A process of its own that keeps files open. */
export function holder(
  { recorder }: Server,
  pid: number,
  paths: readonly string[],
  share: 'none' | 'read' | 'all' = 'none',
): void {
  const path = 'C:\\Program Files\\bkagent\\bkagent.exe'
  const handles = [{ path, share: 'all' as const }, ...paths.map(held => ({ path: held, share }))]
  const after = { pid, name: 'bkagent.exe', path, user: 'SYSTEM', services: [], handles }
  recorder.record({ kind: 'process', pid, before: undefined, after })
}

import { startPrograms } from '../../model/exchange/server.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import { deleteFile, deleteValue, renameFile, reportEvent } from '../../model/machine/calls.ts'
import { clockTime, fileAt, registryList, servicesByName } from '../../model/machine/machine.ts'
import { configuredStartTimeout, readServices, startAutomatic } from '../../model/machine/services.ts'
import { clockText, toCivil } from '../../model/machine/time.ts'
import { EVENT_LOG_SOURCE } from '../../model/words/events.ts'
import type { Recorder } from './recorder.ts'

/**
 * The server goes down and comes up: nothing runs, waiting renames are made, automatic services start, by name: what Windows
 * knows of groups of services and their order is not modelled. Does not know why: a step, a command, or the power.
 */
export function restart(recorder: Recorder): void {
  powerOff(recorder)
  recorder.wait(BOOT_MS)
  const { bootedAt, restartWanted, installMutex, startTimeoutMs } = recorder.machine.settings
  recorder.record({
    kind: 'setting',
    before: { bootedAt, restartWanted, installMutex, startTimeoutMs },
    after: {
      bootedAt: clockTime(recorder.machine),
      restartWanted: false,
      installMutex: 0,
      startTimeoutMs: configuredStartTimeout(recorder.machine),
    },
  })
  makePendingRenames(recorder)
  startPrograms(recorder)
  readServices(recorder)
  startAutomatic(recorder)
  recorder.note({ kind: 'restarted' })
}

const BOOT_MS = 95_000

/** After the power came back: Windows starts, and notes that nobody had shut it down. */
export function bootAfterPowerLoss(recorder: Recorder): void {
  const { zone } = recorder.machine
  const now = clockTime(recorder.machine)
  recorder.note({ kind: 'power-lost' })
  restart(recorder)
  const { year, month, day } = toCivil(now, zone)
  const strings = [clockText(now, zone), `${month}/${day}/${year}`]
  reportEvent(recorder, 'System', { source: EVENT_LOG_SOURCE, id: 6008, type: 'error', strings })
}

/** Everything that runs ends without a word. */
export function powerOff(recorder: Recorder): void {
  for (const service of servicesByName(recorder.machine)) {
    if (service.state === 'stopped') continue
    const { pid: _gone, ...rest } = service
    recorder.record({ kind: 'service', name: service.name, before: service, after: { ...rest, state: 'stopped' } })
  }
  for (const process of [...recorder.machine.processes.values()].sort((a, b) => a.pid - b.pid)) {
    recorder.record({ kind: 'process', pid: process.pid, before: process, after: undefined })
  }
}

/**
 * Pairs of source and target; an empty target deletes, one with `!` is replaced. What cannot be done is passed over, as the
 * session manager does.
 */
function makePendingRenames(recorder: Recorder): void {
  const list = registryList(recorder.machine, SESSION_MANAGER, PENDING_RENAMES)
  for (let i = 0; i + 1 < list.length; i += 2) {
    const from = list[i]!.replace('\\??\\', '')
    const to = list[i + 1]!.replace(/^!?\\\?\?\\/, '')
    if (to === '') {
      deleteFile(recorder, from)
      continue
    }
    if (list[i + 1]!.startsWith('!') && fileAt(recorder.machine, from)) deleteFile(recorder, to)
    renameFile(recorder, from, to)
  }
  if (list.length > 0) deleteValue(recorder, SESSION_MANAGER, PENDING_RENAMES)
}

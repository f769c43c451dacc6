import { startPrograms } from '../../model/exchange/server.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import { endEverything, readServices, startAutomatic, tellShutdown } from '../../model/machine/bootedServices.ts'
import { deleteFile, deleteValue, renameFile } from '../../model/machine/calls.ts'
import { clockTime, fileAt, registryList } from '../../model/machine/machine.ts'
import { configuredStartTimeout } from '../../model/machine/services.ts'
import { closed } from '../../model/machine/voices.ts'
import { type Asked, BY_HAND, noteDown, noteShutdown, noteUp } from './bootEvents.ts'
import type { Recorder } from './recorder.ts'

/**
 * The server goes down and comes up: nothing runs, waiting renames are made, automatic services start, by name: what Windows
 * knows of groups of services and their order is not modelled. Does not know who asked for it, nor why.
 */
export function restart(recorder: Recorder, asked: Asked = BY_HAND): void {
  noteShutdown(recorder, asked)
  goDown(recorder)
}

/** The same, when it has been noted who asked. */
export function goDown(recorder: Recorder): void {
  tellShutdown(recorder)
  noteDown(recorder)
  endEverything(recorder, closed)
  recorder.wait(BOOT_MS)
  comeUp(recorder, undefined)
}

function comeUp(recorder: Recorder, lostAt: number | undefined): void {
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
  recorder.wait(LOG_OPENS_MS + recorder.draw('the event log opens', LOG_OPENS_MS))
  noteUp(recorder, lostAt)
  startPrograms(recorder)
  readServices(recorder)
  startAutomatic(recorder)
  recorder.note({ kind: 'restarted' })
}

const BOOT_MS = 95_000
/** From the start of the kernel to that of the event log, at least. */
const LOG_OPENS_MS = 6_000

/** After the power came back: Windows starts, and notes that nobody had shut it down. */
export function bootAfterPowerLoss(recorder: Recorder): void {
  const now = clockTime(recorder.machine)
  recorder.note({ kind: 'power-lost' })
  endEverything(recorder)
  recorder.wait(BOOT_MS)
  comeUp(recorder, now)
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

import type { Subject } from '../../../model/installer/facts.ts'
import type { Change } from '../../../model/machine/change.ts'
import { dispatch, type Table } from '../../../model/machine/dispatch.ts'
import { keyPath } from '../../../model/machine/machine.ts'
import { driveOf, fold, isWithin, leafOf } from '../../../model/machine/names.ts'
import type { Origin } from '../../scenario/build.ts'

/**
 * From what an error is about to the entry of the scenario that made it so. First by the changes that an entry made; what
 * none of them touches is the fault of the step, if the answer key calls that step a mistake. Knows entries by their
 * changes, never by the cause that they are marked with.
 */
export function originOf(origins: readonly Origin[], subject: Subject, step: number): Origin | undefined {
  return (
    origins.find(origin => origin.changes.some(change => TOUCHES[subject.kind](change, subject.name))) ??
    origins.find(origin => origin.step === step)
  )
}

type Touches = (change: Change, name: string) => boolean

const same = (a: string, b: string): boolean => fold(a) === fold(b)

const touchesFile: Touches = (change, name) => {
  switch (change.kind) {
    case 'process':
      return !!change.after?.handles.some(h => same(h.path, name))
    case 'file':
    case 'denial':
      return isWithin(name, change.path)
    case 'rename':
      return isWithin(name, change.from)
    default:
      return false
  }
}

/** A value by its path or only its name, one of Settings, or the key that something is refused at. */
const touchesSetting: Touches = (change, name) => {
  const path = keyPath(name)
  switch (change.kind) {
    case 'value':
      return same(`${change.key}\\${change.name}`, path) || same(change.name, name)
    case 'setting':
      return name in change.after
    case 'denial':
      return isWithin(path, keyPath(change.path))
    case 'key':
      return isWithin(path, change.path)
    default:
      return false
  }
}

const REGISTRATION = /\\(CurrentVersion|Classes)\\Installer(\\|$)/i

/** A package is a file, or, by its code, something in the installer's registration; a policy may name its file. */
const touchesPackage: Touches = (change, name) => {
  if (!name.includes('\\')) {
    return (
      (change.kind === 'value' && REGISTRATION.test(change.key)) ||
      (change.kind === 'key' && REGISTRATION.test(change.path)) ||
      (change.kind === 'file' && /\.ms[ip]$/i.test(change.path))
    )
  }
  const data = change.kind === 'value' ? change.after?.data : undefined
  return touchesFile(change, name) || (typeof data === 'string' && data !== '' && isWithin(name, data))
}

const TOUCHES: Readonly<Record<Subject['kind'], Touches>> = {
  file: touchesFile,
  drive: (change, name) =>
    change.kind === 'file' &&
    same(driveOf(change.path), name) &&
    (change.after?.size ?? 0) > (change.before?.size ?? 0),
  service: (change, name) => change.kind === 'service' && same(change.name, name),
  setting: touchesSetting,
  package: touchesPackage,
  product: () => false,
}

// ----------------------------------------------------------------------------------------------------------- reasons

/** Why nothing in the evidence stands for a cause: what the entries did that are marked with it, and where it was told. */
export function silenceOf(origins: readonly Origin[], isTold: (origin: Origin) => boolean): string {
  if (origins.length === 0) return 'no entry of the scenario is marked with it'
  return origins.map(origin => `${origin.path} ${deed(origin)}: ${isTold(origin) ? UNKEPT : UNTOLD}`).join('; ')
}

const UNKEPT = 'what the installer says of it went into no log'
const UNTOLD = 'no program speaks of it'

/** What an entry has done, to be read behind its place in the scenario. */
export function deed({ changes, refused, step }: Origin): string {
  if (step !== undefined) return 'is the mistake itself'
  if (refused !== 0) return `is refused (${refused})`
  // Folders and the like come first; what the entry is for is done last.
  const change = changes.at(-1)
  return change ? dispatch(DONE, change) : 'changed nothing'
}

const verb = (change: { before?: unknown; after?: unknown }): string =>
  change.after === undefined ? 'removed' : change.before === undefined ? 'made' : 'changed'

const DONE: Table<Change, [], string> = {
  file: change => `${verb(change)} ${change.path}`,
  rename: ({ from, to }) => `moved ${from} to ${to}`,
  denial: ({ path }) => `took away rights at ${path}`,
  key: change => `${verb(change)} the key ${change.path}`,
  value: change => `${verb(change)} the value ${leafOf(change.key)}\\${change.name}`,
  service: change => `${verb(change)} the service ${change.name}`,
  process: change => `${change.after ? 'started' : 'ended'} the process ${(change.after ?? change.before)?.name ?? ''}`,
  event: ({ log }) => `wrote to the ${log} log`,
  journal: () => 'changed the rollback script',
  setting: ({ after }) => `set ${Object.keys(after).join(', ')}`,
}

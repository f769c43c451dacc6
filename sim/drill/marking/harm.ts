import { CLASSES, INSTALLER_KEY } from '../../../model/installer/registration.ts'
import type { Change } from '../../../model/machine/change.ts'
import { fileAt, keyPath, registryValue, serviceNamed } from '../../../model/machine/machine.ts'
import { fold, isWithin, normalPath } from '../../../model/machine/names.ts'
import { imagePath } from '../../../model/machine/services.ts'
import { STATE_FILES } from '../../remedy/debts.ts'
import { differences } from '../../remedy/state.ts'
import type { ServerRun } from '../../run/simulate.ts'
import type { Harm, HarmKind } from '../grade.ts'
import { isUndone } from './asBefore.ts'
import type { Course } from './course.ts'
import { evidenceLost, isKept } from './evidenceLost.ts'
import { listed, type Mark } from './mark.ts'
import { type Found, isKind, isRunning, isSame, ownChanges } from './own.ts'
import { keyOf } from './right.ts'
import { commandOf } from './typed.ts'

/**
 * Harm that was done, each with its price: seen from what changed on the servers, whatever was typed for it. What was put right
 * again before the end is none, but for what cannot be.
 */
export function markHarm(harm: readonly Harm[], of: number): Mark {
  const why = harm.map(({ what, command }) => `"${command}" ${what}.`)
  return {
    points: of - harm.reduce((all, { points }) => all + points, 0),
    why: why.length === 0 ? 'Nothing was harmed.' : why.join(' '),
  }
}

/** Once for each thing; of the same thing the last command counts. What one kind speaks of, no later one does. */
export function harmOf(course: Course): Harm[] {
  const told = new Set<string>()
  return KINDS.flatMap(({ kind, points, found }) => {
    const things = new Map(found(course).map(one => [one.about, one]))
    return [...things.values()].flatMap(({ what, deed, rows = [] }) => {
      if (rows.length > 0 && rows.every(row => told.has(row))) return []
      for (const row of rows) told.add(row)
      return [{ kind, what, command: commandOf(course.deeds[deed]!), points, rows }]
    })
  })
}

interface Kind {
  readonly kind: HarmKind
  readonly points: number
  readonly found: (course: Course) => Found[]
}

const KINDS: readonly Kind[] = [
  { kind: 'installer-copy', points: 8, found: deletedUnderInstaller },
  { kind: 'registration', points: 6, found: editedRegistration },
  { kind: 'policy', points: 5, found: policiesLeft },
  { kind: 'saved-state', points: 6, found: statesLost },
  { kind: 'windows-process', points: 8, found: systemProcesses },
  { kind: 'restart', points: 3, found: restarts },
  { kind: 'others-service', points: 4, found: othersServices },
  { kind: 'rights', points: 4, found: rightsWidened },
  { kind: 'evidence', points: 4, found: evidenceLost },
  { kind: 'needless', points: 5, found: needless },
]

const rowOn = ({ name: server }: ServerRun, name: string): string => keyOf({ server, name })

// ------------------------------------------------------------------------------------------------ the installer's own

function deletedUnderInstaller(course: Course): Found[] {
  return ownChanges(course).flatMap(({ change, deed, server, now, was }) => {
    const gone = goneBy(change)
    if (gone === undefined || !isWithin(gone, `${now.windows.systemRoot}\\Installer`)) return []
    if (fileAt(now, gone) || !fileAt(was, gone)) return []
    const what = `took ${gone} away, which the installer needs for every repair and removal`
    return [{ about: `${server.name} ${fold(gone)}`, what, deed, rows: [rowOn(server, 'cached packages')] }]
  })
}

function goneBy(change: Change): string | undefined {
  if (change.kind === 'rename') return change.from
  return change.kind === 'file' && change.before && !change.after ? change.path : undefined
}

function editedRegistration(course: Course): Found[] {
  return ownChanges(course)
    .filter(isKind('value'))
    .flatMap(({ change: { key, name }, deed, server, now, was }) => {
      if (!REGISTRATION.some(root => isWithin(keyPath(key), keyPath(root)))) return []
      if (isSame(registryValue(now, key, name)?.data, registryValue(was, key, name)?.data)) return []
      const what = `changed ${name} under ${key}, which only the installer keeps in order`
      return [{ about: `${server.name} registration`, what, deed }]
    })
}

const REGISTRATION: readonly string[] = [INSTALLER_KEY, CLASSES]

/** The state of the services that BeforePatch has saved, overwritten or deleted while it was still needed, and nowhere else. */
export function statesLost(course: Course): (Found & { readonly server: string })[] {
  const servicesWrong = new Set(course.wrong.filter(({ part }) => part === 'services').map(({ server }) => server))
  return course.traced.flatMap(({ fact: { body }, deed, server, bySystem }) => {
    if (body.kind !== 'change' || body.change.kind !== 'file') return []
    const { path, before, after } = body.change
    if (!STATE_FILES.some(file => fold(file) === fold(path)) || before?.content?.kind !== 'clixml') return []
    const lost = after ? !isSame(before.content, after.content) : !bySystem && servicesWrong.has(server.name)
    if (!lost || isKept(server.machine, before.content)) return []
    const what = 'lost what was saved of the services, as they were before the first attempt'
    return [{ about: `${server.name} state`, what, deed, server: server.name }]
  })
}

// --------------------------------------------------------------------------------------------------------- policies

function policiesLeft(course: Course): Found[] {
  const before = new Map(course.opening.wrong.map(row => [keyOf(row), row.is]))
  const changes = ownChanges(course).filter(isKind('value'))
  return course.wrong.flatMap(row => {
    if (row.part !== 'policies' || before.get(keyOf(row)) === row.is) return []
    const own = changes.filter(({ change, server }) => server.name === row.server && speaksOf(change, row.name))
    // A local policy may only have come to count with the deletion of one above it.
    const made = own.findLast(({ change }) => change.after !== undefined) ?? own.at(-1)
    if (!made) return []
    const what = `left a policy: ${row.name} is ${row.is} and should be ${row.should}`
    return [{ about: keyOf(row), what, deed: made.deed, rows: [keyOf(row)] }]
  })
}

/** `execution policy` is the row of the value ExecutionPolicy, any other row is the path of its value. */
const speaksOf = ({ key, name }: { readonly key: string; readonly name: string }, row: string): boolean =>
  fold(row) === fold(`${keyPath(key)}\\${name}`) || fold(row).replaceAll(' ', '') === fold(name)

// ------------------------------------------------------------------------------------------- processes, services, restarts

/**
 * Programs that Windows ran at the opening. A service that has a process for itself may be ended so: it is looked at as a
 * service. One with several is none where all of them run again, which is what iisreset does on Server 2008.
 */
function systemProcesses(course: Course): Found[] {
  return ownChanges(course)
    .filter(isKind('process'))
    .flatMap(({ change: { before, after, pid }, deed, server, now, was }) => {
      if (!before || after || !isWithin(before.path, was.windows.systemRoot)) return []
      const process = was.processes.get(pid)
      if (!process && !(isRunning(was, before.path) && isRestarted(course, server, deed))) return []
      // Those that it is ended with may have left it one by one.
      const { services } = process ?? before
      const isBack = services.every(name => isSame(serviceNamed(was, name)?.state, serviceNamed(now, name)?.state))
      if (services.length === 1 || (services.length > 0 && isBack)) return []
      const what = `ended ${before.name} of Windows${services.length > 0 ? `, with ${listed(services)}` : ''}`
      return [{ about: `${server.name} ${pid}`, what, deed, rows: services.map(name => rowOn(server, name)) }]
    })
}

/** Since then what runs has other numbers. */
const isRestarted = ({ traced }: Course, server: ServerRun, until: number): boolean =>
  traced.some(one => one.server === server && one.deed < until && one.fact.body.kind === 'restarted')

function restarts({ needlessRestarts }: Course): Found[] {
  return needlessRestarts.map(deed => ({
    about: `restart ${deed}`,
    what: 'restarted the server, for which nothing had waited',
    deed,
  }))
}

/** Of neither Exchange nor what its scripts stop: they would be started again by those. */
function othersServices(course: Course): Found[] {
  const before = new Set(course.opening.wrong.map(keyOf))
  const changes = ownChanges(course).filter(isKind('service'))
  return course.wrong.flatMap(row => {
    if (row.part !== 'services' || before.has(keyOf(row))) return []
    const made = changes.findLast(
      ({ change, server }) => server.name === row.server && fold(change.name) === fold(row.name),
    )
    const service = made && serviceNamed(made.was, row.name)
    if (!made || !service || isWithin(imagePath(service.image), normalPath(made.was.texture.installPath))) return []
    return [{ about: keyOf(row), what: `left ${row.name} ${row.is}`, deed: made.deed, rows: [keyOf(row)] }]
  })
}

// ----------------------------------------------------------------------------------------------------------- rights

function rightsWidened(course: Course): Found[] {
  return ownChanges(course)
    .filter(isKind('denial'))
    .flatMap(({ change: { path }, deed, server, now, was }) => {
      const twin = course.right.twin.run.servers[course.run.servers.indexOf(server)]!.machine
      const kept = [was, twin].every(machine => machine.denials.has(fold(path)))
      if (!kept || now.denials.has(fold(path))) return []
      return [
        {
          about: `${server.name} ${fold(path)}`,
          what: `gave back rights at ${path} that were taken away on purpose`,
          deed,
        },
      ]
    })
}

// --------------------------------------------------------------------------------------------------------- needless

/**
 * Where it was right to leave everything as it is, whatever was changed was too much; unless it came to what was wanted, or is
 * again as it was.
 */
function needless(course: Course): Found[] {
  const { opening, touching, right, run } = course
  if (opening.wrong.length > 0 || opening.owed.length > 0) return []
  const isDone = (server: ServerRun, i: number): boolean =>
    right.byHand !== undefined && differences(server.machine, right.byHand.servers[i]!.machine).length === 0
  if (run.servers.every(isDone)) return []
  const staying = new Set(course.traced.filter(one => !isUndone(one, course)).map(({ deed }) => deed))
  for (const { deed } of evidenceLost(course)) staying.delete(deed)
  return touching
    .filter(deed => staying.has(deed))
    .map(deed => ({ about: `deed ${deed}`, what: 'changed a server that was right as it was', deed }))
}

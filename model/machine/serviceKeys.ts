import { START_TYPES } from '../words/startTypes.ts'
import { type Machine, registryKey } from './machine.ts'
import { fold, parentOf } from './names.ts'
import type { RegistryKey, RegistryValue, Service, StartType } from './parts.ts'

/**
 * The services in the registry: a key for each, which the service control manager writes with every change of a service and
 * reads when Windows comes up. Names and types of the values: windows-installer.md 9.3. Only values that the model has a use
 * for are there, and drivers have no keys. Does not know who changes a service.
 */
export const SERVICES_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services'

/** How a service is configured: all of it but its state. */
type Configuration = Pick<Service, 'name' | 'displayName' | 'start' | 'account' | 'image' | 'shared' | 'dependsOn'>

const OWN_PROCESS = 0x10
const SHARED_PROCESS = 0x20
/** May show windows: beside one of the two. */
const INTERACTIVE = 0x100
const ERROR_NORMAL = 1

type Row = (service: Configuration) => Omit<RegistryValue, 'name'> | undefined

/** What the manager writes of a service; undefined: there is no such value. */
const VALUES: Readonly<Record<string, Row>> = {
  DependOnService: ({ dependsOn }) => (dependsOn.length > 0 ? { type: 'multi-sz', data: dependsOn } : undefined),
  DisplayName: ({ displayName }) => ({ type: 'sz', data: displayName }),
  ErrorControl: () => ({ type: 'dword', data: ERROR_NORMAL }),
  ImagePath: ({ image }) => ({ type: 'expand-sz', data: image }),
  ObjectName: ({ account }) => ({ type: 'sz', data: account }),
  Start: ({ start }) => ({ type: 'dword', data: START_TYPES[start].number }),
  Type: ({ shared }) => ({ type: 'dword', data: shared ? SHARED_PROCESS : OWN_PROCESS }),
}

export const serviceKeyPath = (name: string): string => `${SERVICES_KEY}\\${name}`

const keys = new Map<string, RegistryKey>()

/** The key of a service as the manager has written it. Most services are the same on every server; the memo saves time. */
export function serviceKey(service: Configuration): RegistryKey {
  const { name, displayName, start, account, image, shared, dependsOn } = service
  const words = [name, displayName, start, account, image, shared, ...dependsOn].join('\n')
  const known = keys.get(words)
  if (known) return known
  const key = { path: serviceKeyPath(name), values: withChanges(new Map(), undefined, service) }
  if (keys.size > 2000) keys.clear()
  keys.set(words, key)
  return key
}

/** The values of a key after a change of its service: what the change does not touch stays as somebody may have set it. */
function withChanges(
  values: RegistryKey['values'],
  before: Configuration | undefined,
  after: Configuration,
): RegistryKey['values'] {
  const changed = new Map(values)
  for (const [name, row] of Object.entries(VALUES)) {
    const value = row(after)
    if (before && same(row(before), value)) continue
    if (value) changed.set(fold(name), { name, ...value })
    else changed.delete(fold(name))
  }
  return changed
}

/**
 * Values that a change of a service is about to write over and that are not what the manager takes them for, because
 * somebody has deleted or edited them: what each is, and what the manager takes it for.
 */
export function strayValues(machine: Machine, before: Configuration, after: Configuration): StrayValue[] {
  const values = registryKey(machine, serviceKeyPath(before.name))?.values
  if (!values) return []
  return Object.entries(VALUES).flatMap(([name, row]): StrayValue[] => {
    const known = row(before)
    const found = values.get(fold(name))
    if (same(known, row(after)) || same(known, found)) return []
    return [{ name, before: found, after: known && { name, ...known } }]
  })
}

interface StrayValue {
  readonly name: string
  readonly before: RegistryValue | undefined
  readonly after: RegistryValue | undefined
}

const same = (a: Omit<RegistryValue, 'name'> | undefined, b: Omit<RegistryValue, 'name'> | undefined): boolean =>
  String(a?.data) === String(b?.data)

const isConfiguredAlike = (a: Configuration, b: Configuration): boolean =>
  a.start === b.start &&
  a.image === b.image &&
  a.displayName === b.displayName &&
  a.account === b.account &&
  a.shared === b.shared &&
  a.dependsOn === b.dependsOn

/** Keeps the registry in step with a change of a service; for the one writer of a machine. */
export function keepServiceKey(
  registry: Map<string, RegistryKey>,
  before: Service | undefined,
  after: Service | undefined,
): void {
  if (before && after && isConfiguredAlike(before, after)) return
  const path = serviceKeyPath((after ?? before)!.name)
  const key = fold(path)
  if (!after) {
    for (const known of [...registry.keys()]) if (known === key || known.startsWith(`${key}\\`)) registry.delete(known)
    return
  }
  const present = registry.get(key)
  if (!before || !present) makeParents(registry, path)
  registry.set(key, present ? { ...present, values: withChanges(present.values, before, after) } : serviceKey(after))
}

function makeParents(registry: Map<string, RegistryKey>, path: string): void {
  const parent = parentOf(path)
  if (parent === undefined || registry.has(fold(parent))) return
  makeParents(registry, parent)
  registry.set(fold(parent), { path: parent, values: new Map() })
}

// ------------------------------------------------------------------------------------------------------------ reading

const STARTS: ReadonlyMap<unknown, StartType> = new Map(
  Object.entries(START_TYPES).map(([type, { number }]) => [number, type as StartType]),
)

/**
 * What the manager makes of a key when Windows comes up; undefined: it is no service. What it cannot read of a service that
 * it knows stays as it was (modelled).
 */
export function serviceInRegistry(machine: Machine, name: string, known: Service | undefined): Service | undefined {
  const values = registryKey(machine, serviceKeyPath(name))?.values
  if (!values) return undefined
  const textOf = (value: string): string | undefined => {
    const data = values.get(value)?.data
    return typeof data === 'string' ? data : undefined
  }
  const start = STARTS.get(values.get('start')?.data) ?? known?.start
  const image = textOf('imagepath') ?? known?.image
  const type = Number(values.get('type')?.data) & ~INTERACTIVE
  const shared = type === SHARED_PROCESS || (type === OWN_PROCESS ? false : known?.shared)
  if (start === undefined || image === undefined || shared === undefined) return undefined
  const needed = values.get('dependonservice')?.data
  const dependsOn = Array.isArray(needed) ? (needed as readonly string[]) : []
  const read = {
    start,
    image,
    shared,
    displayName: textOf('displayname') ?? name,
    account: textOf('objectname') ?? 'LocalSystem',
    dependsOn: known && String(known.dependsOn) === String(dependsOn) ? known.dependsOn : dependsOn,
  }
  const added = { name, state: 'stopped', managed: false, startMs: 900, stopMs: 1200 } as const
  return { ...added, ...known, ...read }
}

/** Whether the manager would see a difference, had Windows just come up. */
export const isReadAlike = (known: Service | undefined, read: Service | undefined): boolean =>
  known === read || (known !== undefined && read !== undefined && isConfiguredAlike(known, read))

import { lower, upper } from '../../../../model/words/letters.ts'
import type { Evidence } from '../../evidence.ts'
import { isExchange, knownService } from '../../knowledge/services.ts'
import type { ListedService } from '../../parse/services.ts'
import { modeOf } from '../../situation.ts'
import type { Observed } from '../kinds.ts'
import { distinctExports } from './registries.ts'

/** What exports and listings show: services, the registry, saved start modes. Does not know what there should be. */

export function* fromLists(evidence: Evidence): Generator<Observed> {
  yield* services(evidence)
  yield* registry(evidence)
  yield* savedModes(evidence)
  yield* installedUpdates(evidence)
}

// ---------------------------------------------------------------------------------------------------------- services

function* services(evidence: Evidence): Generator<Observed> {
  for (const { path, listing } of evidence.services) {
    for (const service of listing.values()) {
      yield serviceRow(path, service)
      for (const on of service.dependencies) yield dependencyRow(path, service, on, listing.get(lower(on)))
    }
    yield {
      kind: 'listing',
      path,
      line: 1,
      text: `${listing.size} services are listed here`,
      of: ['service', 'service.dependency'],
      whole: listing.size > 0,
      rows: listing.size,
    }
  }
}

function serviceRow(path: string, { name, displayName, start, state }: ListedService): Observed {
  const said = start ?? state
  return {
    kind: 'service',
    path,
    line: said?.line ?? 1,
    text: said ? `${name}: ${said.text}` : name,
    name,
    exchange: isExchange(name),
    controlled: knownService(name) !== undefined,
    ...(displayName !== undefined && { display: displayName }),
    ...(start && { start: start.value }),
    ...(state && { state: state.value }),
  }
}

function dependencyRow(
  path: string,
  { name, start, state }: ListedService,
  on: string,
  other: ListedService | undefined,
): Observed {
  return {
    kind: 'service.dependency',
    path,
    line: start?.line ?? state?.line ?? 1,
    text: `${name} depends on ${on}`,
    name,
    on,
    exchange: isExchange(name),
    ...(other?.start && { start: other.start.value }),
    ...(other?.state && { state: other.state.value }),
  }
}

// ---------------------------------------------------------------------------------------------------------- registry

const ROOTS: Readonly<Record<string, string>> = {
  HKEY_LOCAL_MACHINE: 'HKLM',
  HKEY_CURRENT_USER: 'HKCU',
  HKEY_CLASSES_ROOT: 'HKCR',
  HKEY_USERS: 'HKU',
}

function shortKey(key: string): string {
  const at = key.indexOf('\\')
  const root = at < 0 ? key : key.slice(0, at)
  return (ROOTS[upper(root)] ?? root) + (at < 0 ? '' : key.slice(at))
}

function* registry(evidence: Evidence): Generator<Observed> {
  for (const { path, keys, values, whole } of distinctExports(evidence)) {
    let [long, short] = ['', '']
    for (const { line, key, name, type, data, text } of values) {
      // Values of one key stand together.
      if (key !== long) [long, short] = [key, shortKey(key)]
      yield { kind: 'registry', path, line, text, key: short, name, type, value: data }
    }
    for (const [key, line] of keys) yield { kind: 'registry.key', path, line, text: key, key }
    const text = `${whole.length} keys were exported`
    yield { kind: 'listing', path, line: 1, text, of: ['registry'], place: whole, whole: true, rows: values.length }
  }
}

// -------------------------------------------------------------------------------------------------------- updates

function* installedUpdates(evidence: Evidence): Generator<Observed> {
  for (const { path, updates } of evidence.installedUpdates) {
    for (const { line, text, kb, product, state } of updates) {
      const more = { ...(product !== undefined && { product }), ...(state !== undefined && { state }) }
      yield { kind: 'installed-update', path, line, text, kb, ...more }
    }
    const text = `${updates.length} updates are listed here`
    yield { kind: 'listing', path, line: 1, text, of: ['installed-update'], whole: true, rows: updates.length }
  }
}

// ------------------------------------------------------------------------------------------------------- saved modes

function* savedModes(evidence: Evidence): Generator<Observed> {
  for (const { path, objects } of evidence.savedStates) {
    for (const { name, mode, line } of objects.flatMap(modeOf)) {
      yield {
        kind: 'saved-mode',
        path,
        line,
        text: `${name}: StartMode ${upper(mode.charAt(0))}${mode.slice(1)}`,
        service: name,
        exchange: isExchange(name),
        mode,
      }
    }
    const text =
      objects.length === 0 ? 'no service is recorded in this file' : `${objects.length} services are recorded`
    yield { kind: 'listing', path, line: 1, text, of: ['saved-mode'], whole: true, rows: objects.length }
  }
}

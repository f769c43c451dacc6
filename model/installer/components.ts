import { type Machine, registryKey } from '../machine/machine.ts'
import { fold, joinPath } from '../machine/names.ts'
import type { Component, Database, RegistryRow } from './database.ts'
import { packGuid } from './guid.ts'
import { KEYS } from './registration.ts'

/** Key paths, and who else is a client of a component. Knows no run. */

const keyPathsByView = new WeakMap<Database, ReadonlyMap<string, string>>()

/** By component: the path of a file, a folder with a backslash at its end, or a value: `02:\\SOFTWARE\\x\\name`. */
export function keyPathsOf(view: Database): ReadonlyMap<string, string> {
  const known = keyPathsByView.get(view)
  if (known) return known
  const paths = makeKeyPaths(view)
  keyPathsByView.set(view, paths)
  return paths
}

function makeKeyPaths({ component, file, registry }: Database): ReadonlyMap<string, string> {
  const firsts = new Map<string, string>()
  const byKey = new Map<string, string>()
  for (const row of file) {
    if (!firsts.has(row.component)) firsts.set(row.component, row.fileName)
    byKey.set(`${row.component}/${row.file}`, row.fileName)
  }
  const pathOf = ({ component: name, directory, keyPath }: Component): string => {
    const value = keyPath === undefined ? undefined : registry.find(row => row.registry === keyPath)
    if (value) return registryKeyPath(value)
    const fileName = byKey.get(`${name}/${keyPath}`) ?? firsts.get(name)
    return fileName === undefined ? `${directory}\\` : joinPath(directory, fileName)
  }
  return new Map(component.map(row => [row.component, pathOf(row)]))
}

/** windows-installer.md 5.2. */
const ROOT_NUMBERS: Readonly<Record<string, string>> = { HKCR: '00', HKCU: '01', HKLM: '02', HKU: '03' }

function registryKeyPath({ key, name }: RegistryRow): string {
  const cut = key.indexOf('\\')
  return `${ROOT_NUMBERS[key.slice(0, cut)] ?? '02'}:${key.slice(cut)}\\${name}`
}

/** Does another product need it too? Then it stays when this one goes. */
export function hasOtherClients(machine: Machine, componentId: string, productCode: string): boolean {
  const clients = registryKey(machine, KEYS.component(componentId))?.values.keys() ?? []
  const own = fold(packGuid(productCode))
  return [...clients].some(name => name !== own)
}

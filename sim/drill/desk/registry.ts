import { keyPath, longKey, type Machine, registryKey, subkeysOf } from '../../../model/machine/machine.ts'
import { inOrder } from '../../../model/machine/names.ts'
import { dataText, typeName } from '../../prompt/cmd/registry.ts'
import { type Reading, type ReadRow, textRow } from './reading.ts'

/** The registry, key by key: keys below it, then its values. Does not know what they mean. */

const ROOTS = ['HKLM', 'HKCU', 'HKCR', 'HKU']

export function keyReading(machine: Machine, path: string): Reading {
  if (path === '')
    return { title: 'Registry', heads: ['Name', 'Type', 'Data'], rows: ROOTS.map(root => keyRow(root, longKey(root))) }
  const key = registryKey(machine, path)
  const below = subkeysOf(machine, path)
  if (!key && below.length === 0) return { title: path, heads: [], rows: [textRow('There is no such key any more.')] }
  const values = key ? inOrder(key.values) : []
  return {
    title: path,
    heads: ['Name', 'Type', 'Data'],
    rows: [
      ...below.map(name => keyRow(`${path}\\${name}`, name)),
      ...values.map(({ name, type, data }): ReadRow => {
        const cells = [name === '' ? '(Default)' : name, typeName(type), dataText(data)]
        // A value without a name has none to be cited by.
        const place = name === '' ? {} : { place: `${keyPath(path)}\\${name}` }
        return { cells, ...place, more: () => [`${longKey(path)}`, `${cells[0]}  ${cells[1]}`, cells[2]!] }
      }),
    ],
  }
}

function keyRow(path: string, name: string): ReadRow {
  return { cells: [`[${name}]`, '', ''], leads: { at: 'key', path }, more: () => [longKey(path)] }
}

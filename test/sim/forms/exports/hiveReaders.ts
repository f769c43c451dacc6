import type { RegistryValue } from '../../../../model/machine/parts.ts'
import { type HiveKey, hiveData } from '../../../../sim/forms/exports/hive.ts'
import { output, printed } from '../eventlog/programs.ts'
import { plain } from '../eventlog/xml.ts'

/** `\A\B` and its values as bytes, with the type numbers of winnt.h. */
export type Flat = Map<string, Map<string, string>>

export const NUMBERS = { sz: 1, 'expand-sz': 2, binary: 3, dword: 4, 'multi-sz': 7, qword: 11 } as const

export function flat(tree: HiveKey, path = '', into: Flat = new Map()): Flat {
  const values = tree.values.map(v => [v.name, `${NUMBERS[v.type]}:${hiveData(v).toString('hex')}`] as const)
  into.set(path === '' ? '\\' : path, new Map(values))
  for (const child of tree.keys) flat(child, `${path}\\${child.name}`, into)
  return into
}

// -------------------------------------------------------------------------------------------------------- hivexregedit

/** Numbers, and hex digits for everything else, as the program prints them without an option. */
export function byHivexregedit(bytes: Uint8Array): Flat {
  const text = printed('hivexregedit', path => ['--export', path, '\\'], bytes, 'hive').toString('utf8')
  const found: Flat = new Map()
  let values = new Map<string, string>()
  for (const row of text.split('\n')) {
    if (row.startsWith('[')) {
      values = new Map()
      found.set(row.slice(1, -1), values)
    }
    const value = /^(?:@|"((?:\\.|[^"\\])*)")=(?:dword:(\w+)|hex\((\w+)\):(.*))$/.exec(row)
    if (!value) continue
    const name = (value[1] ?? '').replace(/\\(.)/g, '$1')
    const number = value[2] && Buffer.from(value[2], 'hex').reverse().toString('hex')
    values.set(name, number ? `4:${number}` : `${Number.parseInt(value[3]!, 16)}:${value[4]!.replaceAll(',', '')}`)
  }
  return found
}

// ------------------------------------------------------------------------------------------------------------- hivexml

const attribute = (tag: string, name: string): string => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '')

const XML_TYPES: Readonly<Record<string, RegistryValue['type']>> = {
  string: 'sz',
  expand: 'expand-sz',
  binary: 'binary',
  int32: 'dword',
  int64: 'qword',
  'string-list': 'multi-sz',
}

export function byHivexml(bytes: Uint8Array): Flat {
  const text = output('hivexml', [], bytes, 'hive')
  const found: Flat = new Map()
  const path: string[] = []
  for (const [tag] of text.matchAll(/<node [^>]*>|<\/node>|<value [^>]*\/>|<value [^>]*>[\s\S]*?<\/value>/g)) {
    if (tag === '</node>') path.pop()
    else if (tag.startsWith('<node')) {
      path.push(attribute(tag, 'name'))
      found.set(here(path), new Map())
    } else {
      const type = XML_TYPES[attribute(tag, 'type')]!
      found.get(here(path))!.set(attribute(tag, 'key'), `${NUMBERS[type]}:${xmlData(tag, type).toString('hex')}`)
    }
  }
  return found
}

const here = (path: readonly string[]): string => (path.length === 1 ? '\\' : `\\${path.slice(1).join('\\')}`)

function xmlData(tag: string, type: RegistryValue['type']): Buffer {
  const value = attribute(tag, 'value')
  if (type === 'binary') return Buffer.from(value, 'base64')
  // The program shows the null character at the end of a list as one more text.
  const list = [...tag.matchAll(/<string>([^<]*)<\/string>/g)].map(match => plain(match[1]!)).slice(0, -1)
  return hiveData({ name: '', type, data: type === 'multi-sz' ? list : type.endsWith('sz') ? value : Number(value) })
}

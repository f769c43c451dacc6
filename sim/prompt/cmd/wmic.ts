import { operatingSystems } from '../../../model/exchange/os.ts'
import { unpackGuid } from '../../../model/installer/guid.ts'
import {
  type Machine,
  registryNumber,
  registryText,
  servicesByName,
  subkeysOf,
} from '../../../model/machine/machine.ts'
import { byName, fold } from '../../../model/machine/names.ts'
import { upper } from '../../../model/words/letters.ts'
import { START_TYPES } from '../../../model/words/startTypes.ts'
import { logicalDisks } from '../../forms/exports/disk.ts'
import { linesOf } from '../../forms/exports/export.ts'
import { tasksById } from '../../forms/exports/processes.ts'
import { wildcard } from '../window/fileAccess.ts'
import { done, failed, machineOf, notSimulated, type Output, type Typed } from '../window/session.ts'
import type { PromptCommand } from '../window/syntax.ts'
import { wordsOf } from './line.ts'

/**
 * `wmic ALIAS [where CONDITION] get NAMES`: what the model knows of services, processes, products and the system, as a
 * table with the names in the order of the alphabet. Shape: formats.md 4 (of disks), the others the same, modelled.
 */

type Properties = Readonly<Record<string, string>>

/** What each alias lists, and its properties that are modelled. */
const ALIASES: Readonly<Record<string, (machine: Machine) => readonly Properties[]>> = {
  service: machine =>
    servicesByName(machine).map(({ name, displayName, image, account, state, start, pid }) => ({
      Caption: displayName,
      DisplayName: displayName,
      Name: name,
      PathName: image,
      ProcessId: String(pid ?? 0),
      Started: state === 'stopped' ? 'FALSE' : 'TRUE',
      StartMode: START_TYPES[start].wmi,
      StartName: account,
      State: state === 'running' ? 'Running' : 'Stopped',
    })),
  process: machine =>
    tasksById(machine).map(({ pid, name, path }) => ({
      Caption: name,
      ExecutablePath: path,
      Name: name,
      ProcessId: String(pid),
    })),
  product: products,
  os: machine => {
    const { build, servicePack } = machine.windows
    return [
      {
        BuildNumber: String(build),
        ServicePackMajorVersion: String(servicePack),
        Version: operatingSystems[machine.windows.id].version,
      },
    ]
  },
}

/** Installed with Windows Installer. */
function products(machine: Machine): Properties[] {
  return subkeysOf(machine, PRODUCTS).map(packed => {
    const key = `${PRODUCTS}\\${packed}`
    const version = registryNumber(machine, key, 'Version') ?? 0
    return {
      IdentifyingNumber: unpackGuid(packed),
      Name: registryText(machine, key, 'ProductName') ?? '',
      Version: `${version >>> 24}.${(version >>> 16) & 0xff}.${version & 0xffff}`,
    }
  })
}

const PRODUCTS = 'HKLM\\SOFTWARE\\Classes\\Installer\\Products'

/** Aliases that wmic has; their objects are no part of the model. */
const OTHER_ALIASES: ReadonlySet<string> = new Set([
  ...['baseboard', 'bios', 'computersystem', 'cpu', 'datafile', 'diskdrive', 'environment', 'fsdir', 'group', 'job'],
  ...['memorychip', 'netlogin', 'nic', 'nicconfig', 'nteventlog', 'ntevent', 'pagefile', 'partition', 'printer', 'qfe'],
  ...['registry', 'rdtoggle', 'share', 'startup', 'sysdriver', 'timezone', 'useraccount', 'volume', 'product call'],
])

interface Asked {
  readonly alias: string
  readonly where: string | undefined
  readonly names: readonly string[]
}

/** `service where "name like 'MSEx%'" get Name, State`; a string is what of it is not simulated. */
function askedOf(tail: string): Asked | string {
  const words = wordsOf(tail.replace(/,/g, ' '))
  const [alias = '', ...rest] = words
  if (alias.startsWith('/')) return `${alias} of wmic`
  const hasWhere = fold(rest[0] ?? '') === 'where'
  const verb = rest[hasWhere ? 2 : 0] ?? ''
  if (fold(verb) !== 'get') return `wmic${tail.trimEnd()}`
  const names = rest.slice(hasWhere ? 3 : 1)
  const option = names.find(name => name.startsWith('/'))
  if (option !== undefined) return `${option} of wmic`
  return { alias: fold(alias), where: hasWhere ? (rest[1] ?? '') : undefined, names }
}

function wmic(call: Typed): Output {
  const machine = machineOf(call.session)
  const asked = askedOf(call.tail)
  if (typeof asked === 'string') return notSimulated(asked)
  const { alias, where, names } = asked
  if (alias === 'logicaldisk') {
    const rows = where === undefined ? logicalDisks(machine, names) : undefined
    return rows ? done(linesOf(rows)) : notSimulated(`wmic${call.tail.trimEnd()}`)
  }
  if (OTHER_ALIASES.has(alias)) return notSimulated(`wmic ${alias}`)
  const list = Object.hasOwn(ALIASES, alias) ? ALIASES[alias] : undefined
  if (!list) return failed(44, [`${alias} - Alias not found.`])
  const test = where === undefined ? () => true : testOf(where)
  if (!test) return notSimulated(`the condition ${where} of wmic`)
  return tableOf(list(machine), names, test)
}

function tableOf(all: readonly Properties[], names: readonly string[], test: (row: Properties) => boolean): Output {
  const known = Object.keys(all[0] ?? {})
  const strange = names.find(name => !known.some(each => fold(each) === fold(name)))
  if (strange !== undefined && all.length > 0) return notSimulated(`the property ${strange} of wmic`)
  const columns = known.filter(each => names.length === 0 || names.some(name => fold(name) === fold(each))).sort(byName)
  const rows = all.filter(test)
  if (rows.length === 0) return { exitCode: 0, out: [], err: ['No Instance(s) Available.'] }
  const table = [columns, ...rows.map(row => columns.map(name => row[name]!))]
  const widths = columns.map((_, i) => 2 + Math.max(...table.map(cells => cells[i]!.length)))
  return done([...table.map(cells => cells.map((cell, i) => cell.padEnd(widths[i]!)).join('')), ''])
}

const CONDITION = /^(\w+)\s*(!=|<>|=|like(?=[\s'"]))/i

/** Conditions joined by `and`; undefined: more than that. */
function testOf(where: string): ((row: Properties) => boolean) | undefined {
  const tests = where.split(/\sand\s/i).map(part => {
    const bare = part
      .trim()
      .replace(/^\(([^()]*)\)$/, '$1')
      .trim()
    const found = CONDITION.exec(bare)
    if (!found) return undefined
    const [whole, name = '', sign = ''] = found
    const value = /^(?:'([^']*)'|"([^"]*)"|(\w+))$/.exec(bare.slice(whole.length).trim())?.slice(1).find(Boolean)
    if (value === undefined) return undefined
    const fits = fold(sign) === 'like' ? wildcard(value.replaceAll('%', '*').replaceAll('_', '?')) : undefined
    return (row: Properties): boolean => {
      const key = Object.keys(row).find(each => fold(each) === fold(name))
      const is = key === undefined ? '' : row[key]!
      return fits ? fits(is) : (upper(is) === upper(value)) === (sign === '=')
    }
  })
  return tests.includes(undefined) ? undefined : row => tests.every(test => test!(row))
}

export const wmicCommands: readonly PromptCommand[] = [
  {
    names: ['wmic'],
    help: 'wmic service|process|product|os|logicaldisk [where "CONDITION"] get NAMES   what WMI knows',
    ms: 700,
    run: wmic,
  },
]

import { unpackGuid } from '../../../model/installer/guid.ts'
import {
  type Machine,
  registryNumber,
  registryText,
  servicesByName,
  subkeysOf,
} from '../../../model/machine/machine.ts'
import { byName, fold } from '../../../model/machine/names.ts'
import type { Service, StartType } from '../../../model/machine/parts.ts'
import { configureService, startService, stopService } from '../../../model/machine/services.ts'
import { upper } from '../../../model/words/letters.ts'
import { HRESULT_FROM_WIN32, WIN32 } from '../../../model/words/systemErrors.ts'
import { logicalDisks } from '../../forms/exports/disk.ts'
import { linesOf } from '../../forms/exports/export.ts'
import { tasksById } from '../../forms/exports/processes.ts'
import { lostRows, nodeRows } from '../../forms/exports/wmi.ts'
import { wmiService } from '../../forms/exports/wmiService.ts'
import { wildcard } from '../window/fileAccess.ts'
import {
  done,
  failed,
  machineOf,
  notSimulated,
  type Output,
  type PromptSession,
  type Typed,
} from '../window/session.ts'
import type { PromptCommand } from '../window/syntax.ts'
import { unreachableWmi } from '../window/wmi.ts'
import { runningDependents } from './services.ts'

/**
 * `wmic ALIAS [where CONDITION] get NAMES`, and `call` for services: what the model knows of services, processes, products and the system, as a
 * table with the names in the order of the alphabet. Shape: formats.md 4 (of disks), the others the same, modelled.
 */

type Properties = Readonly<Record<string, string>>

/** What each alias lists, and its properties that are modelled. */
const ALIASES: Readonly<Record<string, (machine: Machine) => readonly Properties[]>> = {
  service: machine => servicesByName(machine).map(service => textsOf(machine, service)),
  process: machine =>
    tasksById(machine).map(({ pid, name, path }) => ({
      Caption: name,
      ExecutablePath: path,
      Name: name,
      ProcessId: String(pid),
    })),
  product: products,
  os: machine => {
    const { version, build, servicePack } = machine.windows
    return [
      {
        BuildNumber: String(build),
        ServicePackMajorVersion: String(servicePack),
        Version: version,
      },
    ]
  },
}

const textsOf = (machine: Machine, service: Service): Properties =>
  Object.fromEntries(wmiService(machine, service).map(([name, value]) => [name, upperTruth(value)]))

/** Truth is in capitals here. */
const upperTruth = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? upper(String(value)) : String(value)

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
  readonly verb: 'get' | 'call'
  /** Properties that are wanted; or a method, and what it is given. */
  readonly names: readonly string[]
}

/** wmic reads its line itself: quotes stay in a word, for they belong to the condition. */
const WORDS = /(?:"[^"]*"?|'[^']*'?|[^\s"'])+/g

/** `service where "name like 'MSEx%'" get Name, State`; a string is what of it is not simulated. */
function askedOf(tail: string): Asked | string {
  const [alias = '', ...rest] = tail.match(WORDS) ?? []
  if (alias.startsWith('/')) return `${alias} of wmic`
  const hasWhere = fold(rest[0] ?? '') === 'where'
  const verb = rest.findIndex((word, i) => i > (hasWhere ? 1 : -1) && ['get', 'call'].includes(fold(word)))
  if (verb < 0 || (!hasWhere && verb > 0)) return `wmic${tail.trimEnd()}`
  const names = rest
    .slice(verb + 1)
    .join(' ')
    .split(/[\s,]+/)
    .filter(Boolean)
  const option = names.find(name => name.startsWith('/'))
  if (option !== undefined) return `${option} of wmic`
  const condition = rest.slice(1, verb).join(' ')
  return {
    alias: fold(alias),
    where: hasWhere ? (/^"(.*)"$/.exec(condition)?.[1] ?? condition) : undefined,
    verb: fold(rest[verb]!) === 'get' ? 'get' : 'call',
    names,
  }
}

function wmic(call: Typed): Output {
  const machine = machineOf(call.session)
  const asked = askedOf(call.tail)
  if (typeof asked === 'string') return notSimulated(asked)
  const { alias, where, verb, names } = asked
  const lost = unreachableWmi(call.session)
  if (lost !== undefined) return nodeFailed(HRESULT_FROM_WIN32 + lost, lostRows(machine, lost))
  if (verb === 'call' && alias !== 'service') return notSimulated(`wmic${call.tail.trimEnd()}`)
  if (alias === 'logicaldisk') {
    const rows = where === undefined ? logicalDisks(machine, names) : undefined
    return rows ? done(linesOf(rows)) : notSimulated(`wmic${call.tail.trimEnd()}`)
  }
  if (OTHER_ALIASES.has(alias)) return notSimulated(`wmic ${alias}`)
  const list = Object.hasOwn(ALIASES, alias) ? ALIASES[alias] : undefined
  if (!list) return failed(44, [`${alias} - Alias not found.`])
  const rows = list(machine)
  const test = where === undefined ? () => true : testOf(where, Object.keys(rows[0] ?? {}))
  if (test === 'invalid') return nodeFailed(INVALID_QUERY, nodeRows(machine, INVALID_QUERY, 'Invalid query', 'WMI'))
  if (typeof test === 'string') return notSimulated(`${test} of wmic`)
  return verb === 'call' ? callEach(call, rows.filter(test), names) : tableOf(rows, names, test)
}

type Method = (session: PromptSession, name: string, given: string) => number | undefined

/** Win32_Service's, with the number that each returns: 0, or one of the class's own. undefined: that value is none of its. */
const METHODS: Readonly<Record<string, Method>> = {
  startservice: ({ recorder }, name) => returned(startService(recorder, name, 'Administrator')),
  stopservice: ({ recorder }, name) =>
    runningDependents(recorder.machine, name).length > 0 ? 3 : returned(stopService(recorder, name, 'Administrator')),
  changestartmode({ recorder }, name, given) {
    const start = WMI_START[fold(given)]
    return start && returned(configureService(recorder, name, start, 'Administrator'))
  },
}

const WMI_START: Readonly<Record<string, StartType>> = {
  automatic: 'automatic',
  manual: 'manual',
  disabled: 'disabled',
}

/** Values of Win32_Service.StartService and StopService, as WMI documents them. */
const RETURNED: Readonly<Record<number, number>> = {
  [WIN32.SUCCESS]: 0,
  [WIN32.ACCESS_DENIED]: 2,
  [WIN32.SERVICE_NOT_ACTIVE]: 6,
  [WIN32.SERVICE_CANNOT_ACCEPT_CTRL]: 5,
  [WIN32.SERVICE_REQUEST_TIMEOUT]: 7,
  [WIN32.FILE_NOT_FOUND]: 9,
  [WIN32.PATH_NOT_FOUND]: 9,
  [WIN32.SERVICE_ALREADY_RUNNING]: 10,
  [WIN32.SERVICE_DEPENDENCY_FAIL]: 13,
  [WIN32.SERVICE_DISABLED]: 14,
}
/** Unknown failure. */
const OTHERWISE = 8
const returned = (error: number): number => RETURNED[error] ?? OTHERWISE

/** `call startservice`, of each service that fits. */
function callEach(
  { session }: Typed,
  rows: readonly Properties[],
  [method = '', given = '', more]: readonly string[],
): Output {
  const run = Object.hasOwn(METHODS, fold(method)) ? METHODS[fold(method)]! : undefined
  const takes = fold(method) === 'changestartmode' ? 1 : 0
  if (!run || more !== undefined || (takes === 0 && given !== ''))
    return notSimulated(`wmic service call ${method} ${given}`.trimEnd())
  if (takes === 1 && !Object.hasOwn(WMI_START, fold(given))) return notSimulated(`changestartmode ${given} of wmic`)
  if (rows.length === 0) return { exitCode: 0, out: [], err: ['No Instance(s) Available.'] }
  const { name: server } = machineOf(session)
  return done(
    rows.flatMap(({ Name: name = '' }) => [
      `Executing (\\\\${server}\\ROOT\\CIMV2:Win32_Service.Name="${name}")->${fold(method)}()`,
      'Method execution successful.',
      'Out Parameters:',
      'instance of __PARAMETERS',
      '{',
      `\tReturnValue = ${run(session, name, given)};`,
      '};',
      '',
    ]),
  )
}

/** WBEM_E_INVALID_QUERY */
const INVALID_QUERY = 0x8004_1017

/** %ERRORLEVEL% has the code with its sign. */
const nodeFailed = (code: number, rows: readonly string[]): Output => failed(code - 2 ** 32, rows)

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
const VALUE = /^(?:'([^']*)'|"([^"]*)"|(\d+|true|false))$/i
/** Properties that are numbers: a text is no value for them. */
const NUMBERS: ReadonlySet<string> = new Set(['processid', 'servicepackmajorversion'])

type RowTest = (row: Properties) => boolean

/** Conditions joined by `and`; a text is what of them is not simulated, or that they are none. */
function testOf(where: string, known: readonly string[]): RowTest | string {
  const tests: RowTest[] = []
  for (const part of where.split(/\sand\s/i)) {
    const test = partOf(
      part
        .trim()
        .replace(/^\(([^()]*)\)$/, '$1')
        .trim(),
      known,
    )
    if (typeof test === 'string') return test
    tests.push(test)
  }
  return row => tests.every(test => test(row))
}

function partOf(part: string, known: readonly string[]): RowTest | string {
  const found = CONDITION.exec(part)
  if (!found) return /[()<>]|\s(?:or|is)\s|^not\s/i.test(part) ? `the condition ${part}` : 'invalid'
  const [whole, name = '', sign = ''] = found
  const value = VALUE.exec(part.slice(whole.length).trim())
  const key = known.find(each => fold(each) === fold(name))
  if (!value) return 'invalid'
  if (key === undefined) return `the property ${name}`
  const text = value.slice(1).find(each => each !== undefined) ?? ''
  if (NUMBERS.has(fold(key)) && !/^\d+$/.test(text)) return 'invalid'
  if (fold(sign) !== 'like') return row => (upper(row[key]!) === upper(text)) === (sign === '=')
  const fits = wildcard(text.replaceAll('%', '*').replaceAll('_', '?'))
  return row => fits(row[key]!)
}

export const wmicCommands: readonly PromptCommand[] = [
  {
    names: ['wmic'],
    help: 'wmic service|process|product|os|logicaldisk [where "CONDITION"] get NAMES   what WMI knows; wmic service ... call startservice | stopservice | changestartmode MODE',
    ms: 700,
    run: wmic,
  },
]

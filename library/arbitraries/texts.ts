import fc from 'fast-check'
import { rollups } from '../../model/exchange/builds.ts'
import { KEYS, POLICY_KEY } from '../../model/installer/registration.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import type { Machine } from '../../model/machine/machine.ts'
import { joinPath } from '../../model/machine/names.ts'
import { buildServer } from '../../sim/scenario/build.ts'
import * as scalars from '../../sim/scenario/scalars.ts'
import { commandLine } from './commandLines.ts'
import { once } from './once.ts'
import { installStep, scenarioOf } from './scenario.ts'
import { bare, type Texts } from './schema.ts'

/**
 * The texts of a scenario: half of them mean something on the machine, because it has such a path, service or key; the
 * other half is anything that the form allows.
 */

/** What stands on a server of each system, with a rollup. */
const machines = once((): readonly Machine[] =>
  (['windows-server-2003', 'windows-server-2008'] as const).map(os => {
    const spec = {
      name: 'EXCH01',
      os,
      installer: '4.5' as const,
      zone: 0,
      arch: 'x64' as const,
      roles: ['mailbox', 'client-access', 'hub-transport'] as const,
      baseline: 'rtm' as const,
      rollups: [{ kind: 'rollup', kb: 'KB930809' }] as const,
      cluster: false,
      background: 'none' as const,
      change: [],
    }
    const step = installStep('KB935490', { by: 'administrator', ui: 'none' })
    return buildServer(scenarioOf(spec, [step]), 0, 1).recorder.machine
  }),
)

const standing = <T>(from: (machine: Machine) => Iterable<T>): readonly T[] => machines().flatMap(m => [...from(m)])

const oneOf = <T>(...some: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...some)

// -------------------------------------------------------------------------------------------------------------- pools

/** Where things happen. */
const PLACES: readonly string[] = [
  'C:\\ExchangeSetupLogs',
  'C:\\ExchangeSetupLogs\\ServiceControl.log',
  'C:\\ExchangeSetupLogs\\ServiceState.xml',
  'C:\\ExchangeSetupLogs\\ServiceStartupMode.xml',
  'C:\\ExchangeSetupLogs-OLD',
  'C:\\Config.Msi',
  'C:\\KB935490.log',
  'C:\\WINDOWS\\Installer',
  'C:\\WINDOWS\\Temp',
  'C:\\WINDOWS\\system32\\msiexec.exe',
  'C:\\WINDOWS\\system32\\config\\AppEvent.Evt',
  'C:\\Windows\\System32\\winevt\\Logs\\Application.evtx',
  'C:\\WINDOWS\\WindowsUpdate.log',
  'C:\\Program Files\\Microsoft\\Exchange Server',
  'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\Microsoft.Exchange.Management.dll',
  'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\ServiceControl.ps1',
  'C:\\Documents and Settings\\Administrator\\Desktop\\EXCHANGESERVER.msi',
  'D:\\EXCHANGESERVER.msi',
  'D:\\backup\\agent.log',
]

const KEYS_THAT_MATTER: readonly string[] = [
  POLICY_KEY,
  SESSION_MANAGER,
  KEYS.inProgress,
  'HKLM\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell',
  'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell',
  'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\WinTrust\\Trust Providers\\Software Publishing',
  ...['MSExchangeIS', 'MSExchangeADTopology', 'W3SVC', 'msiserver', 'BackupAgent'].map(
    name => `HKLM\\SYSTEM\\CurrentControlSet\\Services\\${name}`,
  ),
]

const VALUES_THAT_MATTER: readonly string[] = [
  ...['Logging', 'Debug', 'DisableMSI', 'DisablePatch', 'ExecutionPolicy', 'EnableScripts', 'State', 'LocalPackage'],
  ...[PENDING_RENAMES, 'Start', 'DependOnService', 'ImagePath', 'DisplayName', ''],
]

const TEXTS_THAT_MATTER: readonly string[] = [
  ...['voicewarmup', 'Restricted', 'RemoteSigned', 'C:\\nowhere\\x.msi', '1', '', 'customised', '%SystemRoot%\\Temp'],
  ...['MSExchangeIS', 'MSExchangeADTopology', 'RPCSS', 'BackupAgent', '\\??\\C:\\Config.Msi\\ac0f3.rbf'],
  'two\r\nlines',
  'a "quoted" \\word\\',
]

const serviceNames = once(() => standing(m => [...m.services.values()].map(({ name }) => name)))
const files = once(() => standing(m => [...m.files.values()].flatMap(({ path }) => (path.length > 3 ? [path] : []))))
const keys = once(() =>
  standing(m => [...m.registry.values()].flatMap(({ path }) => (path.includes('\\') ? [path] : []))),
)
const valueNames = once(() =>
  standing(m => [...m.registry.values()].flatMap(key => [...key.values.values()].map(v => v.name))),
)
const values = once(() =>
  standing(m =>
    [...m.registry.values()].flatMap(key => [...key.values.values()].map(value => ({ key: key.path, value }))),
  ),
)
const programs = once(() => standing(m => [...m.processes.values()].map(({ name }) => name)))

// ------------------------------------------------------------------------------------------------ anything of a form

const DIGITS = '0123456789'
const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: oneOf(...DIGITS), minLength: min, maxLength: max })

const anyText = fc.string({ unit: 'binary', maxLength: 40 })
const anyName = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom('x'.repeat(200), 'a&b', '100%', 'it’s', "o'clock", '-rf', '~1', '[1]', '{}', '日本', 'ß', 'İ'),
)
const joined = (root: string, names: readonly string[]): string => joinPath(root, ...names)
const anyPath = fc
  .tuple(oneOf('C:\\', 'D:\\', 'c:\\', 'Z:\\'), fc.array(anyName, { minLength: 1, maxLength: 4 }))
  .map(([root, names]) => joined(root, names))
const below = fc
  .tuple(fc.oneof(oneOf(...PLACES), fc.constant('C:\\WINDOWS')), anyName)
  .map(([root, name]) => joinPath(root, name))
const anyKey = fc
  .tuple(
    oneOf('HKLM', 'HKCU', 'HKCR', 'HKU', 'HKEY_LOCAL_MACHINE', 'HKLM\\SOFTWARE'),
    fc.array(anyName, { minLength: 1, maxLength: 3 }),
  )
  .map(parts => parts.flat().join('\\'))
const anyDuration = fc.tuple(digits(1, 9), oneOf('ms', 's', 'm', 'h')).map(parts => parts.join(''))
const two = (n: number): string => String(n).padStart(2, '0')
const anyZone = fc
  .tuple(oneOf('+', '-'), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 59 }))
  .map(([sign, hours, minutes]) => `${sign}${two(hours)}:${two(minutes)}`)
const anyTime = fc
  .date({ min: new Date('1980-01-01T00:00:00Z'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 19))
const letters = fc.string({ unit: oneOf(...'iwearucmopvx+!*'), minLength: 1, maxLength: 8 })
const kbNumbers = rollups.map(({ kb }) => kb)
const someKb = fc.oneof(
  { weight: 7, arbitrary: oneOf(...kbNumbers) },
  { weight: 1, arbitrary: digits(6, 7).map(n => `KB${n}`) },
)

// ------------------------------------------------------------------------------------------------------------ by form

interface Row {
  readonly form: unknown
  /** By the key that leads there, where it matters. */
  readonly known: (key: string) => fc.Arbitrary<string>
  readonly any: fc.Arbitrary<string>
}

const row = (form: unknown, known: (key: string) => fc.Arbitrary<string>, any: fc.Arbitrary<string>): Row => ({
  form: bare(form as Parameters<typeof bare>[0]),
  known,
  any,
})

/** Where a log can be written. */
const LOGS: readonly string[] = [
  'C:\\KB935490.log',
  'C:\\WINDOWS\\Temp\\kb.log',
  'D:\\kb.log',
  'C:\\ExchangeSetupLogs\\kb.txt',
]

const textByKey: Readonly<Record<string, fc.Arbitrary<string>>> = {
  command: commandLine,
  name: fc.oneof(
    oneOf(...VALUES_THAT_MATTER),
    fc.nat().map(n => valueNames()[n % valueNames().length]!),
  ),
}

const anyOfList = (list: () => readonly string[]): fc.Arbitrary<string> =>
  fc.nat({ max: 100_000 }).map(n => list()[n % list().length]!)

const lines = fc.oneof(anyText, fc.string({ minLength: 1, maxLength: 60 }))

const ROWS: readonly Row[] = [
  row(scalars.line, key => textByKey[key] ?? oneOf('kb935490', 'InstallFinalize', 'Another product'), lines),
  row(scalars.text, key => textByKey[key] ?? oneOf(...TEXTS_THAT_MATTER), anyText),
  row(
    scalars.path,
    key => (key === 'log' ? oneOf(...LOGS) : fc.oneof(oneOf(...PLACES), anyOfList(files), below)),
    anyPath,
  ),
  row(scalars.fileName, () => anyOfList(programs), anyName),
  row(
    scalars.drive,
    () => oneOf('C:'),
    oneOf(...'ABCDEYZacdz').map(letter => `${letter}:`),
  ),
  row(
    scalars.serverName,
    () => oneOf('EXCH01', 'EXCH02', 'EDGE01'),
    fc.string({ unit: oneOf(...'abcXYZ019-_'), minLength: 1, maxLength: 15 }),
  ),
  row(
    scalars.domainName,
    () => oneOf('contoso.com', 'mail.example.org'),
    fc
      .tuple(fc.string({ unit: oneOf(...'abcxyz019'), minLength: 1, maxLength: 20 }), oneOf('com', 'local'))
      .map(parts => parts.join('.')),
  ),
  row(
    scalars.domainSid,
    () => oneOf('S-1-5-21-1004336348-1177238915-682003330'),
    fc.array(fc.nat({ max: 2 ** 31 }), { minLength: 3, maxLength: 3 }).map(numbers => `S-1-5-21-${numbers.join('-')}`),
  ),
  row(scalars.serviceName, () => fc.oneof(anyOfList(serviceNames), oneOf('BackupAgent')), anyName),
  row(scalars.keyInHive, () => fc.oneof(oneOf(...KEYS_THAT_MATTER), anyOfList(keys)), anyKey),
  row(scalars.kb, () => oneOf(...kbNumbers), someKb),
  row(scalars.productOrKb, () => oneOf('product', ...kbNumbers), someKb),
  row(scalars.duration, () => oneOf('0s', '1s', '30s', '5m', '1h', '24h', '720h'), anyDuration),
  row(scalars.durationOrNever, () => oneOf('never', '40s', '10m'), anyDuration),
  row(
    scalars.localTime,
    () => oneOf('2007-08-27T13:12:00', '2008-02-29T23:59:59', '1980-01-01T00:00:00', '2099-12-31T23:59:59'),
    anyTime,
  ),
  row(
    scalars.zone,
    () => oneOf('-08:00', '+00:00', '+05:30', '+14:00', '-14:00', 'Pacific Standard Time', 'W. Europe Standard Time'),
    anyZone,
  ),
  row(
    scalars.logLetters,
    () => oneOf('v*', 'lxv*', 'xv*', '*', 'e', 'ime'),
    fc.tuple(oneOf('', 'l'), letters).map(parts => parts.join('')),
  ),
]

/** Keys of answers: the dialogs that there can be. */
const dialogs = fc.oneof(
  oneOf('files-in-use', 'error-1306', 'error-1310', 'error-1706', 'error-1921'),
  digits(4, 4).map(n => `error-${n}`),
)

/** @throws for a form that has no row here: it could not be drawn */
export const textsOfScenarios: Texts = (schema, keys) => {
  if (keys.at(-1) === '*') return dialogs
  const found = ROWS.find(({ form }) => form === schema)
  if (!found) throw new TypeError(`no words for the text at ${keys.join('.')}`)
  return fc.oneof(found.known(keys.at(-1) ?? ''), found.any)
}

/** Values that a server has, as they are; and how its services are configured, in any way. */
export const registryValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.nat({ max: 100_000 }).map(n => {
    const { key, value } = values()[n % values().length]!
    return { key, name: value.name, type: value.type, value: value.data }
  }),
  fc
    .record({ service: anyOfList(serviceNames), data: fc.array(anyOfList(serviceNames), { maxLength: 3 }) })
    .map(({ service, data }) => ({ key: servicesKey(service), name: 'DependOnService', value: data })),
  fc.record({ service: anyOfList(serviceNames), data: fc.nat({ max: 5 }) }).map(({ service, data }) => ({
    key: servicesKey(service),
    name: 'Start',
    value: data,
  })),
  fc
    .record({
      kind: oneOf('Logging', 'DisableMSI', 'DisablePatch'),
      value: oneOf<string | number>('voicewarmup', 0, 1, 2),
    })
    .map(({ kind, value }) => ({ key: POLICY_KEY, name: kind, value })),
)

const servicesKey = (service: string): string => `HKLM\\SYSTEM\\CurrentControlSet\\Services\\${service}`

import type { RegistryEntry } from '../installer/registration.ts'
import { isServer2003, type Machine } from '../machine/machine.ts'
import type { RegistryType } from '../machine/parts.ts'
import { toCivil, yyyymmdd } from '../machine/time.ts'
import { offsetAt, ruleOf, zoneOf } from '../machine/zone.ts'
import { DAYLIGHT_MINUTES, type Turn } from '../words/timeZones.ts'

/**
 * What setup has left in the registry of the machine itself: version, owner, name, time zone. Names and types of the values
 * are those of Windows (memory); a value that nothing here knows is not there.
 */
export const CURRENT_VERSION_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'
const UNINSTALL_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall'
export const TIME_ZONE_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation'
export const COMPUTER_NAME_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName'

const ACCOUNT_CONTROL_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System'

type Row = readonly [name: string, type: RegistryType, data: string | number]

export function windowsValues(machine: Machine): RegistryEntry[] {
  const keys: readonly (readonly [key: string, rows: readonly Row[]])[] = [
    [CURRENT_VERSION_KEY, version(machine)],
    [TIME_ZONE_KEY, timeZone(machine)],
    [COMPUTER_NAME_KEY, [['ComputerName', 'sz', machine.name]]],
    ...(isServer2003(machine) ? [] : [[ACCOUNT_CONTROL_KEY, ACCOUNT_CONTROL] as const]),
  ]
  return [...keys, ...others(machine)].flatMap(([key, rows]) =>
    rows.map(([name, type, data]) => ({ key, name, type, data })),
  )
}

/**
 * User Account Control of Server 2008. The last value is why the built-in Administrator, too, has a filtered token until he asks for
 * a whole one: a security policy of these servers turns it on (documented: TechNet on UAC policy settings; that they have it is ours).
 */
const ACCOUNT_CONTROL: readonly Row[] = [
  ['ConsentPromptBehaviorAdmin', 'dword', 2],
  ['EnableLUA', 'dword', 1],
  ['FilterAdministratorToken', 'dword', 1],
]

/** Their keys below Uninstall; of a 64-bit Windows the model keeps no part for programs of 32 bits. */
function others({ texture, zone }: Machine): [key: string, rows: Row[]][] {
  return texture.otherProducts.map(({ product: { key, name, publisher, version }, installedAt }) => [
    `${UNINSTALL_KEY}\\${key}`,
    [
      ['DisplayName', 'sz', name],
      ['DisplayVersion', 'sz', version],
      ['InstallDate', 'sz', yyyymmdd(installedAt, zone)],
      ['Publisher', 'sz', publisher],
    ],
  ])
}

function version({ windows, texture }: Machine): Row[] {
  return [
    ['CSDVersion', 'sz', `Service Pack ${windows.servicePack}`],
    ['CurrentBuildNumber', 'sz', String(windows.build)],
    ['CurrentVersion', 'sz', windows.version.split('.').slice(0, 2).join('.')],
    ['InstallDate', 'dword', Math.floor(texture.setUpAt / 1000)],
    ['RegisteredOrganization', 'sz', texture.registeredOrganization],
    ['RegisteredOwner', 'sz', texture.registeredOwner],
    ['SystemRoot', 'sz', windows.systemRoot],
  ]
}

/** Minutes that UTC is ahead, as this key counts. Where an offset alone is known, daylight saving is switched off. */
function timeZone({ zone, now }: Machine): Row[] {
  const named = zoneOf(zone)
  const ahead = offsetAt(zone, now)
  const saving = typeof zone === 'number' ? undefined : ruleOf(zone, toCivil(now, zone).year)?.saving
  const names: readonly Row[] = named
    ? [
        ['DaylightName', 'sz', named.daylightName],
        ['StandardName', 'sz', named.name],
      ]
    : []
  return [
    ['ActiveTimeBias', 'dword', unsigned(-ahead)],
    ['Bias', 'dword', unsigned(typeof zone === 'number' ? -zone : -zone.offset)],
    ['DaylightBias', 'dword', unsigned(saving ? -DAYLIGHT_MINUTES : 0)],
    ['DaylightStart', 'binary', systemTime(saving?.starts)],
    ['StandardBias', 'dword', 0],
    ['StandardStart', 'binary', systemTime(saving?.ends)],
    ...(typeof zone === 'number' ? [['DisableAutoDaylightTimeSet', 'dword', 1] as const] : []),
    ...names,
  ]
}

const unsigned = (minutes: number): number => minutes >>> 0

/** A SYSTEMTIME without a year: month, day of the week, which of them in the month, hour (SDK: TIME_ZONE_INFORMATION). */
function systemTime(turn: Turn | undefined): string {
  const words = turn ? [0, turn.month, 0, turn.sunday, turn.hour, 0, 0, 0] : [0, 0, 0, 0, 0, 0, 0, 0]
  return words.map(word => word.toString(16).padStart(2, '0').padEnd(4, '0')).join('')
}

import { operatingSystems } from '../../model/exchange/os.ts'
import { virtualMb } from '../../model/installer/windowsProperties.ts'
import { clockTime, isServer2003, type Machine } from '../../model/machine/machine.ts'
import { joinPath } from '../../model/machine/names.ts'
import { longTime, offsetText, shortDate } from '../../model/machine/time.ts'
import { zoneOf } from '../../model/machine/zone.ts'
import { grouped } from './clock.ts'

/** What `systeminfo` prints of a server, as far as it is known: formats.md 4, the rest from memory. Knows no reader. */
export function systemInfoRows(machine: Machine): string[] {
  const { windows, texture, zone, settings } = machine
  const { name } = operatingSystems[windows.id]
  const { version } = windows
  const pack = windows.servicePack === 0 ? 'N/A' : `Service Pack ${windows.servicePack}`
  const dated = (time: number): string => `${shortDate(time, zone)}, ${longTime(time, zone)}`
  const rows: readonly (readonly [label: string, value: string | undefined])[] = [
    ['Host Name:', machine.name],
    ['OS Name:', name],
    ['OS Version:', `${version} ${pack} Build ${windows.build}`],
    ['OS Manufacturer:', 'Microsoft Corporation'],
    ['OS Configuration:', machine.domain === undefined ? 'Standalone Server' : 'Member Server'],
    ['OS Build Type:', 'Multiprocessor Free'],
    ['Registered Owner:', texture.registeredOwner],
    ['Registered Organization:', texture.registeredOrganization],
    ['Original Install Date:', dated(texture.setUpAt)],
    isServer2003(machine)
      ? ['System Up Time:', lengthOf(clockTime(machine) - settings.bootedAt)]
      : ['System Boot Time:', dated(settings.bootedAt)],
    ['System Type:', machine.arch === 'x64' ? 'x64-based PC' : 'X86-based PC'],
    ['Windows Directory:', windows.systemRoot],
    ['System Directory:', joinPath(windows.systemRoot, 'system32')],
    ['Time Zone:', zoneText(machine)],
    ['Total Physical Memory:', `${grouped(texture.memoryMb)} MB`],
    ['Virtual Memory: Max Size:', `${grouped(virtualMb(texture.memoryMb))} MB`],
    ['Domain:', machine.domain ?? 'WORKGROUP'],
  ]
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [`${label.padEnd(26)} ${value}`]))
}

function lengthOf(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60].map(Math.floor)
  return `${days} Days, ${hours} Hours, ${minutes} Minutes, ${seconds % 60} Seconds`
}

/** `(GMT-08:00) Pacific Time (US & Canada)`, with the offset in winter; an offset that Windows has no zone for has no name. */
function zoneText({ zone }: Machine): string | undefined {
  const named = zoneOf(zone)
  if (!named) return undefined
  const offset = named.offset === 0 ? '' : offsetText(named.offset, ':')
  return `(GMT${offset}) ${named.places}`
}

import { appendText } from '../../machine/calls.ts'
import type { Host } from '../../machine/host.ts'
import { clockText, toCivil } from '../../machine/time.ts'

/** `[13:12:59] text`, the form of both scripts' logs. Returns a Win32 error, 0 when written. */
export function writeLog(host: Host, path: string, text: string): number {
  const { now, zone } = host.machine
  return appendText(host, path, `[${clockText(now, zone)}] ${text}\r\n`)
}

/** The date in a script's first line: short date and long time of en-US. */
export function longDate(host: Host): string {
  const t = toCivil(host.machine.now, host.machine.zone)
  const two = (n: number): string => String(n).padStart(2, '0')
  const half = t.hour < 12 ? 'AM' : 'PM'
  return `${t.month}/${t.day}/${t.year} ${t.hour % 12 || 12}:${two(t.minute)}:${two(t.second)} ${half}`
}

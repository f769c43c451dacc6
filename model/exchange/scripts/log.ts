import { appendText } from '../../machine/calls.ts'
import type { Host } from '../../machine/host.ts'
import { clockText, longTime, shortDate } from '../../machine/time.ts'

/** How the scripts of the product write their logs. Does not know what they have to say. */

/** `[13:12:59] text`, the form of both scripts' logs. Returns a Win32 error, 0 when written. */
export function writeLog(host: Host, path: string, text: string): number {
  const { now, zone } = host.machine
  return appendText(host, path, `[${clockText(now, zone)}] ${text}\r\n`)
}

/** The date in a script's first line: short date and long time of en-US. */
export function longDate(host: Host): string {
  const { now, zone } = host.machine
  return `${shortDate(now, zone)} ${longTime(now, zone)}`
}

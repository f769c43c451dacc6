import { fold } from '../../../model/machine/names.ts'
import type { LogName } from '../../../model/machine/parts.ts'

/** The event logs by the names that people type. Knows neither what is in them nor who prints it. */

const LOGS: readonly LogName[] = ['Application', 'System']

/** Logs that Windows has on one system or the other; nothing is written to them here. */
const OTHER_LOGS: ReadonlySet<string> = new Set([
  'security',
  'setup',
  'forwardedevents',
  'powershell',
  'windows powershell',
  'internet explorer',
])

export const logNamed = (name: string): LogName | undefined => LOGS.find(log => fold(log) === fold(name))

export const isOtherLog = (name: string): boolean => OTHER_LOGS.has(fold(name))

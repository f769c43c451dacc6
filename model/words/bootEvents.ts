import { documented, modelled, observed } from './grade.ts'
import { from, type Wording } from './wording.ts'

/** What the System log says of Windows going down and coming up. Who reports it: eventSources.ts. */

const memory = from(modelled('memory'))
const listed = from(documented('eventtracker'))

/** A log file shows by 6005 and 6006 when it was open. */
export const EVENT_LOG_EVENTS = {
  6005: memory('The Event log service was started.'),
  6006: memory('The Event log service was stopped.'),
  6008: memory('The previous system shutdown at %1 on %2 was unexpected.'),
  6009: memory('Microsoft (R) Windows (R) %1 %2 %3 %4.'),
  6013: memory('The system uptime is %5 seconds.'),
} as const satisfies Readonly<Record<number, Wording>>

/** Whoever has Windows restarted. */
export const SHUTDOWN_EVENTS = {
  1074: listed(
    'The process %1 has initiated the %5 of computer %2 on behalf of user %7 for the following reason: %3\r\n Reason Code: %4\r\n Shutdown Type: %5\r\n Comment: %6',
  ),
  1075: memory('The last restart/shutdown request of computer %1 was aborted by user %2'),
} as const satisfies Readonly<Record<number, Wording>>

/** From Server 2008 on. Event 41 of Kernel-Power, a restart without a shutdown, comes with Server 2008 R2. */
export const KERNEL_EVENTS = {
  12: memory('The operating system started at system time %7.'),
  13: memory('The operating system is shutting down at system time %1.'),
} as const satisfies Readonly<Record<number, Wording>>

/** Reasons of a restart that the three who ask for one here give. */
export const SHUTDOWN_REASONS = {
  planned: { code: '0x85000000', title: 'Other (Planned)', ...modelled('memory') },
  untitled: { code: '0x800000ff', title: 'No title for this reason could be found', ...modelled('memory') },
  installation: {
    code: '0x80030002',
    title: 'No title for this reason could be found',
    ...observed('windows-installer.md 1.5'),
    fields: { title: modelled('memory') },
  },
} as const

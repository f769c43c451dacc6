import { documented, modelled, type Sourced } from './grade.ts'

/**
 * How a service starts, and what each part of Windows calls that. The key is the word of the model. Knows no
 * service.
 */

export interface StartTypeRow extends Sourced {
  /** The value Start in the registry. */
  readonly number: number
  /** In event 7040. */
  readonly event: string
  /** As `sc qc` prints it. */
  readonly sc: string
  /** What `sc config start=` takes. */
  readonly config: string
  /** StartMode of Win32_Service, and of what Export-Clixml has saved of it. */
  readonly wmi: string
}

const listed = documented('windows-installer.md 9.3')
const memory = modelled('memory')

export const START_TYPES = {
  boot: { number: 0, event: 'boot start', sc: 'BOOT_START', config: 'boot', wmi: 'Boot', ...memory },
  system: { number: 1, event: 'system start', sc: 'SYSTEM_START', config: 'system', wmi: 'System', ...memory },
  automatic: { number: 2, event: 'auto start', sc: 'AUTO_START', config: 'auto', wmi: 'Auto', ...listed },
  manual: { number: 3, event: 'demand start', sc: 'DEMAND_START', config: 'demand', wmi: 'Manual', ...listed },
  disabled: { number: 4, event: 'disabled', sc: 'DISABLED', config: 'disabled', wmi: 'Disabled', ...listed },
} as const satisfies Readonly<Record<string, StartTypeRow>>

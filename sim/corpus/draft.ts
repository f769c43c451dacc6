import { stringify } from 'yaml'
import type { Mapping } from '../written/paths.ts'
import type { Fault } from './faults.ts'

/** The text of a scenario in which some faults stand on one server that installs a rollup. Does not know whether they can. */

export interface Draft {
  readonly title: string
  readonly faults: readonly Fault[]
  readonly start: string
  /** But for what is changed on it. */
  readonly server: Mapping
  readonly kb: string
  readonly how: Manner
  /** Steps behind the installation. */
  readonly behind?: readonly Mapping[]
}

/** Who installs it, and how. */
export interface Manner {
  readonly by: 'administrator' | 'microsoft-update'
  readonly ui?: string
}

export function draftText({ title, faults, start, server, kb, how, behind = [] }: Draft): string {
  const wrong = faults.find(fault => fault.call)
  const change = faults.flatMap(fault => fault.change)
  const byHand = how.by === 'administrator'
  return asText({
    title,
    sources: [...new Set(faults.flatMap(fault => fault.sources))],
    causes: faults.flatMap(fault => fault.causes),
    start,
    servers: [{ ...server, change: byHand ? change : [LOGGING, ...change] }],
    steps: [
      {
        install: {
          rollup: kb,
          ...how,
          ...(byHand && { log: `C:\\${kb}.log`, options: 'lxv*' }),
          ...wrong?.call?.says,
        },
        ...(wrong && { cause: wrong.causes[0] }),
      },
      ...behind,
    ],
  })
}

/** By this the update client's installations are logged; an administrator says it in the call. */
const LOGGING: Mapping = {
  registry: {
    key: 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer',
    name: 'Logging',
    type: 'sz',
    value: 'voicewarmup',
  },
}

export function asText(scenario: Mapping): string {
  return stringify(scenario, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' })
}

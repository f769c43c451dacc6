import { type Machine, serviceNamed } from '../machine/machine.ts'
import { documented, modelled } from '../words/grade.ts'

/**
 * On which servers Microsoft Update detects the rollups: not on clustered ones (a note in all four KB articles). Knows
 * nothing of the client that asks.
 */
export const notDetected = {
  /** A server with this service is a node of a cluster. */
  service: 'ClusSvc',
  ...documented('kb935490, kb935999, kb940006, kb953469'),
  fields: { service: modelled('our choice: how detection tells') },
} as const

export function isDetected(machine: Machine): boolean {
  return serviceNamed(machine, notDetected.service) === undefined
}

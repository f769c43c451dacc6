import { type Machine, serviceNamed } from '../machine/machine.ts'
import { documented, modelled } from './grade.ts'

/** On which servers Microsoft Update detects the rollups: not on clustered ones (a note in all four KB articles). */
export const notDetected = {
  /** A server with this service is a node of a cluster. */
  service: 'ClusSvc',
  text: 'There are no updates for this computer.',
  ...documented('kb935490, kb935999, kb940006, kb953469'),
  fields: {
    service: modelled('our choice: how detection tells'),
    text: modelled('our choice: words of the update client'),
  },
} as const

export function isDetected(machine: Machine): boolean {
  return serviceNamed(machine, notDetected.service) === undefined
}

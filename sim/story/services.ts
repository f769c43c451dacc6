import type { Machine } from '../../model/machine/machine.ts'
import { byName, fold } from '../../model/machine/names.ts'
import type { Service } from '../../model/machine/parts.ts'

/** Which services differ between two moments of a server. Does not know whether that is good. */

export interface ChangedService {
  readonly name: string
  /** `automatic, running` */
  readonly from: string
  readonly to: string
}

/** Services in another state than before; the installer's own, which comes and goes by itself, is left out. */
export function changedServices(before: Machine, after: Machine): ChangedService[] {
  return [...after.services.values()]
    .filter(service => fold(service.name) !== 'msiserver')
    .flatMap(service => {
      const was = before.services.get(fold(service.name))
      const [from, to] = [was ? serviceStateText(was) : 'absent', serviceStateText(service)]
      return from === to ? [] : [{ name: service.name, from, to }]
    })
    .sort((a, b) => byName(a.name, b.name))
}

export function serviceStateText(service: Service): string {
  return `${service.start}, ${service.state}`
}

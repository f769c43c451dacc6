import { setValue } from './calls.ts'
import type { Host } from './host.ts'
import { type Machine, registryValue } from './machine.ts'
import { byName, fold } from './names.ts'
import type { PolicyValue } from './parts.ts'

/**
 * Group policies of the domain, as far as a server feels them: the values of its registry that they set. The objects
 * themselves stand on a domain controller, which is not simulated: from here nothing changes them, so each time the server
 * looks for them they are the same as the last time. Knows no policy by name.
 */

/** A policy of the domain sets a value, and has been applied here. Returns a Win32 error. */
export function linkPolicy(host: Host, value: PolicyValue): number {
  const { policies } = host.machine.settings
  const after = [...policies.filter(one => pathOf(one) !== pathOf(value)), value]
  after.sort((a, b) => byName(pathOf(a), pathOf(b)))
  host.record({ kind: 'setting', before: { policies }, after: { policies: after } })
  return setValue(host, value.key, value.name, value.type, value.data)
}

const pathOf = ({ key, name }: Pick<PolicyValue, 'key' | 'name'>): string => fold(`${key}\\${name}`)

/**
 * What `gpupdate /force` does: whatever stands in the registry, the values of the policies are written again. Without it,
 * when Windows boots and every 90 minutes or so, a policy object that has not changed is passed over: what somebody has
 * deleted stays away (documented: technet-cc739112; technet-cc959482).
 */
export function reapplyPolicies(host: Host): void {
  for (const value of host.machine.settings.policies) {
    if (!stands(host.machine, value)) setValue(host, value.key, value.name, value.type, value.data)
  }
}

function stands(machine: Machine, { key, name, type, data }: PolicyValue): boolean {
  const there = registryValue(machine, key, name)
  return there !== undefined && there.type === type && JSON.stringify(there.data) === JSON.stringify(data)
}

import { GROUP_POLICY_KEY, LOCAL_POLICY_KEY } from '../../model/exchange/scripts/powershell.ts'
import { isIdlePolicy } from '../../model/installer/preconditions.ts'
import { POLICY_KEY } from '../../model/installer/registration.ts'
import { keyPath, type Machine, registryText, registryValue } from '../../model/machine/machine.ts'
import { fold, isWithin, leafOf, parentOf } from '../../model/machine/names.ts'
import type { RegistryData, RegistryKey } from '../../model/machine/parts.ts'

/**
 * Policies of a server: as they are written, which is what has to be equal where a server is said to be restored, and what of
 * them is in force, which is what harm is measured by. Does not know which are right.
 */

type Row = readonly [name: string, value: string]

const POLICIES: readonly string[] = ['HKLM\\SOFTWARE\\Policies', 'HKCU\\SOFTWARE\\Policies']

export const isPolicy = (key: string): boolean => POLICIES.some(policy => isWithin(keyPath(key), policy))

export function policies(machine: Machine): Row[] {
  const keys = [...machine.registry.values()].filter(({ path }) => isPolicy(path))
  const values = keys.flatMap(valuesOf).filter(([name]) => !LOGGING.has(name))
  return [...values, ['execution policy', executionPolicySet(machine) ?? 'not set']]
}

const valuesOf = ({ path, values }: RegistryKey): Row[] =>
  [...values.values()].map(({ name, data }) => [`${path}\\${name}`, String(data)])

/** Logging is no fault of a server but a debt of whoever turned it on. */
export const LOGGING: ReadonlySet<string> = new Set(['Logging', 'Debug'].map(name => `${POLICY_KEY}\\${name}`))

/** A local one is nothing where a group policy stands above it. */
const executionPolicySet = (machine: Machine): string | undefined =>
  registryText(machine, GROUP_POLICY_KEY, 'ExecutionPolicy') ??
  registryText(machine, LOCAL_POLICY_KEY, 'ExecutionPolicy')

const isKey = (key: string, other: string): boolean => fold(keyPath(key)) === fold(keyPath(other))

/** What a value makes so; undefined where everything would be the same without it. */
export function valueInForce(machine: Machine, key: string, name: string): RegistryData | undefined {
  if (isKey(key, LOCAL_POLICY_KEY) && fold(name) === fold('ExecutionPolicy')) return executionPolicySet(machine)
  const data = registryValue(machine, key, name)?.data
  return data !== undefined && isKey(key, POLICY_KEY) && isIdlePolicy(name, data) ? undefined : data
}

/** Of a row of `policies`, whether it makes anything so. */
export function isInForce(machine: Machine, row: string): boolean {
  const key = parentOf(row)
  return key === undefined || valueInForce(machine, key, leafOf(row)) !== undefined
}

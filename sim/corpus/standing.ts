import type { Change } from '../../model/machine/change.ts'
import { fileAt, type Machine, registryKey, serviceNamed } from '../../model/machine/machine.ts'
import { fold, leafOf, parentOf } from '../../model/machine/names.ts'
import { SERVICES_KEY } from '../../model/machine/serviceKeys.ts'
import { CAUSE_NOTES, type Cause, type CauseNote } from '../causes.ts'
import { buildServer } from '../scenario/build.ts'
import { loadScenario } from '../scenario/load.ts'
import type { ChangeSpec, Scenario } from '../scenario/schema.ts'
import type { ServerSpec } from '../scenario/spec.ts'

/** Whether what a scenario says is wrong can be so on its server. Does not know where the scenario comes from. */

/** What the text says, if that is a scenario and everything is there that it says is wrong. */
export function standing(text: string, seed: number): Scenario | undefined {
  const loaded = loadScenario(text, 'scenario.yaml')
  if (!loaded.ok) return undefined
  return stands(loaded.scenario, seed) ? loaded.scenario : undefined
}

/** Whether everything is there that the first server's entries are about, and whatever they say is wrong is so. */
export function stands(scenario: Scenario, seed: number): boolean {
  const { origins, recorder, spec } = buildServer(scenario, 0, seed)
  return spec.change.every((change, i) => {
    const { cause, changes } = origins[i]!
    return (
      hasPlace(change, changes, recorder.machine) && (cause === undefined || (changes.length > 0 && canBe(cause, spec)))
    )
  })
}

/** IIS is on servers without Outlook Web Access as well: disabled there, it leaves nothing that is not updated. */
function canBe(cause: Cause, { roles }: ServerSpec): boolean {
  const { role }: CauseNote = CAUSE_NOTES[cause]
  return role === undefined || roles.some(one => one === role)
}

/** These can be made of anything, and mean nothing where the thing is not. */
function hasPlace(entry: ChangeSpec, changes: readonly Change[], machine: Machine): boolean {
  switch (entry.kind) {
    case 'process':
      return entry.holds.every(path => fileAt(machine, path))
    case 'deny':
      return (fileAt(machine, entry.path) ?? registryKey(machine, entry.path)) !== undefined
    case 'registry': {
      const of = parentOf(entry.key)
      const service = of !== undefined && fold(of) === fold(SERVICES_KEY) ? leafOf(entry.key) : undefined
      return service === undefined || serviceNamed(machine, service) !== undefined
    }
    case 'write':
      return !changes.some(change => change.kind === 'file' && change.after?.folder)
    default:
      return true
  }
}

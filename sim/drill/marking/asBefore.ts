import type { Change } from '../../../model/machine/change.ts'
import { fileAt, type Machine, registryKey, serviceNamed } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { isPolicy, valueInForce } from '../../remedy/policies.ts'
import { type Course, type Traced, touches } from './course.ts'
import { isRunning, isSame } from './own.ts'

/** Whether what somebody has changed is again as it was, in what counts. Does not know whether that is good. */

/** What it changed is as it was at the opening. A call of the installer is never undone. */
export function isUndone({ fact: { body }, server }: Traced, { opening }: Course): boolean {
  if (!touches({ body })) return true
  return body.kind === 'change' && isAsBefore(body.change, opening.machines.get(server.name)!, server.machine)
}

function isAsBefore(change: Change, was: Machine, now: Machine): boolean {
  const same = (of: (machine: Machine) => unknown): boolean => isSame(of(was), of(now))
  switch (change.kind) {
    case 'file':
      return same(machine => contentAt(machine, change.path))
    case 'rename':
      return [change.from, change.to].every(path => same(machine => contentAt(machine, path)))
    case 'value':
      return same(machine => valueInForce(machine, change.key, change.name))
    case 'key':
      // Of policies it is the values that say something.
      return isPolicy(change.path) || same(machine => registryKey(machine, change.path) !== undefined)
    case 'service':
      return same(machine => startAndState(machine, change.name))
    case 'process':
      return change.before !== undefined && same(machine => isRunning(machine, change.before!.path))
    case 'denial':
      return same(machine => machine.denials.get(fold(change.path))?.access)
    default:
      return false
  }
}

function startAndState(machine: Machine, name: string): unknown {
  const service = serviceNamed(machine, name)
  return service && [service.start, service.state]
}

/** Without its times, which everything that is put back has anew. */
function contentAt(machine: Machine, path: string): unknown {
  const file = fileAt(machine, path)
  return file && { content: file.content, size: file.size, version: file.version, attributes: file.attributes }
}

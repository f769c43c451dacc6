import { withoutExe } from '../../../model/machine/names.ts'
import type { Process } from '../../../model/machine/parts.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { tasksById } from '../../forms/exports/processes.ts'
import { isCritical, killProcess } from '../cmd/processes.ts'
import { errorText } from '../window/errors.ts'
import { wildcard } from '../window/fileAccess.ts'
import { machineOf } from '../window/session.ts'
import { type Cmdlet, type CmdletCall, type Produced, produced } from './cmdlet.ts'
import type { Item } from './items.ts'
import { parameterValues } from './parameters.ts'

/**
 * Get-Process and Stop-Process. A process is called by the name of its program without `.exe`. Does not know what a
 * process is for.
 */

interface FoundProcesses {
  readonly processes: readonly Process[]
  readonly errors: readonly string[]
}

/** The idle one has another name here. */
const shortName = ({ pid, name }: Process): string => (pid === 0 ? 'Idle' : withoutExe(name))

/** @param position where a bare word stands for a name or for an id: the two cmdlets differ */
function find(call: CmdletCall, position: 'name' | 'id'): FoundProcesses {
  const all = tasksById(machineOf(call.session))
  const bare = call.parameters.positional[0] ?? []
  const names = call.parameters.named.get('name') ?? (position === 'name' ? bare : [])
  const ids = call.parameters.named.get('id') ?? (position === 'id' ? bare : [])
  const errors: string[] = []
  const processes: Process[] = call.input.flatMap(
    item => all.find(p => item.kind === 'process' && p.pid === item.pid) ?? [],
  )
  for (const name of names) {
    const test = wildcard(name)
    const found = all.filter(process => test(shortName(process)))
    if (found.length === 0 && !/[*?]/.test(name))
      errors.push(`Cannot find a process with the name '${name}'. Verify the process name and call the cmdlet again.`)
    processes.push(...found)
  }
  for (const id of ids) {
    const found = all.find(process => String(process.pid) === id)
    if (found) processes.push(found)
    else errors.push(`Cannot find a process with the process identifier ${id}.`)
  }
  return { processes, errors }
}

function getProcess(call: CmdletCall): Produced {
  const asked = call.parameters.given.length + call.parameters.named.size > 0 || !call.first
  const found = asked ? find(call, 'name') : { processes: tasksById(machineOf(call.session)), errors: [] }
  const items = found.processes.map((p): Item => ({ kind: 'process', pid: p.pid, name: shortName(p) }))
  return produced(items, found.errors)
}

function stopProcess(call: CmdletCall): Produced {
  const { processes, errors } = find(call, 'id')
  const failures = processes.flatMap(process => {
    if (isCritical(process))
      return [
        `Process '${shortName(process)} (${process.pid})' cannot be stopped due to the following error: ${errorText(WIN32.ACCESS_DENIED).replace('.', '')}`,
      ]
    killProcess(call.session, process.pid)
    return []
  })
  return produced([], [...errors, ...failures])
}

export const processCmdlets: readonly Cmdlet[] = [
  {
    names: ['Get-Process', 'gps', 'ps'],
    accepts: 1,
    help: 'Get-Process [NAME]   processes',
    takes: ['name', 'id'],
    absent: ['inputobject'],
    ms: 150,
    run: getProcess,
  },
  {
    names: ['Stop-Process', 'spps', 'kill'],
    accepts: 1,
    help: 'Stop-Process ID | -Name NAME   end a process',
    takes: ['id', 'name'],
    absent: ['passthru', 'inputobject'],
    ms: 150,
    run: call =>
      parameterValues(call.parameters, 'name').length +
        parameterValues(call.parameters, 'id', 0).length +
        call.input.length >
      0
        ? stopProcess(call)
        : produced([], [powershellError('missingParameter', 'Id')]),
  },
]

import type { Machine } from '../../model/machine/machine.ts'
import { fold, isWithin } from '../../model/machine/names.ts'
import type { FileNode } from '../../model/machine/parts.ts'

import { copyOfEvidence } from '../diagnosis/evidence.ts'
import { LOGGING } from './policies.ts'
import { MOVED_ASIDE } from './state.ts'

/**
 * What the remedies changed beside their purpose: things that were as on the twin and are not any more, and programs that
 * were ended. Does not know which command did it.
 */
export function collateral(before: Things, after: Machine, twin: Machine): string[] {
  const [is, should] = [thingsOf(after), thingsOf(twin)]
  const names = [...new Set([...before.keys(), ...is.keys()])].sort()
  return names
    .filter(name => before.get(name) !== is.get(name) && before.get(name) === should.get(name))
    .map(name => inWords(name, before.get(name), is.get(name)))
}

function inWords(name: string, was: string | undefined, is: string | undefined): string {
  if (is === undefined) return `${name} is gone`
  return was === undefined ? `${name} is new` : `${name} was ${was} and is ${is}`
}

/** What stands on a server, by name. */
export type Things = ReadonlyMap<string, string>

export function thingsOf(machine: Machine): Things {
  const values = [...machine.registry.values()].flatMap(({ path, values }) =>
    VOLATILE.some(key => isWithin(path, key))
      ? []
      : [...values.values()]
          .map(({ name, data }) => [`${path}\\${name}`, String(data)] as const)
          .filter(([name]) => !LOGGING.has(name)),
  )
  const files = [...machine.files.values()].flatMap(node =>
    isVolatile(node, machine) ? [] : [[node.path, contentOf(node)] as const],
  )
  const denials = [...machine.denials.values()].map(
    ({ path, access }) => [`rights on ${path}`, `no ${access}`] as const,
  )
  return new Map([...values, ...files, ...denials, ...programs(machine)])
}

/** Those that a scenario brought: what Windows and Exchange run is told by their services. */
function programs({ processes, processNumbers }: Machine): (readonly [string, string])[] {
  const brought = [...processes.values()].filter(({ name }) => !processNumbers.known.has(fold(name)))
  return brought.map(({ name }) => [`program ${name}`, 'running'])
}

/** What the installer writes of its own accord, and renames that wait. */
const VOLATILE: readonly string[] = [
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Installer',
  'HKLM\\SOFTWARE\\Classes\\Installer',
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall',
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager',
]

const contentOf = ({ folder, version, hash, content }: FileNode): string =>
  folder ? 'a folder' : content?.kind === 'text' ? content.text : (version ?? hash ?? 'a file')

/** Logs, what programs write for themselves, what was saved of the evidence, and the installer's own folders. */
function isVolatile({ path, content }: FileNode, { windows }: Machine): boolean {
  if (content !== undefined && content.kind !== 'text') return true
  return (
    /\.(?:log|tmp|rbf|rbs|xml)$/i.test(path) ||
    MOVED_ASIDE.test(path) ||
    copyOfEvidence(`${path}\\`) !== undefined ||
    /^[A-Z]:\\Config\.Msi(?:\\|$)/.test(path) ||
    [`${windows.systemRoot}\\Installer`, `${windows.systemRoot}\\Temp`, windows.adminTemp].some(folder =>
      isWithin(path, folder),
    )
  )
}

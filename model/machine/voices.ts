import { reportEvent } from './eventLogs.ts'
import type { Host } from './host.ts'
import { fileAt, type Machine } from './machine.ts'
import type { Service, Utterance } from './parts.ts'

/**
 * What services write into the Application log of themselves, while they start and stop. A service carries its lines with it;
 * here they are spoken. Does not know which service says what.
 */

/** Its work takes so long; between equal parts of it, it says how far it is. */
export function speaking(host: Host, service: Spoken, lines: readonly Utterance[], ms: number): void {
  const part = ms / (lines.length + 1)
  for (const line of lines) {
    host.spend(part)
    utter(host, service, line)
  }
  host.spend(part)
}

/** A service, and where its image lies. */
export interface Spoken extends Pick<Service, 'pid'> {
  readonly path: string
}

export function utter(host: Host, service: Spoken, line: Utterance): void {
  const { source, id, type = 'information', category, strings } = line
  const filled = strings.map(text => filledIn(host.machine, service, line, text))
  reportEvent(host, 'Application', { source, id, type, category, strings: filled })
}

/** `{pid}`, or `{4 build}`: a number with at least so many digits. */
const PLACE = /\{(?:(\d) )?([a-z]+)\}/g

function filledIn(machine: Machine, service: Spoken, { versionOf = service.path }: Utterance, text: string): string {
  if (!text.includes('{')) return text
  const [major = '0', minor = '0', build = '0', revision = '0'] = fileAt(machine, versionOf)?.version?.split('.') ?? []
  const places: Readonly<Record<string, string>> = {
    pid: String(service.pid ?? 0),
    domain: machine.domain ?? machine.name,
    processor: machine.arch === 'x64' ? 'AMD64' : 'X86',
    ...{ major, minor, build, revision },
  }
  return text.replace(PLACE, (_, digits: string | undefined, name: string) =>
    places[name]!.padStart(Number(digits ?? 0), '0'),
  )
}

/** What it says as it starts: more, where something was left open. */
export function saidAtStart({ voice, unclosed }: Service): readonly Utterance[] {
  return voice?.starts.filter(line => unclosed || !line.recovers) ?? []
}

/** A service that was ended, with what it leaves behind: whoever can recover has something open. */
export function ended({ pid: _gone, ...service }: Service): Service {
  const keepsOpen = service.voice?.starts.some(line => line.recovers)
  return { ...service, state: 'stopped', ...(keepsOpen && { unclosed: true as const }) }
}

/** The same of one that has closed everything. */
export function closed({ unclosed: _mended, ...service }: Service): Service {
  return service
}

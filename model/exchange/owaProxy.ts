import { reportEvent } from '../machine/eventLogs.ts'
import type { Host } from '../machine/host.ts'
import { fileAt, type Machine, serviceNamed } from '../machine/machine.ts'
import { OWA_SOURCE } from '../words/eventSources.ts'
import { type OWA_EVENTS, OWA_PROXY } from '../words/events.ts'
import { modelled } from '../words/grade.ts'
import { lower } from '../words/letters.ts'
import { owaFolder } from './files.ts'
import { currentVersion } from './owaPreparation.ts'

/**
 * A user signs in to Outlook Web Access on one Client Access server, and the mailbox is behind another one. The page
 * refers to files of the version that is in there; the server that was asked has to have them (kb947168). Old folders stay
 * when a server is updated, so a newer one has those of an older one, and not the other way round. Does not know which
 * server faces the Internet, nor what else of the two levels does not fit (exchange-2007.md F22).
 */
export const PROXYING = {
  missing: 46 satisfies keyof typeof OWA_EVENTS,
  fields: { names: modelled('our choice: the article has none of the names') },
} as const

/** What a server has not got for the users of another one. */
export interface Lack {
  /** The folder of files of the version in there. */
  readonly folder: string
  readonly own: string
  readonly theirs: string
}

/** Where a user could come and be sent on: Outlook Web Access runs on both. */
export const proxies = (machine: Machine, behind: Machine): boolean =>
  servedVersion(machine) !== undefined && servedVersion(behind) !== undefined

export function lackOf(machine: Machine, behind: Machine): Lack | undefined {
  const [own = '', theirs = ''] = [servedVersion(machine), servedVersion(behind)]
  const folder = `${owaFolder(machine)}\\${theirs}`
  return fileAt(machine, folder)?.folder ? undefined : { folder, own, theirs }
}

/** The build of Outlook Web Access, where the web service runs. */
const servedVersion = (machine: Machine): string | undefined =>
  serviceNamed(machine, 'W3SVC')?.state === 'running' ? currentVersion({ machine }) : undefined

const address = ({ name }: Machine): string => `https://${lower(name)}/owa`

/** Says what it lacks, in the Application log. */
export function reportLack(host: Host, behind: Machine, { own, theirs }: Lack): void {
  reportEvent(host, 'Application', {
    source: OWA_SOURCE,
    id: PROXYING.missing,
    type: 'error',
    category: OWA_PROXY.category,
    strings: [address(host.machine), own, address(behind), theirs],
  })
}

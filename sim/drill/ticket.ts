import { displayName, rollupOf } from '../../model/exchange/builds.ts'
import { operatingSystems } from '../../model/exchange/os.ts'
import { owaPage } from '../../model/exchange/owaPreparation.ts'
import { type Machine, serviceNamed } from '../../model/machine/machine.ts'
import { isoLocal } from '../../model/machine/time.ts'
import { upper } from '../../model/words/letters.ts'
import type { Attempt, Run, ServerRun } from '../run/simulate.ts'

/**
 * The ticket as a customer writes it: what was done, what the windows said, what the users say. From attempts, dialogs, the
 * update client and Outlook Web Access alone; whoever writes it knows nothing of why.
 */
export function ticketOf(run: Run): string[] {
  const told = run.servers.flatMap(server => [introduction(run, server), ...story(run, server), ...users(server), ''])
  return [...told, ...WISH]
}

const WISH: readonly string[] = [
  'Please find out what is wrong, bring the server to where it should be, and tell us what it was.',
]

// ----------------------------------------------------------------------------------------------------- the servers

function introduction({ scenario }: Run, { name, initial }: ServerRun): string {
  const spec = scenario.servers.find(server => server.name === name)!
  const exchange =
    spec.baseline === 'none'
      ? 'without Exchange'
      : `Exchange Server 2007 ${spec.baseline === 'rtm' ? '' : `${upper(spec.baseline)} `}(${spec.roles.join(', ')})`
  return `${name} is a ${operatingSystems[initial.windows.id].name}, ${exchange}${spec.cluster ? ', a node of a cluster' : ''}.`
}

// ------------------------------------------------------------------------------------------------- what was done

function story(run: Run, server: ServerRun): string[] {
  const attempts = run.attempts.filter(attempt => attempt.server === server.name)
  const rows = [
    ...attempts.map(attempt => ({ at: attempt.startedAt, text: attemptText(attempt, server) })),
    ...server.facts.flatMap(({ at, body }) => {
      switch (body.kind) {
        case 'not-offered':
          return [{ at, text: `Microsoft Update does not offer ${body.title} to it: "${body.text}"` }]
        case 'command':
          return [{ at, text: `We typed: ${body.line}` }]
        case 'power-lost':
          return [{ at, text: 'The power went, and the server came up again by itself.' }]
        default:
          return []
      }
    }),
  ]
  const sorted = rows.toSorted((a, b) => a.at - b.at)
  return sorted.map(({ at, text }) => `${isoLocal(at, server.machine.zone).replace('T', ' ').slice(0, 16)}  ${text}`)
}

const UPDATE_CLIENT = 'Microsoft Update'

function attemptText(attempt: Attempt, { machine }: ServerRun): string {
  const { exitCode, updateClientError, dialogs, endedAt, startedAt } = attempt
  const by = attempt.mode.startsWith('microsoft-update') ? UPDATE_CLIENT : 'We'
  const what = `${by} ran ${packageText(attempt.package)}.`
  if (exitCode === null) return `${what} It never came to an end.`
  const saw = dialogs.map(text => `"${text.replace(/\s+/g, ' ')}"`)
  const windows = saw.length > 0 ? ` The window said: ${saw.join(', then ')}.` : ''
  const silent = saw.length > 0 || updateClientError ? '' : ` It showed nothing and ended with ${exitCode}.`
  const clock = isoLocal(endedAt, machine.zone).slice(11, 16)
  return `${what}${windows}${silent} It was over at ${clock}, ${lengthText(endedAt - startedAt)}.`
}

function lengthText(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  return minutes === 0 ? 'within a minute' : `after ${minutes} minute${minutes === 1 ? '' : 's'}`
}

function packageText(name: string): string {
  const rollup = rollupOf(name)
  return rollup ? displayName(rollup) : name
}

// ------------------------------------------------------------------------------------------------ what users say

interface Complaint {
  readonly heard: (machine: Machine) => boolean
  readonly text: string
}

const isDown = (machine: Machine, name: string): boolean => serviceNamed(machine, name)?.state === 'stopped'

const COMPLAINTS: readonly Complaint[] = [
  { heard: machine => owaPage(machine) === 'blank', text: 'Outlook Web Access shows a blank page.' },
  { heard: machine => owaPage(machine) === 'unavailable', text: 'Outlook Web Access does not answer.' },
  { heard: machine => isDown(machine, 'MSExchangeIS'), text: 'Outlook cannot open any mailbox.' },
  { heard: machine => isDown(machine, 'MSExchangeTransport'), text: 'No mail comes in or goes out.' },
]

function users({ machine, facts }: ServerRun): string[] {
  const behind = facts.flatMap(({ body }) => (body.kind === 'signed-in' && !body.served ? [body.behind] : []))
  return [
    ...COMPLAINTS.filter(({ heard }) => heard(machine)).map(({ text }) => text),
    ...[...new Set(behind)].map(name => `Users whose mailbox is behind ${name} cannot open it here, in the browser.`),
  ]
}

/** A number to call it by, from the seed. */
export const ticketNumber = (seed: number): number => 4711 + (seed % 4096)

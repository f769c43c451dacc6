import { CAUSE_NOTES, type Cause } from '../../causes.ts'
import { savesEvidence } from '../../diagnosis/remedies.ts'
import { diagnoseServer } from '../../remedy/repair.ts'
import type { Run } from '../../run/simulate.ts'
import { simulate } from '../../run/simulate.ts'
import type { Scenario } from '../../scenario/spec.ts'
import { rowsOf } from '../citations.ts'
import type { Header } from '../session.ts'
import { placeText } from './evidence.ts'
import { judgeOf, type Shown } from './judge.ts'

/**
 * Five hints, from vague to exact: in which log, in which part of it, which line, which cause, which command. They are about the
 * cause that the evidence shows first. Reads the answer.
 */

export function hintsOf(scenario: Scenario, header: Header): string[] {
  const run = simulate(scenario, { seed: header.seed })
  const { causes } = judgeOf(run).offered
  const [shown] = causes
  const cause = (shown?.[0] ?? scenario.causes[0]) as Cause | undefined
  const place = shown?.[1][0]
  return [
    place ? `Look at ${place.path} on ${place.server}.` : NOWHERE,
    place ? `There, ${partOf(run, place)}.` : 'Look at what was done, and by whom.',
    place ? `It stands at ${placeText(place)}.` : NOWHERE,
    cause === undefined ? 'Nothing is wrong here.' : `It is ${cause}${noteOf(cause)}.`,
    commandText(run, cause),
  ]
}

const NOWHERE = 'Nothing in the evidence says it: it follows from what was done and what is there.'

const noteOf = (cause: string): string => {
  const note = Object.hasOwn(CAUSE_NOTES, cause) ? CAUSE_NOTES[cause as Cause] : undefined
  return note ? `: ${note.is}` : ''
}

/** Roughly: a tenth of a text, the hour of a record, the key of a value. */
function partOf(run: Run, { server, path, selector }: Shown): string {
  if (selector.type === 'registry') return `look below ${selector.key}`
  if (selector.type === 'record') return `look at the records from ${Math.max(1, selector.id - NEAR)} on`
  const rows = rowsOf(run.servers.find(({ name }) => name === server)!, path)?.length ?? selector.line
  const size = Math.max(NEAR, Math.ceil(rows / 10))
  const from = Math.floor((selector.line - 1) / size) * size
  return `look at lines ${from + 1} to ${Math.min(rows, from + size)}`
}

const NEAR = 10

/** What a blind diagnosis of the evidence would have somebody type first for that cause. */
function commandText(run: Run, cause: Cause | undefined): string {
  const found = run.servers.flatMap(server => diagnoseServer(run, server).findings)
  const about = found.filter(finding => finding.cause === cause)
  const [remedy] = [...about, ...found].flatMap(({ remedies }) => remedies).filter(remedy => !savesEvidence(remedy))
  if (!remedy) return 'There is no command for it: leave the server as it is, and say why.'
  const [command] = remedy.commands
  return command === undefined ? `${remedy.title}.` : `${remedy.title}: ${remedy.commands.join(' ; ')}`
}

import { INSTALLER_EVENTS } from '../../../model/words/events.ts'
import { lower } from '../../../model/words/letters.ts'
import { MESSAGES } from '../../../model/words/messages.ts'
import { firstSentence, reader } from '../../../model/words/turned.ts'
import type { Evidence, Read } from '../evidence.ts'
import type { Quote } from '../finding.ts'
import type { InstallerLog } from '../parse/installerLog.ts'
import { installAgain, type KnownHolder, releaseFiles, servicesFirstOrAfterPatch, steps } from '../remedies.ts'
import { HELD_FILE_EVENT, openInstallerEvents, openLogs, quoteEvent, quoteLog } from '../situation.ts'
import { firstQuotes, type Match, type Rule, together } from './rule.ts'

/** A file was held when the rollup wanted to replace it. Who holds it is known where something names the program. */

const HELD = 1306
const held = reader(firstSentence(MESSAGES[HELD].text))

/** Who holds a file, as message 1603 and as event 1025 has it: the places of path and program. */
const HOLDERS = [
  { read: reader(firstSentence(MESSAGES[1603].text)), path: 2, program: 4 },
  { read: reader(INSTALLER_EVENTS[1025].text), path: 2, program: 3 },
]

export const fileInUse: Rule = {
  id: 'file-in-use',
  cause: 'file-in-use',
  title: 'A file that the rollup replaces was in use',
  where: 'verbose log: message 1306 before the first return value 3; Application log: event 11306',
  match,
}

/** A message that stopped a run, and the file it names. */
interface Held {
  readonly quote: Quote
  readonly file: string | undefined
  /** The first of its log. */
  readonly first: boolean
  /** As a person saw it. */
  readonly sentence: boolean
}

function match(evidence: Evidence): Match | undefined {
  const inLogs = openLogs(evidence).flatMap(heldIn)
  const events = openInstallerEvents(evidence).filter(({ event }) => event.id === HELD_FILE_EVENT)
  const inEvents = events.map(e => ({ quote: quoteEvent(e), file: held(e.event.message)?.get(2) }))
  const all = [...inLogs, ...inEvents]
  if (all.length === 0) return undefined
  const files = distinct(all.flatMap(({ file }) => (file === undefined ? [] : [file.trim()])))
  const confidence = together(inLogs.length > 0 ? 0.95 : 0, inEvents.length > 0 ? 0.88 : 0)
  const release = files.length > 0 ? [releaseFiles(files, holders(evidence))] : []
  return {
    ...(files.length > 0 && { title: `A file that the rollup replaces was in use: ${files.map(leaf).join(', ')}` }),
    confidence,
    evidence: firstQuotes(
      inLogs.filter(({ first }) => first).map(({ quote }) => quote),
      inLogs
        .filter(({ sentence }) => sentence)
        .map(({ quote }) => quote)
        .slice(0, 2),
      inEvents.map(({ quote }) => quote),
      failures(evidence),
    ),
    remedies: steps(evidence, servicesFirstOrAfterPatch, ...release, installAgain),
  }
}

/** Notes and messages of number 1306 up to where the run failed: what comes later would be the rollback's own. */
function heldIn(log: Read<InstallerLog>): Held[] {
  const limit = log.firstFailure?.end?.number ?? Number.POSITIVE_INFINITY
  const notes = log.notes
    .filter(({ number }) => number === HELD)
    .map(({ line, fields }) => ({ line, file: fields[0] || undefined }))
  const messages = log.messages
    .filter(({ number, form }) => number === HELD && form !== 'debug')
    .map(({ line, text }) => ({ line, file: held(text)?.get(2) }))
  return [...notes, ...messages]
    .filter(({ line }) => line.number < limit)
    .sort((a, b) => a.line.number - b.line.number)
    .map(({ line, file }, i) => ({
      quote: quoteLog(log, line),
      file,
      first: i === 0,
      sentence: line.text.startsWith('Error '),
    }))
}

/** Where the run failed on it. */
function failures(evidence: Evidence): Quote[] {
  return openLogs(evidence).flatMap(log => {
    const end = log.firstFailure?.end
    return end ? [quoteLog(log, end)] : []
  })
}

/** Programs that the log or event 1025 names as holding a file. */
function holders(evidence: Evidence): KnownHolder[] {
  const texts = [
    ...openLogs(evidence).flatMap(log => log.messages.filter(m => m.form === 'info').map(m => m.text)),
    ...openInstallerEvents(evidence).map(({ event }) => event.message),
  ]
  return texts.flatMap(text =>
    HOLDERS.flatMap(({ read, path, program }) => {
      const told = read(text)
      const name = told?.get(program) ?? ''
      return told ? [{ path: told.get(path)!, program: /\.exe$/i.test(name) ? name : `${name}.exe` }] : []
    }),
  )
}

function distinct(paths: readonly string[]): string[] {
  return paths.filter((path, i) => paths.findIndex(p => lower(p) === lower(path)) === i)
}

const leaf = (path: string): string => path.split('\\').at(-1) ?? path

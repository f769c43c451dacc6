import type { Evidence, Read } from './evidence.ts'
import type { Herring, Quote } from './finding.ts'
import type { InstallerLog, Remark } from './parse/installerLog.ts'
import type { LogLine, LogNote } from './parse/installerRows.ts'
import {
  disabledNow,
  installerEvents,
  type Judged,
  quoteEvent,
  quoteLog,
  quoteText,
  serviceControlLog,
} from './situation.ts'

/**
 * Lines that frighten readers of these logs and mean nothing. Collected in exchange-2007.md 4.2. Knows forms of lines;
 * whether something else is wrong is not its question.
 */

interface HerringRule {
  readonly id: string
  readonly why: string
  readonly find: (judged: Judged) => readonly Quote[]
}

const inLogs =
  (select: (log: Read<InstallerLog>) => readonly LogLine[]): HerringRule['find'] =>
  ({ evidence }) =>
    evidence.installerLogs.flatMap(log => select(log).map(line => quoteLog(log, line)))

const notes = (test: (note: LogNote) => boolean): HerringRule['find'] =>
  inLogs(log => log.notes.filter(test).map(({ line }) => line))

const remarks = (wanted: Remark): HerringRule['find'] =>
  inLogs(log => log.remarks.filter(({ about }) => about === wanted).map(({ line }) => line))

const HERRINGS: readonly HerringRule[] = [
  {
    id: 'error-table-note',
    why: 'The package has no rows in its Error table: the engine notes that for every message it prints.',
    find: notes(note => (note.number === 2262 || note.number === 2205) && note.fields.includes('Error')),
  },
  {
    id: 'dialog-layout',
    why: 'A control of a dialog is a few pixels too wide. Verbose logging says so, nobody sees it.',
    find: inLogs(log => [
      ...log.messages.filter(({ number, form }) => number === 2826 && form === 'debug').map(({ line }) => line),
      ...log.shown.filter(({ text }) => /The error code is 2826\b/.test(text)),
    ]),
  },
  {
    id: 'message-property',
    why: 'A text that the package carries for the case that it is needed; the dump at the end lists every property.',
    find: inLogs(log => log.properties.filter(({ name }) => /^msg[A-Z]/.test(name)).map(({ line }) => line)),
  },
  {
    id: 'temporary-file-busy',
    why: 'The engine still has its own copy of the package open; it tries again and succeeds.',
    find: remarks('file-busy'),
  },
  {
    id: 'result-note',
    why: 'The number of the result that is printed below it, not an error of its own.',
    find: notes(({ number }) => number === 1729 || number === 1708 || number === 2729),
  },
  {
    id: 'transforming-error-table',
    why: 'The patch changes the table of messages, which is called Error.',
    find: remarks('transforming-errors'),
  },
  {
    id: 'unknown-source-key',
    why: 'The package has no network or URL source registered, which is the rule.',
    find: notes(note => note.number === 1402 && /^UNKNOWN\\(?:Net|URL)$/.test(note.fields[0] ?? '')),
  },
  {
    id: 'propagated-failure',
    why: 'The failure of the first "Return value 3", handed on to the action around it.',
    find: inLogs(log => log.failures.slice(1).map(({ end }) => end)),
  },
  {
    id: 'cached-package-found-at-source',
    why: 'The installer lost its copy of the package, but found the package where it was installed from.',
    find: inLogs(log => log.searches.filter(s => s.what === 'product' && s.resolved).map(({ line }) => line)),
  },
  {
    id: 'installed-with-failure-status',
    why: 'The event is called that after every attempt; the status at its end is the result.',
    find: inLogs(log => log.results.filter(({ value }) => FAILED_STATUS.test(value)).map(({ line }) => line)),
  },
  {
    id: 'translated-failure',
    why: 'The action is marked to go on after a failure: the engine took it for a success.',
    find: remarks('translated'),
  },
  {
    id: 'configuration-failed-event',
    why: 'Repeats the outcome, as an Information event; the cause stands in an earlier event.',
    find: ({ evidence }) =>
      installerEvents(evidence)
        .filter(({ event }) => event.id === 11_729)
        .map(quoteEvent),
  },
  {
    id: 'script-completed',
    why: 'The script did what it was told; the services are down all the same.',
    find: ({ evidence, lost }) => {
      const log = serviceControlLog(evidence)
      const end = log?.blocks.findLast(block => block.kind !== 'unknown')?.end
      const down = (disabledNow(evidence)?.length ?? 0) > 0 || lost || lastDisabled(evidence)
      return log && end && /succes/.test(end.text) && down ? [quoteText(log.path, end)] : []
    },
  },
  {
    id: 'not-modified',
    why: 'True of the files. What the custom actions did to services and to Outlook Web Access stays.',
    find: ({ evidence }) =>
      evidence.dialogs.flatMap(({ path, lines }) =>
        lines.flatMap((text, i) =>
          /Your system has not been modified/.test(text) ? [{ path, line: i + 1, text }] : [],
        ),
      ),
  },
]

const FAILED_STATUS = /^Windows Installer (?:installed|reconfigured) .*error status: (?!0\.)\d+/

function lastDisabled(evidence: Evidence): boolean {
  const last = serviceControlLog(evidence)?.blocks.findLast(block => block.kind !== 'unknown')
  return last?.kind === 'BeforePatch' && last.disabled.length > 0
}

/** A log repeats itself: each text once per file, in the order of the files and lines. */
export function findHerrings(judged: Judged): Herring[] {
  const seen = new Set<string>()
  return HERRINGS.flatMap(({ id, why, find }) =>
    find(judged)
      .filter(({ path, text }) => {
        const key = JSON.stringify([id, path, withoutPrefix(text)])
        return !seen.has(key) && seen.add(key)
      })
      .map(({ path, line, text }) => ({ id, path, line, text, why })),
  ).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line))
}

const withoutPrefix = (text: string): string => text.replace(/^M?SI \([^)]*\) \([^)]*\)(?: \[[^\]]*\])?: /, '')

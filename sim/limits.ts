/**
 * How much is read of what somebody hands over: evidence, scenarios, bundles. Does not know who reads. What happens to what
 * is over a limit stands with each group.
 */

export interface Limit {
  readonly most: number
  /** What is counted. */
  readonly unit: string
  readonly per: 'reading' | 'folder' | 'file' | 'line' | 'value' | 'quote' | 'byte'
  readonly why: string
}

const MIB = 1024 * 1024

/** Evidence: what is over it is told, and the rest is diagnosed. */
export const LIMITS = {
  entries: { most: 200_000, unit: 'files and folders', per: 'reading', why: 'more than the logs of any server' },
  depth: { most: 40, unit: 'levels of folders', per: 'folder', why: 'a path of Windows has 260 characters' },
  bytes: { most: 256 * MIB, unit: 'bytes', per: 'file', why: 'a log of a rollup has some megabytes' },
  whole: {
    most: 64 * MIB,
    unit: 'bytes of an event log or an XML file',
    per: 'file',
    why: 'it is kept in memory while it is read; Windows ends an event log at 16 MB by default',
  },
  line: {
    most: 65_536,
    unit: 'characters',
    per: 'line',
    why: 'the longest value of a property dump is a list of names',
  },
  events: {
    most: 100_000,
    unit: 'events',
    per: 'file',
    why: 'an event log of 16 MB, the usual size, has half as many',
  },
  rows: { most: 20_000, unit: 'rows of a kind', per: 'file', why: 'an attempt leaves some thousands' },
  elements: { most: 3_000_000, unit: 'rows', per: 'reading', why: 'ten thousand logs of some hundred rows each' },
  nesting: {
    most: 256,
    unit: 'elements inside each other',
    per: 'file',
    why: 'an export of PowerShell nests below ten deep',
  },
  steps: {
    most: 32,
    unit: 'steps',
    per: 'byte',
    why: 'a template of an event log is read again for each of its records',
  },
  warnings: { most: 20, unit: 'warnings', per: 'file', why: 'damage repeats itself' },
  allWarnings: { most: 500, unit: 'warnings', per: 'reading', why: 'nobody reads more' },
  quote: { most: 2000, unit: 'characters', per: 'quote', why: 'a quote is for reading' },
} as const satisfies Record<string, Limit>

/** What a person has written for this program, or it has written itself: what is over it is refused, exit code 2. */
export const INPUT_LIMITS = {
  scenario: { most: MIB, unit: 'bytes of a scenario', per: 'file', why: 'the longest of ours has some kilobytes' },
  scenarioDepth: {
    most: 64,
    unit: 'lists and mappings inside each other',
    per: 'file',
    why: 'a scenario nests below ten deep',
  },
  scenarioValues: {
    most: 100_000,
    unit: 'values with what aliases repeat',
    per: 'file',
    why: 'a scenario of a thousand entries has some ten thousand',
  },
  scenarioText: {
    most: 65_536,
    unit: 'characters',
    per: 'value',
    why: 'a text that is written to a file has some lines',
  },
  complaints: {
    most: 1000,
    unit: 'entries that are wrong',
    per: 'file',
    why: 'by then the file is no scenario',
  },
  problems: { most: 100, unit: 'problems told', per: 'file', why: 'nobody reads more' },
  manifest: { most: 16 * MIB, unit: 'bytes of a bundle.json', per: 'file', why: 'it has 300 bytes for each artifact' },
  labels: { most: 64 * MIB, unit: 'bytes of a labels.jsonl', per: 'file', why: 'a row has 200 bytes' },
  answer: {
    most: 16 * MIB,
    unit: 'bytes of what a program answers',
    per: 'folder',
    why: 'a program names some causes',
  },
  session: { most: 16 * MIB, unit: 'bytes of a session', per: 'file', why: 'a day at the prompt has some kilobytes' },
  lab: { most: MIB, unit: 'bytes of a sealed lab', per: 'file', why: 'it has some ten thousand' },
  key: { most: 1024, unit: 'bytes of a key', per: 'file', why: 'it is one line' },
  roster: { most: 4 * MIB, unit: 'bytes of a roster', per: 'file', why: 'a class of a thousand has some ten thousand' },
  report: { most: 256 * MIB, unit: 'bytes of a report.json', per: 'file', why: 'a session has some kilobytes' },
  lock: { most: 256 * MIB, unit: 'bytes of a corpus.lock', per: 'file', why: 'a million bundles have 170 bytes each' },
} as const satisfies Record<string, Limit>

/** `12,345`, whatever the host's language. */
export function grouped(n: number): string {
  const digits = String(n)
  return digits.length <= 3 ? digits : `${grouped(Math.floor(n / 1000))},${digits.slice(-3)}`
}

/** A long text without its middle, which is counted instead. */
export function withoutMiddle(text: string, most: number): string {
  if (text.length <= most) return text
  const half = Math.floor(most / 2)
  return `${text.slice(0, half)} [${grouped(text.length - 2 * half)} characters] ${text.slice(-half)}`
}

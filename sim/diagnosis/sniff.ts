import { decodeText } from './parse/text.ts'

/** What kind of evidence a file is, by what stands in it. Does not read it any further. */

export type EvidenceKind =
  | 'installer-log'
  | 'evt'
  | 'evtx'
  | 'event-xml'
  | 'event-text'
  | 'service-control'
  | 'update-owa'
  | 'clixml'
  | 'registry'
  | 'services'
  | 'dialogs'
  | 'owa'
  | 'unknown'

/** What a file is, and its text if it is one. */
export interface Recognised {
  readonly kind: EvidenceKind
  readonly text: string
}

/** The start of a file is enough to tell what it is; a pasted excerpt may begin with something else. */
const HEAD = 200_000

/** By content, the surer sign first. Forms: formats.md 1, 2, 4, 5; msi-log-anatomy.md 1, 2, 8. */
const CONTENTS: readonly (readonly [EvidenceKind, RegExp])[] = [
  ['registry', /^\s*(?:Windows Registry Editor Version 5\.00|REGEDIT4)\r?\n/],
  ['clixml', /^\s*(?:#< CLIXML\s*)?<Objs\b/],
  ['installer-log', /^=== (?:Verbose )?logging (?:started|stopped): /im],
  ['service-control', /^(?:\[\d\d:\d\d:\d\d\] )?\* ServiceControl\.ps1:/m],
  ['update-owa', /^(?:\[\d\d:\d\d:\d\d\] )?\* UpdateOwa\.ps1:/m],
  ['event-xml', /<Event\b[^>]*schemas\.microsoft\.com\/win\/2004\/08\/events\/event/],
  ['event-text', /^(?:Event Type:\s|Log Name:\s)/m],
  ['services', /^\s*SERVICE_NAME\s*: /m],
  ['installer-log', /^M?SI \([csN]\) \([0-9A-F]{2}[:!@^][0-9A-F]{2}\)/m],
  [
    'installer-log',
    /^(?:Action (?:start|ended) |Property\([SC]\): |Note: 1: \d+ |SOURCEMGMT: |Couldn't find local patch )/m,
  ],
]

const NAMES: readonly (readonly [EvidenceKind, RegExp])[] = [
  ['service-control', /servicecontrol[^\\/]*\.log$/i],
  ['update-owa', /updateowa[^\\/]*\.log$/i],
  ['dialogs', /dialogs?\.txt$/i],
  ['owa', /owa\.txt$/i],
]

const NO_TEXT: Recognised = { kind: 'unknown', text: '' }

/** Recognises a file by what stands in it, and by its name only where its form says nothing. */
export function recognise(path: string, bytes: Uint8Array): Recognised {
  const magic = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  if (magic === 'ElfFile\0') return { kind: 'evtx', text: '' }
  if (magic.slice(4) === 'LfLe') return { kind: 'evt', text: '' }
  if (isBinary(bytes)) return NO_TEXT
  const { text } = decodeText(bytes)
  const head = text.slice(0, HEAD)
  const kind = CONTENTS.find(([, sign]) => sign.test(head))?.[0] ?? NAMES.find(([, name]) => name.test(path))?.[0]
  return kind === undefined ? NO_TEXT : { kind, text }
}

/** Programs, packages, archives: their text would be a coincidence. */
const MAGICS: readonly string[] = [
  'MZ',
  'PK\x03\x04',
  '\xd0\xcf\x11\xe0',
  'MSCF',
  'regf',
  '\x1f\x8b',
  '\x89PNG',
  '%PDF',
]

function isBinary(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1')
  return MAGICS.some(magic => start.startsWith(magic))
}

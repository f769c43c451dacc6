import { isEventTable } from './parse/eventTable.ts'
import { SETUP_LINE } from './parse/setupLog.ts'
import { decodeText, withLineFeeds } from './parse/text.ts'
import { fileName } from './paths.ts'

/** What kind of evidence a file is, by what stands in it. Does not read it any further. */

export type EvidenceKind =
  | 'installer-log'
  | 'evt'
  | 'evtx'
  | 'event-xml'
  | 'event-text'
  | 'event-table'
  | 'event-json'
  | 'service-control'
  | 'update-owa'
  | 'setup-log'
  | 'clixml'
  | 'registry'
  | 'hive'
  | 'services'
  | 'printed'
  | 'update-log'
  | 'installed-updates'
  | 'dialogs'
  | 'owa'
  | 'text'
  | 'unknown'

/** The start of a file is enough to tell what it is; a pasted excerpt may begin with something else. */
const HEAD = 200_000

/** By content, the surer sign first. Forms: formats.md 1, 2, 4, 5; msi-log-anatomy.md 1, 2, 8. */
const CONTENTS: readonly (readonly [EvidenceKind, Pick<RegExp, 'test'>])[] = [
  ['registry', /^\s*(?:Windows Registry Editor Version 5\.00|REGEDIT4)\r?\n/],
  ['clixml', /^\s*(?:#< CLIXML\s*)?<Objs\b/],
  ['installer-log', /^=== (?:Verbose )?logging (?:started|stopped): /im],
  ['service-control', /^(?:\[\d\d:\d\d:\d\d\] )?\* ServiceControl\.ps1:/m],
  ['update-owa', /^(?:\[\d\d:\d\d:\d\d\] )?\* UpdateOwa\.ps1:/m],
  ['setup-log', new RegExp(SETUP_LINE, 'm')],
  [
    'service-control',
    /^\[\d\d:\d\d:\d\d\] (?:\[Error\] |Service '|Saving service |Script completed |(?:Stopping|Disabling|Enabling|Killing) )/m,
  ],
  ['event-xml', /<Event\b[^<>]*schemas\.microsoft\.com\/win\/2004\/08\/events\/event/],
  ['event-text', /^(?:Event Type:\s|Log Name:\s|Event\[\d)/m],
  ['event-text', /^(?:TimeCreated|ProviderName|LevelDisplayName|EntryType|InstanceId) {1,20}: /m],
  ['event-json', /"(?:winlog|provider_name|ProviderName|EntryType|EventID)"\s*:/],
  ['event-table', { test: isEventTable }],
  [
    'installed-updates',
    /^[ \t]+ExSetup\.exe version:|^Hotfix\(s\):|^(?:Caption|CSName|Description|HotFixID|Source)\b[ \tA-Za-z]{0,200}\bHotFixID\b|^HotFixID\b/m,
  ],
  ['services', /^[ \t]*SERVICE_NAME[ \t]*: /m],
  ['installer-log', /^M?SI \([csN]\) \([0-9A-F]{2}[:!@^][0-9A-F]{2}\)/m],
  ['printed', /^! REG\.EXE VERSION |^HKEY_[A-Z_]{5,20}\\|>reg query /m],
  [
    'printed',
    /^ Directory of (?:[A-Z]:|\\)\\|^ {4}Directory: (?:Microsoft\.PowerShell\.Core\\FileSystem::)?[A-Z]:\\/im,
  ],
  [
    'update-log',
    /^(?:\d{4}-\d\d-\d\d[ \t]+|\{[0-9A-F-]{36}\}[ \t]+\d{4}-\d\d-\d\d )\d\d:\d\d:\d\d:\d{3}(?:[+-]\d{4}[ \t]|[ \t]+\d{1,10}[ \t]+[0-9a-f]{1,8}[ \t])/im,
  ],
  ['printed', /(?:AUTHORITY\\SYSTEM|BUILTIN\\[A-Za-z]{1,20}|Everyone):[(FRCN]/],
  ['printed', /^"?Image Name(?: |",|:)|^[\w.-]{1,64} +pid: \d/m],
  ['printed', /The term '[^'\r\n]{1,99}' is not recognized|Exception calling "\w{1,99}" with/],
  ['printed', /\bFreeSpace\b|^Total # of free bytes/m],
  [
    'installer-log',
    /^(?:Action (?:start|ended) |Property\([SC]\): |Note: 1: \d+ |SOURCEMGMT: |Couldn't find local patch )/m,
  ],
  // The address that was opened, and below it what came.
  ['owa', /^https?:\/\/[\w.-]{1,255}\/owa\/?\r?\n/i],
]

const NAMES: readonly (readonly [EvidenceKind, RegExp])[] = [
  ['service-control', /^(?=.*servicecontrol).*\.log$/i],
  ['update-owa', /^(?=.*updateowa).*\.log$/i],
  ['dialogs', /dialogs?\.txt$/i],
  ['owa', /owa\.txt$/i],
]

/** Recognises a file that is no text. */
export function kindOfBytes(bytes: Uint8Array): EvidenceKind | undefined {
  const magic = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  if (magic === 'ElfFile\0') return 'evtx'
  if (magic.slice(4) === 'LfLe') return 'evt'
  if (magic.startsWith('regf')) return 'hive'
  return isBinary(bytes) ? 'unknown' : undefined
}

/** The beginning of a text by which it is recognised. */
export function headOf(bytes: Uint8Array): string {
  // A character has two bytes at most in the encodings in which these logs are large.
  return withLineFeeds(decodeText(bytes.subarray(0, 2 * HEAD)).text.slice(0, HEAD)).replaceAll('\r\r\n', '\r\n')
}

/** Recognises a text by what its beginning says, and by its name only where its form says nothing. */
export function kindOfText(path: string, head: string): EvidenceKind {
  return CONTENTS[signIn(head)]?.[0] ?? NAMES.find(([, name]) => name.test(fileName(path)))?.[0] ?? 'unknown'
}

const signIn = (head: string): number => CONTENTS.findIndex(([, sign]) => sign.test(head))

/** What a text is stands in it, and by a surer sign than in the other, which has one too. */
export function isSurer(head: string, other: string): boolean {
  const sign = signIn(head)
  return sign >= 0 && sign < signIn(other)
}

/** Programs, packages, archives: their text would be a coincidence. */
const MAGICS: readonly string[] = ['MZ', 'PK\x03\x04', '\xd0\xcf\x11\xe0', 'MSCF', '\x1f\x8b', '\x89PNG', '%PDF']

function isBinary(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1')
  return MAGICS.some(magic => start.startsWith(magic))
}

import { isEventTable } from './parse/eventTable.ts'
import { SERVICE_HEADS } from './parse/serviceTable.ts'
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

/** Characters at the start of a file that tell what it is: mostly few, but a pasted excerpt may begin with something else. */
export const [NEAR, FAR] = [65_536, 200_000] as const

/** What a line begins with, or what stands in the text. */
type Sign = { readonly line: RegExp } | { readonly text: Pick<RegExp, 'test'> }

/** By content, the surer sign first. Forms: formats.md 1, 2, 4, 5; msi-log-anatomy.md 1, 2, 8. */
const CONTENTS: readonly (readonly [EvidenceKind, Sign])[] = [
  ['registry', { text: /^\s*(?:Windows Registry Editor Version 5\.00|REGEDIT4)\r?\n/ }],
  ['clixml', { text: /^\s*(?:#< CLIXML\s*)?<Objs\b/ }],
  ['installer-log', { line: /^=== (?:[Vv]erbose )?[Ll]ogging (?:started|stopped): /m }],
  ['service-control', { line: /^(?:\[\d\d:\d\d:\d\d\] )?\* ServiceControl\.ps1:/m }],
  ['update-owa', { line: /^(?:\[\d\d:\d\d:\d\d\] )?\* UpdateOwa\.ps1:/m }],
  ['setup-log', { line: SETUP_LINE }],
  [
    'service-control',
    {
      line: /^\[\d\d:\d\d:\d\d\] (?:\[Error\] |Service '|Saving service |Script completed |(?:Stopping|Disabling|Enabling|Killing) )/m,
    },
  ],
  ['event-xml', { text: /<Event\b[^<>]*schemas\.microsoft\.com\/win\/2004\/08\/events\/event/ }],
  ['event-text', { line: /^(?:Event Type:\s|Log Name:\s|Event\[\d)/m }],
  ['event-text', { line: /^(?:TimeCreated|ProviderName|LevelDisplayName|EntryType|InstanceId) {1,20}: /m }],
  ['event-json', { text: /"(?:winlog|provider_name|ProviderName|EntryType|EventID)"\s*:/ }],
  ['event-table', { text: { test: isEventTable } }],
  [
    'installed-updates',
    {
      line: /^[ \t]+ExSetup\.exe version:|^Hotfix\(s\):|^(?:Caption|CSName|Description|HotFixID|Source)\b[ \tA-Za-z]{0,200}\bHotFixID\b|^HotFixID\b/m,
    },
  ],
  ['services', { line: /^[ \t]*SERVICE_NAME[ \t]*: /m }],
  ['services', { line: SERVICE_HEADS }],
  ['installer-log', { line: /^M?SI \([csN]\) \([0-9A-F]{2}[:!@^][0-9A-F]{2}\)/m }],
  ['printed', { line: /^! REG\.EXE VERSION |^HKEY_[A-Z_]{5,20}\\/m }],
  ['printed', { text: />reg query / }],
  [
    'printed',
    {
      line: /^ Directory of (?:[A-Za-z]:|\\)\\|^ {4}Directory: (?:Microsoft\.PowerShell\.Core\\FileSystem::)?[A-Za-z]:\\/m,
    },
  ],
  [
    'update-log',
    {
      line: /^(?:\d{4}-\d\d-\d\d[ \t]+|\{[0-9A-Fa-f-]{36}\}[ \t]+\d{4}-\d\d-\d\d )\d\d:\d\d:\d\d:\d{3}(?:[+-]\d{4}[ \t]|[ \t]+\d{1,10}[ \t]+[0-9A-Fa-f]{1,8}[ \t])/m,
    },
  ],
  ['printed', { text: /(?:AUTHORITY\\SYSTEM|BUILTIN\\[A-Za-z]{1,20}|Everyone):[(FRCN]/ }],
  ['printed', { line: /^"?Image Name(?: |",|:)|^[\w.-]{1,64} +pid: \d/m }],
  ['printed', { text: /The term '[^'\r\n]{1,99}' is not recognized|Exception calling "\w{1,99}" with/ }],
  ['printed', { text: /\bFreeSpace\b/ }],
  ['printed', { line: /^Total # of free bytes/m }],
  [
    'installer-log',
    {
      line: /^(?:Action (?:start|ended) |Property\([SC]\): |Note: 1: \d+ |SOURCEMGMT: |Couldn't find local patch |\w{0,20}QuietExec(?:64)?: |CustomAction \w{0,72} returned actual )/m,
    },
  ],
  // The address that was opened, and below it what came.
  ['owa', { text: /^https?:\/\/[\w.-]{1,255}\/owa\/?\r?\n/i }],
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

/** The beginning of a text by which it is recognised: so many characters. */
export function headOf(bytes: Uint8Array, size: number): string {
  // A character has two bytes at most in the encodings in which these logs are large.
  return withLineFeeds(decodeText(bytes.subarray(0, 2 * size)).text.slice(0, size)).replaceAll('\r\r\n', '\r\n')
}

/** Recognises a text by what its beginning says, and by its name only where its form says nothing. */
export function kindOfText(path: string, head: string): EvidenceKind {
  return CONTENTS[signIn(head)]?.[0] ?? NAMES.find(([, name]) => name.test(fileName(path)))?.[0] ?? 'unknown'
}

/** Of the signs in a text the surest; -1: it has none. */
function signIn(head: string): number {
  const line = lineSignIn(head)
  const text = CONTENTS.slice(0, line).findIndex(([, sign]) => 'text' in sign && sign.text.test(head))
  return text >= 0 ? text : line < CONTENTS.length ? line : -1
}

/**
 * Of the signs with which a line begins the surest. They are looked for together at each line, and then those that are surer:
 * a search for each of them through the whole text costs twenty times as much.
 */
function lineSignIn(head: string): number {
  let best = CONTENTS.length
  for (let at = 0; at >= 0; at = lineBehind(head, at)) {
    if (!standsAt(head, at, ANY_ABOVE[best]!)) continue
    best = AT_LINE.findIndex(sign => sign !== undefined && standsAt(head, at, sign))
  }
  return best
}

const lineBehind = (text: string, at: number): number => {
  const end = text.indexOf('\n', at)
  return end < 0 ? -1 : end + 1
}

function standsAt(text: string, at: number, sign: RegExp): boolean {
  sign.lastIndex = at
  return sign.test(text)
}

const AT_LINE = CONTENTS.map(([, sign]) => ('line' in sign ? new RegExp(sign.line.source, 'my') : undefined))

/** Of each sign any that is surer; the last one is any of them. */
const ANY_ABOVE = [...CONTENTS, undefined].map((_, i) => {
  const surer = AT_LINE.slice(0, i).flatMap(sign => sign?.source ?? [])
  return new RegExp(surer.length === 0 ? '(?!)' : surer.join('|'), 'my')
})

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

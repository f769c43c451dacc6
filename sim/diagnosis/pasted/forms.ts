import { SETUP_LINE } from '../parse/setupLog.ts'
import type { EvidenceKind } from '../sniff.ts'

/**
 * How a line of evidence begins: what tells a line from the rest of the one before. Does not know what a line says; forms:
 * msi-log-anatomy.md 1 to 8, formats.md 1, 2, 4, 5.
 */

/** Lines of the installer that nothing else begins like. */
const INSTALLER =
  /^(?:M?SI \([csN]\) \(|Action (?:start|ended) \d|Action \d{1,2}:\d\d:\d\d: |=== (?:Verbose )?[Ll]ogging |Property\([SC]\): |Note: 1: \d|SOURCEMGMT: |Couldn't find local |MainEngineThread is |\w{0,20}QuietExec(?:64)?: |DEBUG: Error |(?:Error|Info) \d{4}\. ?|CustomAction \w|Product: )/

const SCRIPT = /^\[\d\d:\d\d:\d\d\] |^\* (?:ServiceControl|UpdateOwa)\.ps1:/

const FIELD =
  /^(?:Event\[\d{1,9}\]|(?:TimeCreated|ProviderName|LevelDisplayName|EntryType|InstanceId) {1,20}: |(?:Event (?:Type|Source|Category|ID|Xml)|Log Name|Source|Task Category|Level|Keywords|User|Computer|Description|Date|Time|Opcode|Data):)/

/** Of a saved table of events: by how bad it is, or by its date. */
const ROW = /^(?:"?(?:Level|Error|Warning|Information)"?[,;\t]|"?\d{1,2}[/.]\d{1,2}[/.]\d{4}"?[,;\t]|#TYPE )/
/** An object of its own begins with one of these names; one inside another may begin a wrapped line as well. */
const JSON_ROW =
  /^\{"(?:@timestamp|@metadata|Event|EventID|Id|Message|TimeCreated|agent|message|winlog)"|^\s*[[\]{}],?$|^\s+"\w{1,40}":\s/

const EXPORT =
  /^(?:SERVICE_NAME: |Windows Registry Editor Version |REGEDIT4|\[-?HKEY_|"[^"]{1,200}"=(?:"|dword:|hex)|<\?xml|<Objs\b|<Events?\b|#< CLIXML)/

/** Of the update client: a line of its log, and a report. */
const UPDATE_LINE = /^\d{4}-\d\d-\d\d[ \t]\d\d:\d\d:\d\d:\d{3}[ \t]/
const UPDATE_REPORT = /^\{[0-9A-F-]{36}\}[ \t]\d{4}-\d\d-\d\d(?: |$)/i

/** What commands print, the prompt that they were typed at first. */
const PRINTED =
  /^(?:[A-Z]:\\[^<>|:"]{0,100}>[ ]?\w|DeviceID +FreeSpace|Image Name {2}|\d\d\/\d\d\/\d{4} {2}\d\d:\d\d [AP]M {4}|[\w.-]{1,64} +pid: \d)/

const beginsAny =
  (...forms: readonly RegExp[]) =>
  (line: string): boolean =>
    forms.some(form => form.test(line))

/** What a collector's clock may stand before. */
export const isInstallers = beginsAny(INSTALLER)

/** Lines that are evidence by their beginning alone. */
export const isHead = beginsAny(
  INSTALLER,
  SCRIPT,
  FIELD,
  ROW,
  JSON_ROW,
  EXPORT,
  PRINTED,
  UPDATE_LINE,
  UPDATE_REPORT,
  SETUP_LINE,
)

/**
 * `firm` lines begin whatever stands before them; `loose` ones may also be the rest of a line that did not end, and a
 * `sentence` only of one that announces it.
 */
export interface Beginnings {
  readonly firm: RegExp
  readonly loose: RegExp
  readonly sentence?: RegExp
}

const NEVER = /^(?!)/
const XML: Beginnings = { firm: /^\s*</, loose: NEVER }
const SCRIPTS: Beginnings = { firm: SCRIPT, loose: NEVER }

/** A field of an event, or of any list of PowerShell, which has more of them. */
const FIELD_OF_ANY = new RegExp(`${FIELD.source}|^[A-Z]\\w{1,40} {1,40}: `)

/** Rows of what commands print; a program may have blanks in its name. */
const PRINTED_ROW =
  /^(?:(?:PS )?[A-Z]:(?:\\| )|\s{2,99}\S| (?:Directory of|Volume) |HKEY_|! REG\.EXE|[\w.-][\w. -]{0,60} \d|[\w.-]{1,64} +pid: |\d{1,4}[-/.]\d\d?[-/.]\d|[dl-][\w-]{4,5} |[=-]{4}|"|(?:Image Name|DeviceID|Mode) |Total #|Node - |ERROR:|\w{1,20} = )/i

/** Of each kind of file whose lines are joined again. */
export const BEGINNINGS: Partial<Readonly<Record<EvidenceKind, Beginnings>>> = {
  'installer-log': {
    firm: /^(?:M?SI \([csN]\) \(|Action (?:start|ended) \d|Action \d{1,2}:\d\d:\d\d: |=== |Property\([SC]\): |\s+\*{5,} |$)/,
    loose:
      /^(?:(?:Error|Info) \d{4}\. ?|DEBUG: Error |Note: 1: |Product: |\w{1,40}: |\{[0-9A-Fa-f-]{36}\} |Executing op: |Couldn't find |MainEngineThread |[A-Za-z]:\\)/,
    sentence:
      /^(?:The (?:upgrade|installer) |This (?:update|patch|installation) package |Another (?:installation|program|application) )/,
  },
  'event-text': { firm: FIELD_OF_ANY, loose: /^[0-9a-f]{4}: / },
  'event-table': { firm: ROW, loose: NEVER },
  'event-json': { firm: JSON_ROW, loose: NEVER },
  'event-xml': XML,
  clixml: XML,
  'service-control': SCRIPTS,
  'update-owa': SCRIPTS,
  // The log of the client repeats a report behind what it says itself.
  'update-log': { firm: UPDATE_LINE, loose: UPDATE_REPORT },
  // A row of a table has cells, with more than a blank between them.
  services: {
    firm: /^(?:SERVICE_NAME: |\[SC\] |\s+[A-Z][A-Z0-9_ ]*:|\s+:|\s+\(|[^ ]{1,60}(?: [^ ]{1,60}){0,9} {2})/,
    loose: NEVER,
  },
  printed: { firm: PRINTED_ROW, loose: NEVER },
  registry: { firm: /^(?:Windows Registry |REGEDIT4|\[|"|@=|\s+[0-9a-f]{2}(?:,|$))/i, loose: NEVER },
}

import { z } from 'zod'

/**
 * What can be observed: each kind of row with its fields, for the rules that ask for them and for the reader of
 * `schema observations`. Does not know where a row comes from (from/), nor what follows from it (the rules).
 */

const text = z.string()
const whole = z.int()
const flag = z.boolean()
const texts = z.array(z.string()).readonly()

/** What every row has. */
const EVERY = {
  server: text.describe('Its name, or that of its folder; empty where nothing that was handed over names one'),
  path: text.describe('The file in which it stands'),
  line: whole.describe('Counted from 1; in a binary event log the number of the record'),
  text: text.describe('The line as a person reads it; it is quoted'),
  seq: whole.describe('Place in the table: attempts by when they began, each by its lines; then events, then the rest'),
} as const

const OURS = z.exactOptional(
  flag.describe('It is about Exchange Server 2007, or about something else; absent where nothing tells'),
)

/** What rows about an attempt have beside that, as far as it is known. */
const OF_ATTEMPT = {
  attempt: z.exactOptional(whole.describe('Which call of the installer, counted from 1, the oldest first')),
  product: z.exactOptional(text.describe('As the text names it')),
  ours: OURS,
  open: z.exactOptional(flag.describe('Nothing that came later made it good')),
  newest: z.exactOptional(flag.describe('Of the last attempt there is a log of')),
  beforeFailure: z.exactOptional(flag.describe('Above the first "Return value 3" of its attempt, or there is none')),
} as const

/** When it was, for `near` and `last`. */
const TIMED = {
  clock: z.exactOptional(z.number().describe('Seconds since midnight, by the clock of the file')),
  day: z.exactOptional(whole.describe('Days since 1970, by the date of the file')),
} as const

/** What rows about a place on a drive have beside it. */
const ON_DRIVE = {
  system: z.exactOptional(flag.describe('On the drive that Windows is on; where nothing tells which, on C:')),
} as const

const NUMBERED = {
  number: whole.describe('Number of the message'),
  fields: texts.describe('What was filled in, from field 2 on'),
  file: z.exactOptional(text.describe('The file that a message about one file names')),
  systemError: z.exactOptional(whole.describe('The error of Windows that stands behind it')),
} as const

const CODE = z.exactOptional(whole.describe('Code of the installer or of Windows'))

const LOG_LINES = [
  'not-applicable',
  'no-source',
  'sequenced-for',
  'server-unreachable',
  'mutex-taken',
  'consent-asked',
  'registration-unreadable',
  'action-error',
  'source-failed',
  'source-found',
  'patch-opened',
  'original-patch',
  'original-package',
  'registered-patch',
  'rollback',
  'command-line',
  'product-version',
] as const

const SCRIPT_LINES = [
  'title',
  'overwrite',
  'saving',
  'stopping',
  'stopped',
  'disabling',
  'disabled',
  'enabling',
  'enabled',
  'started',
  'not-running',
  'error',
  'end',
] as const

const MODES = ['BeforePatch', 'AfterPatch', 'unknown'] as const

interface KindRow {
  readonly says: string
  readonly fields: z.core.$ZodShape
}

const kind = <const F extends z.core.$ZodShape>(says: string, fields: F) => ({ says, fields: { ...EVERY, ...fields } })

/** A kind of row that stands in a log of the installer. */
const ofLog = <const F extends z.core.$ZodShape>(says: string, fields: F) => kind(says, { ...OF_ATTEMPT, ...fields })

export const KINDS = {
  attempt: ofLog('A call of the installer that left a log', {
    code: CODE.describe('What it returned, as far as its log says: of several engines the last'),
    succeeded: flag.describe('It returned 0 or 3010, and no action failed'),
    begins: z.exactOptional(z.enum(['verbose', 'plain']).describe('How its log begins, where its beginning is there')),
    judged: flag.describe('Its log says how it ended'),
    decides: flag.describe('Of those that are judged the last, by its date if any has one'),
    setup: flag.describe('The setup of Exchange has called, not somebody who installs an update'),
    ...TIMED,
  }),
  'log.note': ofLog('`Note: 1: 1306 2: C:\\x.dll`', NUMBERED),
  'log.message': ofLog('A numbered message', {
    ...NUMBERED,
    form: z
      .enum(['shown', 'event', 'debug', 'info'])
      .describe('As a person is shown it, as the event log has it, or for the log alone'),
    body: text.describe('Its text, without the number'),
  }),
  'log.failure': ofLog('An action ended with value 3', {
    action: text,
    first: flag.describe('The first of its attempt; the others hand it on'),
    took: z.exactOptional(z.number().describe('Of the first: seconds since its program was started')),
    ...TIMED,
  }),
  'log.return': ofLog('An engine says what it returns', {
    code: whole,
    final: flag.describe('The last of its attempt'),
  }),
  'log.search': ofLog('A package is not where the installer keeps it, and is searched for', {
    what: z.enum(['product', 'patch']),
    missing: text.describe('The path at which it should be'),
    code: z.exactOptional(text.describe('Product or patch code')),
    package: z.exactOptional(text.describe('File name of the original package')),
    found: flag.describe('A source has it'),
    failures: whole.describe('Sources that were tried in vain'),
  }),
  'log.shown': ofLog('A text that a person was shown, or the result as the event log has it', {
    as: z.enum(['text', 'told', 'result']).describe('To a person; of a product to a person; how it ended'),
    body: text,
  }),
  'log.file': ofLog('`File: C:\\x.dll; To be installed; ...`', { file: text, decision: text }),
  'log.output': ofLog('A line that a custom action printed', { body: text, ...TIMED }),
  'log.property': ofLog('A property with its value, and whatever stands in the lines on which the value goes on', {
    name: text,
    value: text,
    how: z.enum(['listed', 'changed', 'continued']),
  }),
  'log.engine': ofLog('A line in which the engine says what it does', {
    about: z.enum(LOG_LINES),
    value: z.exactOptional(text.describe('The path or code in it')),
    version: z.exactOptional(text.describe('Of the product that patches are sequenced for, or that a result names')),
    baseline: z.exactOptional(
      text.describe('The service pack level of Exchange Server 2007 that the version belongs to'),
    ),
    body: text,
  }),
  'result.code': kind('A code as somebody says it: a log, an event, a window with its text', {
    ...OF_ATTEMPT,
    code: whole,
    by: z
      .enum(['log', 'text', 'event', 'hresult'])
      .describe(
        'An engine, the text that Windows has for it, a number behind words as an event has them, or 0x8007....',
      ),
  }),
  event: kind('An event of the Application log', {
    ...OF_ATTEMPT,
    source: text,
    id: whole,
    type: z.exactOptional(z.enum(['error', 'warning', 'information', 'audit-success', 'audit-failure'])),
    body: text,
    code: CODE.describe('The code at the end of an update'),
    systemError: NUMBERED.systemError,
    file: NUMBERED.file,
  }),
  'system.event': kind('An event of the System log', {
    source: text,
    id: whole,
    type: z.exactOptional(z.enum(['error', 'warning', 'information', 'audit-success', 'audit-failure'])),
    body: text,
    service: z.exactOptional(text.describe('Short name of the service that it is about')),
    exchange: z.exactOptional(flag),
  }),
  dialog: kind('A line of what stood in a window', {
    ...OF_ATTEMPT,
    body: text,
    refused: z.exactOptional(flag.describe('A package of an update says why it does not go on')),
  }),
  registry: kind('A value of the registry', {
    key: text.describe('With the short name of its hive: HKLM\\SOFTWARE\\...'),
    name: text,
    type: z.enum(['sz', 'expand-sz', 'multi-sz', 'dword', 'qword', 'binary', 'other']),
    value: z.union([text, z.number(), texts]).describe('Binary data is text of hexadecimal digits'),
  }),
  'registry.key': kind('A key of the registry', { key: text }),
  service: kind('A service in a list', {
    name: text.describe('Short name'),
    display: z.exactOptional(text),
    start: z.exactOptional(text.describe('AUTO_START, DEMAND_START, DISABLED, ...')),
    state: z.exactOptional(text.describe('RUNNING, STOPPED, ...')),
    exchange: flag.describe('It belongs to Exchange'),
    controlled: flag.describe('ServiceControl.ps1 has a hand on it'),
  }),
  'service.dependency': kind('A service needs another', {
    name: text,
    on: text,
    exchange: flag,
    start: z.exactOptional(text.describe('Start type of the one that is needed')),
    state: z.exactOptional(text),
  }),
  'start-change': kind('A start type was changed: event 7040', {
    service: text.describe('Short name, as far as it is known'),
    exchange: flag,
    from: text.describe('auto start, demand start, disabled'),
    to: text,
    last: flag.describe('Of this service the last'),
  }),
  'saved-mode': kind('The start mode of a service as the script saved it', {
    service: text,
    exchange: flag,
    mode: text.describe('auto, manual, disabled'),
  }),
  'script.run': kind('A run of ServiceControl.ps1', {
    mode: z.enum(MODES),
    current: flag.describe('In the log that the scripts write now, not in a folder that was moved away'),
    last: flag.describe('The last of its log'),
    lastOfMode: flag.describe('Of its log the last of this mode'),
    stopped: whole.describe('How many services it stopped'),
    disabled: whole,
    started: whole,
    idle: whole.describe('How many it found not running'),
    errors: whole,
    overwrites: whole.describe('How many saved files it wrote over'),
    stoppedExchange: whole,
    disabledExchange: whole,
    startedExchange: whole,
    idleExchange: whole,
    waited: z.exactOptional(z.number().describe('Seconds from the start of its program, by a log, to its first line')),
    cameTo: z.enum(['saving', 'stopping', 'disabling', 'enabling', 'nothing']).describe('The last part it began'),
    ...TIMED,
  }),
  'script.line': kind('A line of ServiceControl.log', {
    about: z.enum(SCRIPT_LINES),
    mode: z.enum(MODES).describe('Of its run'),
    run: whole.describe('Which run of its log, counted from 1'),
    current: flag,
    last: flag.describe('Of the last run of its log'),
    lastOfMode: flag,
    service: z.exactOptional(text),
    exchange: z.exactOptional(flag),
  }),
  'script.error': kind('What a script says that it could not do, or PowerShell in its place, or Setup of Exchange', {
    body: text.describe('Without the time, and without the word that marks it as an error'),
    ...TIMED,
  }),
  'owa-script': kind('A line of UpdateOwa.log', { body: text }),
  owa: kind('A line of what a user of Outlook Web Access sees', { body: text }),
  file: kind('A file that was handed over, or that a listing of its folder shows', {
    name: text.describe('Without its folder'),
    folder: z.exactOptional(text.describe('Windows path of its folder, where it lies as on its drive')),
    as: z.exactOptional(text.describe('What it was read as, if it was handed over')),
    size: z.exactOptional(whole.describe('Bytes, by the listing')),
    ...ON_DRIVE,
    ...TIMED,
  }),
  folder: kind('A folder that is there, by a listing or because something in it was handed over', {
    place: text.describe('Windows path'),
    name: text.describe('Without the folder it is in'),
    parent: text.describe('The folder it is in: C:\\'),
    ...ON_DRIVE,
  }),
  missing: kind('A file or folder that a command looked for and did not find', {
    place: text.describe('Windows path'),
    ...ON_DRIVE,
  }),
  right: kind('An entry of an access list', {
    place: text.describe('Windows path of the file or folder'),
    account: text.describe('NT AUTHORITY\\SYSTEM, BUILTIN\\Administrators, Everyone, ...'),
    allow: flag.describe('It allows; if not, it refuses'),
    writes: flag.describe('Writing is among what it is about'),
    inherited: flag,
    ...ON_DRIVE,
  }),
  'cached-copy': kind('A package that the installer keeps for itself, by the registry', {
    what: z.enum(['product', 'patch']),
    missing: text.describe('The path at which it should be'),
    package: z.exactOptional(text.describe('File name of the original package')),
    there: z.exactOptional(flag.describe('A listing of its folder shows it; without a whole one nothing tells')),
    touched: z.exactOptional(flag.describe('It is dated later than its patch was installed, by a day or more')),
  }),
  'registered-patch': kind('A patch that the registry lists for a product', {
    code: text.describe('In the form of the registry'),
    known: flag.describe('The registry says of it what it is'),
  }),
  customised: kind('A file of Outlook Web Access that was changed after the rest of its folder was installed', {
    place: text.describe('Windows path'),
    name: text.describe('Without its folder'),
    lost: z.exactOptional(flag.describe('The folder of the next version has another file of this name, or none')),
  }),
  process: kind('A process in a list', {
    name: text,
    id: whole,
    services: z.exactOptional(texts.describe('Those that run in it, where the list says so: perhaps none')),
  }),
  handle: kind('A program holds a file', {
    ...OF_ATTEMPT,
    file: text,
    program: text.describe('bkagent.exe'),
    shares: z.exactOptional(text.describe('What others may do meanwhile, of RWD; empty: nothing')),
    id: z.exactOptional(whole.describe('Of the process')),
  }),
  drive: kind('A drive with its free space', {
    drive: text.describe('C:'),
    free: whole.describe('Bytes'),
    ...ON_DRIVE,
  }),
  'update-client': kind('What the update client or the Reporting log says of an update', {
    code: CODE,
    update: z.exactOptional(text),
    body: text,
    ...TIMED,
  }),
  'installed-update': kind('An update in the list of those installed', {
    kb: text.describe('KB952580'),
    product: z.exactOptional(text.describe('The heading above it')),
    state: z.exactOptional(text.describe('As the list calls it: applied, superseded')),
  }),
  listing: kind('What was looked at: the witness for what is absent', {
    of: texts.describe('Kinds of row that it would show'),
    place: z.exactOptional(
      z.union([text, texts]).describe('The keys, folders or drives; without it, all of its server'),
    ),
    ...ON_DRIVE,
    attempt: z.exactOptional(whole.describe('The attempt whose log it is')),
    ours: OURS,
    whole: flag.describe('Nothing of it is cut off'),
    rows: whole.describe('How many rows it shows'),
  }),
} satisfies Readonly<Record<string, KindRow>>

export type Kind = keyof typeof KINDS

export const KIND_NAMES = Object.keys(KINDS) as [Kind, ...Kind[]]

export const isKind = (name: string): name is Kind => Object.hasOwn(KINDS, name)

/** Names of the fields of a kind, those included that every kind has. */
export const fieldsOf = (name: Kind): readonly string[] => Object.keys(KINDS[name].fields)

// -------------------------------------------------------------------------------------------------------------- rows

export type FieldValue = string | number | boolean | readonly string[]

/** The row of a kind as its maker writes it; the table adds `server` and `seq`. */
export type RowOf<K extends Kind> = { readonly kind: K } & Readonly<
  Omit<z.output<z.ZodObject<(typeof KINDS)[K]['fields']>>, 'server' | 'seq'>
>

/** A row of any kind, before it has its place. */
export type Observed = { [K in Kind]: RowOf<K> }[Kind]

/** A row in its table. Its own fields are read by name. */
export interface Row {
  readonly kind: Kind
  readonly server: string
  readonly seq: number
  readonly path: string
  readonly line: number
  readonly text: string
  readonly attempt?: number
  readonly clock?: number
  readonly day?: number
  readonly [field: string]: FieldValue | undefined
}

// ------------------------------------------------------------------------------------------------------------ schema

export const rowSchema = (name: Kind) =>
  z.strictObject({ kind: z.literal(name), ...(KINDS[name].fields as z.core.$ZodShape) }).describe(KINDS[name].says)

/** JSON Schema of a row. */
export function observationsJsonSchema(): object {
  const [first, ...others] = KIND_NAMES.map(rowSchema)
  const schema = z.toJSONSchema(z.discriminatedUnion('kind', [first!, ...others]), { target: 'draft-07' })
  return {
    ...schema,
    type: 'object',
    title: 'lab1603 observation',
    description: 'A row that the readers made of the evidence, and that rules ask for',
  }
}

import { z } from 'zod'
import type { InstallerId, OsId } from '../../model/exchange/os.ts'
import { ROLES } from '../../model/exchange/roles.ts'
import { lower } from '../../model/words/letters.ts'
import { CAUSES } from '../causes.ts'
import type { Background } from '../server/background/background.ts'
import type { Complaint } from '../written/form.ts'
import { nearest } from '../written/nearest.ts'
import { entriesOf, fieldOf, type Mapping } from '../written/paths.ts'
import { quote } from '../written/quote.ts'
import {
  absent,
  banned,
  compact,
  hasKey,
  type KeyRule,
  listOf,
  needed,
  oneOf,
  withListRules,
  withRules,
} from '../written/rules.ts'
import { cause, changeSchema } from './changes.ts'
import { canBeDated } from './dates.ts'
import { withInstallPaths } from './installPath.ts'
import type { KbNumber } from './kbNumber.ts'
import { MOST } from './limits.ts'
import {
  domainName,
  domainSid,
  duration,
  kb,
  line,
  localTime,
  logLetters,
  path,
  serverName,
  whole,
  zone,
} from './scalars.ts'
import type { Answer, Answers, Manner, PatchRef, Scenario, ServerSpec, StepSpec } from './spec.ts'

/**
 * The scenario contract: what a YAML file may say, and what the simulator is handed. What goes in is written for people
 * (`lets-go: 4m`, one key that says the kind); what comes out is written for the program (`letsGoMs: 240000`, `kind`).
 * Times are milliseconds, paths start with a drive in capitals, defaults are filled in. The kinds of change:
 * changes.ts. What comes of it on a machine: build.ts.
 */

export type * from './spec.ts'

// ----------------------------------------------------------------------------------------------------------- patches

const rollup = kb.transform((number): PatchRef => ({ kind: 'rollup', kb: number }))

const interim = z
  .strictObject({
    kb: kb.describe('KB number of the interim update'),
    interim: z.literal(true).describe('This entry is an interim update'),
    for: kb.describe('The rollup that the interim update was built for'),
  })
  .transform((entry): PatchRef => ({ kind: 'interim', kb: entry.kb, forRollup: entry.for }))

// ----------------------------------------------------------------------------------------------------------- servers

const SYSTEMS = ['windows-server-2003', 'windows-server-2008'] as const satisfies readonly OsId[]
const INSTALLERS = ['3.1', '4.0', '4.5'] as const
const ARCHES = ['x64', 'x86'] as const

/** The engines of each system, its default first. 4.5 came for both; 3.1 is older and 4.0 part of the other. */
const INSTALLERS_OF: Readonly<Record<OsId, readonly [InstallerId, ...InstallerId[]]>> = {
  'windows-server-2003': ['3.1', '4.5'],
  'windows-server-2008': ['4.5', '4.0'],
}

const installerFitsSystem: KeyRule<Mapping> = ({ os, installer }) => {
  const allowed = INSTALLERS_OF[os as OsId]
  if (!allowed || !INSTALLERS.includes(installer as InstallerId)) return []
  if (allowed.includes(installer as InstallerId)) return []
  return [{ path: ['installer'], message: `Windows Installer ${installer} does not exist for ${os}`, allowed }]
}

const ALONE = ['edge-transport', 'management-tools']

const standAlone: KeyRule<readonly unknown[]> = roles =>
  roles.length < 2
    ? []
    : roles.flatMap((role, i) =>
        ALONE.includes(String(role))
          ? [{ path: [i], message: `\`${role}\` stands alone: a server with it has no other role` }]
          : [],
      )

const rolesUnique: KeyRule<readonly unknown[]> = roles =>
  roles.flatMap((role, i) => (roles.indexOf(role) < i ? [{ path: [i], message: `\`${role}\` is listed twice` }] : []))

/** An update is installed or it is not. Read or not, an entry has its KB number. */
const eachOnce: KeyRule<readonly unknown[]> = updates => {
  if (updates.length > MOST.rollups) return []
  const numbers = updates.map(update => fieldOf(update, 'kb'))
  return numbers.flatMap((number, i) =>
    typeof number === 'string' && numbers.indexOf(number) < i
      ? [{ path: [i], message: `${quote(number)} is listed twice` }]
      : [],
  )
}

const BUSY = ['low', 'normal', 'high'] as const

/** A bundle stays small: a day. */
const ONE_DAY: Background = { days: 1, busy: 'normal' }

const days = z.strictObject({
  days: whole(1, MOST.days).default(ONE_DAY.days).describe('How many days'),
  busy: z.enum(BUSY).default(ONE_DAY.busy).describe('How much happens on it'),
})

const background = z
  .union([z.literal('none').describe('Its logs begin with what is told of it'), days])
  .default(ONE_DAY)
  .describe('What the event logs have of the days before the start; none: nothing')

/** The medium from which the product was set up is in drive D. */
const productFolder = path
  .refine(written => !written.startsWith('D:'), { message: 'is on the drive that has the medium of the product' })
  .transform(written => `${written}\\`)

const domain = z
  .strictObject({
    name: domainName,
    sid: z.exactOptional(
      domainSid.describe(
        'Its security identifier: whoever administers the server has an account there, not on the server',
      ),
    ),
  })
  .transform(({ name, sid }) => ({ name, ...(sid && { authority: sid }) }))

/** It stands in front of the network that has one. */
const edgeJoinsNone: KeyRule<Mapping> = value =>
  entriesOf(value.roles).includes('edge-transport')
    ? banned(value, ['domain'], 'has no place on a server with edge-transport, which joins no domain')
    : []

const serverSchema: z.ZodType<ServerSpec> = withRules(
  z.strictObject({
    name: serverName,
    domain: z.exactOptional(domain.describe('The domain that it has joined; default: drawn')),
    os: z.enum(SYSTEMS).default('windows-server-2003').describe('Operating system'),
    installer: z.exactOptional(
      z.enum(INSTALLERS).describe("Windows Installer, in quotes: '3.1' (2003 only), '4.0' (2008 only) or '4.5'"),
    ),
    zone: zone
      .prefault('+00:00')
      .describe('Local time: an offset from UTC in quotes, or a time zone of Windows, which has daylight saving'),
    arch: z.enum(ARCHES).default('x64').describe('Platform of Windows'),
    roles: withListRules(z.array(z.enum(ROLES)).min(1), standAlone, rolesUnique)
      .default(['mailbox', 'client-access', 'hub-transport'])
      .describe('Server roles; edge-transport and management-tools stand alone'),
    baseline: z
      .enum(['rtm', 'sp1', 'sp2', 'sp3', 'none'])
      .default('rtm')
      .describe('Exchange Server 2007 as installed; none: not installed'),
    rollups: withListRules(
      z
        .array(z.union([rollup, interim]).describe('A KB number, or {kb, interim: true, for} for an interim update'))
        .max(MOST.rollups),
      eachOnce,
    )
      .prefault([])
      .describe('Updates installed before, in order'),
    cluster: z.boolean().default(false).describe('Node of a cluster'),
    'install-path': z.exactOptional(
      productFolder.describe('Folder of Exchange Server; drawn, unless a path below the usual one is named'),
    ),
    background,
    change: z
      .array(changeSchema)
      .max(MOST.changes)
      .prefault([])
      .describe('How this server differs from a healthy one, applied in order'),
  }),
  installerFitsSystem,
  edgeJoinsNone,
).transform(({ installer, 'install-path': installPath, ...rest }) => ({
  ...rest,
  ...(installPath !== undefined && { installPath }),
  installer: installer ?? INSTALLERS_OF[rest.os][0],
}))

// ------------------------------------------------------------------------------------------------------------- steps

const WORDS = ['retry', 'ignore', 'cancel', 'exit', 'abort', 'ok', 'yes', 'no'] as const

const word = z.enum(WORDS).describe('The button that is pressed')
const answer = z.union([
  word.transform((say): Answer => ({ say })),
  z
    .strictObject({ after: duration.describe('How long the dialog stands'), say: word })
    .transform(({ after, say }): Answer => ({ say, afterMs: after })),
])
const answerList = listOf(answer, MOST.answers).describe('One answer, or one for each time that the dialog appears')

const DIALOG = /^(?:files-in-use|error-\d{4})$/

const knownDialogs: KeyRule<Mapping> = value =>
  Object.keys(value)
    .filter(key => !DIALOG.test(key))
    .map(key => ({
      path: [key],
      about: 'key',
      message: `unknown dialog \`${key}\``,
      allowed: ['files-in-use', 'error- and four digits, such as error-1306'],
      nearest: nearest(key, ['files-in-use', `error-${/\d{4}/.exec(key)?.[0] ?? '1306'}`]),
    }))

const answers = withRules(
  z.record(z.string(), answerList).meta({ propertyNames: { pattern: DIALOG.source } }),
  knownDialogs,
).transform(value => value as Answers)

const UIS = ['full', 'basic', 'none'] as const

const MANNER = {
  ui: z.exactOptional(z.enum(UIS).describe('User interface; default full')),
  elevated: z.exactOptional(z.boolean().describe('Started as an elevated administrator; default true')),
  log: z.exactOptional(path.describe('Where the log is written')),
  options: z.exactOptional(logLetters),
  answers: z.exactOptional(answers.describe('What the administrator says to dialogs, by dialog')),
}

const BY_HAND = {
  by: z.enum(['administrator']).default('administrator').describe('Who does it'),
  ...MANNER,
}

/** The letters that make a log verbose and complete. */
const ALL_LETTERS = 'v*'

interface WrittenManner {
  readonly by: Manner['by']
  readonly ui?: Manner['ui']
  readonly elevated?: boolean
  readonly log?: string
  readonly options?: string
  readonly answers?: Answers
}

/** Microsoft Update works silently, as SYSTEM. */
function manner({ by, ui, elevated, log, options, answers: said }: WrittenManner): Manner {
  return {
    by,
    ui: by === 'microsoft-update' ? 'none' : (ui ?? 'full'),
    elevated: elevated ?? true,
    ...(log === undefined ? {} : { log: { path: log, letters: options ?? ALL_LETTERS } }),
    answers: said ?? {},
  }
}

const optionsNeedLog: KeyRule<Mapping> = value =>
  hasKey(value, 'options') ? needed(value, 'log', '`options` say how it is written') : []

const updateIsSilent: KeyRule<Mapping> = value =>
  value.by === 'microsoft-update'
    ? banned(
        value,
        ['ui', 'answers', 'elevated'],
        'has no place with `by: microsoft-update`, which is silent and runs as SYSTEM',
      )
    : []

const onePatch: KeyRule<Mapping> = value => {
  if (hasKey(value, 'rollup'))
    return banned(value, ['interim', 'for'], 'stands beside `rollup`: one update per install')
  if (hasKey(value, 'interim')) return needed(value, 'for', 'it names the rollup that the interim update was built for')
  return [absent('this install names no update', ['rollup', 'interim and for'])]
}

function patchOf(value: { rollup?: KbNumber; interim?: KbNumber; for?: KbNumber }): PatchRef {
  return value.rollup === undefined
    ? { kind: 'interim', kb: value.interim!, forRollup: value.for! }
    : { kind: 'rollup', kb: value.rollup }
}

const install = withRules(
  z.strictObject({
    rollup: z.exactOptional(kb.describe('The rollup to install')),
    interim: z.exactOptional(kb.describe('The interim update to install; `for` names its rollup')),
    for: z.exactOptional(kb.describe('The rollup that the interim update was built for')),
    arch: z.exactOptional(z.enum(ARCHES).describe('Platform of the package; default: that of the server')),
    package: z.exactOptional(
      z.enum(['missing', 'damaged', 'blocked']).describe('What is wrong with the package; default: nothing'),
    ),
    by: z.enum(['administrator', 'microsoft-update']).default('administrator').describe('Who installs it'),
    ...MANNER,
  }),
  onePatch,
  updateIsSilent,
  optionsNeedLog,
).transform(value => ({
  patch: patchOf(value),
  ...compact({ arch: value.arch, package: value.package }),
  ...manner(value),
}))

const repair = withRules(
  z.strictObject({ package: path.describe('The package to run msiexec /i on'), ...BY_HAND }),
  optionsNeedLog,
).transform(value => ({ packagePath: value.package, ...manner(value) }))

const remove = withRules(
  z.strictObject({ rollup: kb.describe('The rollup to remove'), ...BY_HAND }),
  optionsNeedLog,
).transform(value => ({ rollup: value.rollup, ...manner(value) }))

const stepSchema = oneOf<StepSpec, 'server' | 'cause'>(
  'step',
  {
    install: install.describe('Install an update'),
    repair: repair.describe('Run the package of the installed product again'),
    remove: remove.describe('Remove a rollup'),
    command: line.describe('What is typed at the simulated prompt').transform(typed => ({ line: typed })),
    wait: duration.describe('Let time pass').transform(ms => ({ ms })),
    live: days.describe('Let days pass in which the server does what it does on any day'),
    restart: z.strictObject({}).describe('Restart the server; written {}'),
    'power-off': z
      .strictObject({ 'after-change': whole(1, 1_000_000).describe('How many changes the next install makes before') })
      .transform(value => ({ afterChange: value['after-change'] }))
      .describe('Power is lost during the next install; then the server boots'),
  },
  { server: z.exactOptional(serverName.describe('Where; default: the first server')), cause },
)

// ---------------------------------------------------------------------------------------------------------- scenario

const expect = z
  .strictObject({
    'exit-codes': z.exactOptional(
      z
        .array(z.union([whole(0, 0xffff_ffff), z.null()]))
        .describe('Return codes of the attempts, in order; null for one that lost power'),
    ),
    'first-return-value-3': z.exactOptional(
      z.union([z.null(), line]).describe('The first action that the log ends with return value 3, or null'),
    ),
    events: z.exactOptional(z.array(whole(0, 0xffff)).describe('Event ids of the Application log')),
  })
  .transform(value =>
    compact({
      exitCodes: value['exit-codes'],
      firstReturnValue3: value['first-return-value-3'],
      events: value.events,
    }),
  )

const namesOf = (servers: unknown): readonly unknown[] => entriesOf(servers).map(server => fieldOf(server, 'name'))
const foldedText = (name: unknown): unknown => (typeof name === 'string' ? lower(name) : undefined)

const serverNamesUnique: KeyRule<Mapping> = ({ servers }) => {
  const names = namesOf(servers).map(foldedText)
  return names.flatMap((name, i): Complaint[] =>
    name === undefined || names.indexOf(name) === i
      ? []
      : [{ path: ['servers', i, 'name'], message: `another server has the name \`${namesOf(servers)[i]}\`` }],
  )
}

const stepsNameServers: KeyRule<Mapping> = ({ servers, steps }) => {
  const names = namesOf(servers).filter(name => typeof name === 'string')
  return entriesOf(steps).flatMap((step, i): Complaint[] => {
    const name = fieldOf(step, 'server')
    if (typeof name !== 'string' || names.length === 0 || names.includes(name)) return []
    const message = `no server has the name ${quote(name)}`
    return [{ path: ['steps', i, 'server'], message, allowed: names, nearest: nearest(name, names) }]
  })
}

export const scenarioSchema: z.ZodType<Scenario> = withRules(
  z.strictObject({
    title: line.describe('What the scenario is about, in one sentence'),
    sources: z.array(line).default([]).describe('Documents that it comes from, such as kb935490'),
    causes: z.array(z.enum(CAUSES)).default([]).describe('Answer key: what is wrong; nothing if empty'),
    start: localTime.prefault('2007-08-27T13:12:00').describe('Local time at which the simulation starts'),
    servers: z
      .array(serverSchema)
      .min(1)
      .max(MOST.servers)
      .describe('The servers; steps run on the first unless they name one'),
    steps: z.array(stepSchema).min(1).max(MOST.steps).describe('What is done, in order'),
    expect: expect.prefault({}).describe('Answer key for tests; the program never reads it'),
  }),
  serverNamesUnique,
  stepsNameServers,
  canBeDated,
).transform(withInstallPaths)

/** The contract as JSON Schema draft-07, which is what editors read. */
export function scenarioJsonSchema(): object {
  const schema = z.toJSONSchema(scenarioSchema, { target: 'draft-07', io: 'input' })
  return { ...schema, title: 'lab1603 scenario', description: 'A server, what is wrong with it, and what is done' }
}

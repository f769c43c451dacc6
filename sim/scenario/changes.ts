import { z } from 'zod'
import type { Access, RegistryData, RegistryType, ServiceState, Share, StartType } from '../../model/machine/parts.ts'
import { lower } from '../../model/words/letters.ts'
import { CAUSES, type Cause } from '../causes.ts'
import type { Mapping } from '../written/paths.ts'
import { absent, compact, hasKey, type KeyRule, listOf, oneOf, withRules } from '../written/rules.ts'
import type { KbNumber } from './kbNumber.ts'
import { MOST } from './limits.ts'
import {
  drive,
  duration,
  durationOrNever,
  fileName,
  keyInHive,
  line,
  path,
  productOrKb,
  serviceName,
  text,
  whole,
} from './scalars.ts'

/**
 * The kinds of `change`: how a server can differ from a healthy one. First what the program works with, in the form that
 * spec.ts describes, then how it is written in a file. What each makes on a machine: build.ts.
 */

// ---------------------------------------------------------------------------------------------------------- as read

/** One difference from a healthy server. */
export type ChangeSpec = { readonly cause?: Cause } & (
  | ProcessChange
  | { readonly kind: 'delete'; readonly path: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'deny'; readonly path: string; readonly access: Access }
  | RegistryChange
  | ServiceSpec
  | { readonly kind: 'execution-policy'; readonly scope: 'local' | 'machine-policy'; readonly value: ExecutionPolicy }
  | { readonly kind: 'network'; readonly internet: boolean }
  | { readonly kind: 'free-space'; readonly drive: string; readonly bytes: number }
  /** `to: null` deletes the file. */
  | { readonly kind: 'pending-rename'; readonly from: string; readonly to: string | null }
  | { readonly kind: 'cached-package'; readonly of: PackageRef; readonly state: 'missing' | 'damaged' }
  | { readonly kind: 'source'; readonly of: PackageRef; readonly reachable: boolean }
  /** `untilMs` after the start. */
  | { readonly kind: 'installing'; readonly product: string; readonly untilMs: number }
)

/** The package of the product, or that of one of its updates. */
export type PackageRef = 'product' | KbNumber
export type ExecutionPolicy = 'Restricted' | 'AllSigned' | 'RemoteSigned' | 'Unrestricted'

export interface ProcessChange {
  readonly kind: 'process'
  /** `bkagent.exe`. */
  readonly name: string
  readonly user: 'system' | 'local-service' | 'network-service' | 'administrator'
  /** Paths; none if it holds nothing. */
  readonly holds: readonly string[]
  readonly share: Share
  /** The service that it runs as. */
  readonly service?: string
  /** After the start; never if not given. */
  readonly letsGoMs?: number
}

export interface RegistryChange {
  readonly kind: 'registry'
  /** With the short name of its hive. */
  readonly key: string
  /** Empty: the default value of the key. */
  readonly name: string
  /** Set by a group policy of the domain, which sets it again when it is applied; by whoever came along otherwise. */
  readonly by?: 'group-policy'
  /** Null removes the value. Data as the machine keeps it: binary as hex digits in lower case. */
  readonly value: { readonly type: RegistryType; readonly data: RegistryData } | null
}

/** At least one of the three is given. */
export interface ServiceSpec {
  readonly kind: 'service'
  readonly name: string
  readonly start?: 'automatic' | 'manual' | 'disabled'
  readonly state?: 'running' | 'stopped'
  readonly stopMs?: number | 'never'
}

// ------------------------------------------------------------------------------------------------------- as written

/** @internal */
export const cause = z.exactOptional(z.enum(CAUSES).describe('Answer key: the cause that this entry makes'))

const SHARES = ['none', 'read', 'all'] as const satisfies readonly Share[]
const ACCESSES = ['read', 'write', 'full'] as const satisfies readonly Access[]
const START_TYPES = ['automatic', 'manual', 'disabled'] as const satisfies readonly StartType[]
const SERVICE_STATES = ['running', 'stopped'] as const satisfies readonly ServiceState[]
const POLICIES = ['Restricted', 'AllSigned', 'RemoteSigned', 'Unrestricted'] as const

const process = z
  .strictObject({
    name: fileName.describe('Name of the program, such as bkagent.exe'),
    user: z
      .enum(['system', 'local-service', 'network-service', 'administrator'])
      .default('system')
      .describe('The account that the process runs as'),
    holds: z.exactOptional(listOf(path, MOST.held).describe('The file, or the files, that the process keeps open')),
    share: z
      .enum(SHARES)
      .default('none')
      .describe('What others may do to a held file: none (exclusive), read, or all (as with a loaded image)'),
    service: z.exactOptional(serviceName.describe('Name of the service, if the process runs as one')),
    'lets-go': z.exactOptional(
      duration.describe('When it closes its files, counted from the start; never if not given'),
    ),
  })
  .transform(({ 'lets-go': letsGoMs, holds, ...rest }) => compact({ ...rest, holds: holds ?? [], letsGoMs }))

const REGISTRY_TYPES = [
  'sz',
  'expand-sz',
  'multi-sz',
  'dword',
  'qword',
  'binary',
] as const satisfies readonly RegistryType[]

const isText = (value: unknown): boolean => typeof value === 'string'
const isWhole = (most: number) => (value: unknown) =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most
const HEX_BYTES = /^(?:[0-9A-Fa-f]{2}(?:[ ,]?[0-9A-Fa-f]{2})*)?$/

/** What a value of each type looks like in YAML. */
const DATA: Readonly<Record<RegistryType, { readonly says: string; readonly fits: (value: unknown) => boolean }>> = {
  sz: { says: 'text', fits: isText },
  'expand-sz': { says: 'text', fits: isText },
  'multi-sz': { says: 'a list of texts', fits: value => Array.isArray(value) },
  dword: { says: 'a whole number from 0 to 0xffffffff', fits: isWhole(0xffff_ffff) },
  qword: { says: 'a whole number from 0 to 0x1fffffffffffff', fits: isWhole(Number.MAX_SAFE_INTEGER) },
  binary: {
    says: 'hexadecimal bytes in quotes such as "01 0a ff"',
    fits: value => isText(value) && HEX_BYTES.test(String(value)),
  },
}

/** The type that a value has by itself: a number is a dword, a list a multi-sz, text a sz. */
function ownType(value: unknown): RegistryType {
  return typeof value === 'number' ? 'dword' : Array.isArray(value) ? 'multi-sz' : 'sz'
}

function dataOf(type: RegistryType, value: RegistryData): { type: RegistryType; data: RegistryData } {
  return { type, data: type === 'binary' ? lower(String(value).replace(/[ ,]/g, '')) : value }
}

const dataFitsType: KeyRule<Mapping> = ({ value, type = ownType(value) }) => {
  const row = REGISTRY_TYPES.includes(type as RegistryType) ? DATA[type as RegistryType] : undefined
  const written = isText(value) || typeof value === 'number' || Array.isArray(value)
  if (!row || !written || row.fits(value)) return []
  return [{ path: ['value'], message: `this is not the value of a ${type}`, allowed: [row.says] }]
}

const SERVICE_KEY = /^HKLM\\SYSTEM\\CurrentControlSet\\Services\\[^\\]+$/i

/** What the service control manager takes of the values that it reads: anything else has no meaning to it. */
const SERVICE_VALUES: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  start: value => (isWhole(4)(value) ? undefined : 'a whole number from 0 to 4'),
  dependonservice: value => (Array.isArray(value) ? undefined : 'a list of texts'),
  ...Object.fromEntries(
    ['imagepath', 'displayname', 'objectname'].map(name => [name, value => (isText(value) ? undefined : 'text')]),
  ),
}

const serviceValueIsRead: KeyRule<Mapping> = ({ key, name, value }) => {
  if (typeof key !== 'string' || typeof name !== 'string' || value === null || !SERVICE_KEY.test(key)) return []
  const allowed = Object.hasOwn(SERVICE_VALUES, lower(name)) ? SERVICE_VALUES[lower(name)]!(value) : undefined
  const message = `the service control manager does not take this as ${name}`
  return allowed === undefined ? [] : [{ path: ['value'], message, allowed: [allowed] }]
}

const policySets: KeyRule<Mapping> = ({ by, value }) =>
  by === undefined || value !== null
    ? []
    : [
        {
          path: ['value'],
          message: 'a group policy sets a value',
          allowed: ['text', 'a whole number', 'a list of texts'],
        },
      ]

const registry = withRules(
  z.strictObject({
    key: keyInHive,
    name: text.describe('Name of the value; the empty text is the default value of the key'),
    type: z.exactOptional(
      z.enum(REGISTRY_TYPES).describe('Default: dword for a number, multi-sz for a list, sz for text'),
    ),
    value: z
      .union([z.null(), text, z.number(), z.array(text)])
      .describe('Text, a whole number (0x for hexadecimal), a list of texts, or null, which removes the value'),
    by: z.exactOptional(
      z
        .literal('group-policy')
        .describe('A group policy of the domain sets it, and sets it again with gpupdate /force; default: anybody'),
    ),
  }),
  dataFitsType,
  serviceValueIsRead,
  policySets,
).transform(({ key, name, type, value, by }) => ({
  key,
  name,
  value: value === null ? null : dataOf(type ?? ownType(value), value),
  ...(by && { by }),
}))

const service = withRules(
  z.strictObject({
    name: serviceName,
    start: z.exactOptional(z.enum(START_TYPES).describe('Start type')),
    state: z.exactOptional(z.enum(SERVICE_STATES).describe('Whether it runs')),
    stop: z.exactOptional(
      z
        .union([whole(0, 86_400).transform(seconds => seconds * 1000), durationOrNever])
        .describe('How long it takes to stop: seconds, a duration, or never'),
    ),
  }),
  value =>
    ['start', 'state', 'stop'].some(key => hasKey(value, key))
      ? []
      : [absent('this changes nothing about the service', ['start', 'state', 'stop'])],
).transform(({ stop, ...rest }) => compact({ ...rest, stopMs: stop }))

const pathOnly = (says: string) => path.describe(says).transform(value => ({ path: value }))
const FROM_TO = { from: path.describe('The present path'), to: path.describe('The new path') }

/** @internal */
export const changeSchema = oneOf<ChangeSpec, 'cause'>(
  'change',
  {
    process: process.describe('A process runs and keeps files open'),
    delete: pathOnly('A file or folder that is gone, with everything below it'),
    rename: z.strictObject(FROM_TO).describe('A file or folder has another name'),
    write: z
      .strictObject({ path, text: text.describe('What the file holds') })
      .describe('A file has been written by somebody'),
    deny: z
      .strictObject({ path, access: z.enum(ACCESSES).describe('What is refused, also below a folder') })
      .describe('Permissions refuse an access'),
    registry: registry.describe('A value in the registry'),
    service: service.describe('A service is configured differently, runs or does not, or stops slowly'),
    'execution-policy': z
      .strictObject({
        scope: z.enum(['local', 'machine-policy']).describe('Set on the machine, or by group policy'),
        value: z.enum(POLICIES).describe('The policy'),
      })
      .describe('The execution policy of PowerShell'),
    network: z
      .strictObject({ internet: z.boolean().describe('Whether it reaches the Internet') })
      .describe('What the server can reach'),
    'free-space': z
      .strictObject({ drive, bytes: whole(0, Number.MAX_SAFE_INTEGER).describe('Free bytes') })
      .describe('How much room is left on a drive'),
    'pending-rename': z
      .strictObject({ from: path, to: z.union([z.null(), path]).describe('The new path, or null to delete the file') })
      .describe('A rename or delete that waits for the next restart'),
    'cached-package': z
      .strictObject({ of: productOrKb, state: z.enum(['missing', 'damaged']).describe('What became of it') })
      .describe('The copy of a package in the Installer folder'),
    source: z
      .strictObject({ of: productOrKb, reachable: z.boolean().describe('Whether it can be reached') })
      .describe('The place that a package was installed from'),
    installing: z
      .strictObject({
        product: line.describe('Name of the product being installed'),
        until: duration.describe('When that installation ends, counted from the start'),
      })
      .transform(({ product, until }) => ({ product, untilMs: until }))
      .describe('Another installation holds the mutex of Windows Installer'),
  },
  { cause },
)

export type ProcessSpec = Extract<ChangeSpec, { kind: 'process' }>

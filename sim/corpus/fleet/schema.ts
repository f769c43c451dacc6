import { z } from 'zod'
import type { OsId } from '../../../model/exchange/os.ts'
import { isoLocal, parseLocal } from '../../../model/machine/time.ts'
import type { Zone } from '../../../model/machine/zone.ts'
import { upper } from '../../../model/words/letters.ts'
import { MOST as MOST_OF_A_SCENARIO } from '../../scenario/limits.ts'
import { domainName, kb, line, localTime, serverName, whole, zone } from '../../scenario/scalars.ts'
import type { Complaint } from '../../written/form.ts'
import { form } from '../../written/form.ts'
import { entriesOf, fieldOf, type Mapping } from '../../written/paths.ts'
import { absent, banned, hasKey, type KeyRule, withRules } from '../../written/rules.ts'
import { KIND_NAMES, type KindName } from './kinds.ts'
import { MOST_HOSTS, SPLIT_KINDS, type SplitKind } from './limits.ts'

/**
 * What fleet.yaml may say: an organisation, where its servers stand, when they are updated, and which of them it goes wrong
 * on. Defaults that follow from something else in the file are filled in by whoever reads it. What comes of it: fleet.ts.
 */

export interface FleetSpec {
  readonly domain: string
  readonly days: number
  readonly start?: string | undefined
  readonly baseline: 'rtm' | 'sp1' | 'sp2' | 'sp3'
  readonly rollup?: string | undefined
  readonly rollups?: readonly string[] | undefined
  readonly by: 'administrator' | 'microsoft-update'
  readonly os?: Readonly<Partial<Record<OsId, number>>> | undefined
  readonly 'update-night': NightSpec
  readonly sites: readonly SiteSpec[]
  readonly incidents?: readonly IncidentSpec[] | undefined
  readonly split: SplitSpec
}

export interface NightSpec {
  readonly date?: string | undefined
  /** Minutes of the day. */
  readonly from: number
  readonly to: number
}

export interface SiteSpec {
  readonly name: string
  readonly zone: Zone
  readonly hosts: number
  readonly roles?: Readonly<Partial<Record<KindName, number>>> | undefined
}

/** One of `hosts` and `count`, and one of `faults`, `combine` and `scenario`. */
export interface IncidentSpec {
  readonly hosts?: readonly string[] | undefined
  readonly count?: number | undefined
  readonly faults?: readonly string[] | undefined
  readonly combine?: { readonly least: number; readonly most: number } | undefined
  readonly scenario?: string | undefined
  readonly at?: string | undefined
}

export const PARTS = ['train', 'validation', 'test'] as const
export type PartName = (typeof PARTS)[number]

export interface SplitSpec extends Readonly<Record<PartName, number>> {
  readonly by: readonly SplitKind[]
}

// -------------------------------------------------------------------------------------------------------------- words

const MOST_SITES = 50

const DATE = /^\d{4}-\d{2}-\d{2}$/

const date = form({
  says: 'a date such as 2008-10-21',
  pattern: DATE,
  refuse: written => {
    if (!DATE.test(written)) return undefined
    if (isoLocal(parseLocal(`${written}T00:00:00`, 0), 0).slice(0, 10) !== written) return 'is not in the calendar'
    const year = Number(written.slice(0, 4))
    return year < 1990 || year > 2090 ? 'is not between the years 1990 and 2090' : undefined
  },
  read: written => written,
  repair: written => written.trim().slice(0, 10),
})

const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/

const clock = form({
  says: "a time of the day in quotes, such as '22:00'",
  pattern: CLOCK,
  read: written => Number(written.slice(0, 2)) * 60 + Number(written.slice(3)),
  repair: written => (/^\d:\d{2}/.test(written.trim()) ? `0${written.trim().slice(0, 4)}` : written.trim().slice(0, 5)),
})

/** The names of its servers begin with it, and a name has fifteen characters. */
const siteName = form({
  says: 'one to eight capitals and digits such as CHI, the first a capital',
  pattern: /^[A-Z][A-Z0-9]{0,7}$/,
  read: written => written,
  repair: written =>
    upper(written)
      .replace(/[^A-Z0-9]/g, '')
      .slice(0, 8),
})

const range = form({
  says: "how many at once: '2', or '1-4'",
  pattern: /^[1-9]\d?(?:-[1-9]\d?)?$/,
  refuse: written => {
    const [least, most = least] = written.split('-').map(Number)
    return least! > most! ? 'ends before it begins' : undefined
  },
  read: written => {
    const [least, most = least] = written.split('-').map(Number)
    return { least: least!, most: most! }
  },
})

/** As many of one as of the other where both have the same number. */
const share = whole(0, 1000)

// ------------------------------------------------------------------------------------------------------------ entries

const shares = <K extends string>(names: readonly K[]) =>
  withRules(
    z.strictObject(Object.fromEntries(names.map(name => [name, z.exactOptional(share)]))) as unknown as z.ZodType<
      Partial<Record<K, number>>
    >,
    someShare,
  )

const someShare: KeyRule<Mapping> = value =>
  Object.values(value).some(number => typeof number !== 'number' || number > 0)
    ? []
    : [absent('no share is above 0', Object.keys(value).length > 0 ? Object.keys(value) : undefined)]

const site = z.strictObject({
  name: siteName.describe('Begins the names of its servers'),
  zone: zone.prefault('+00:00').describe('Its local time, as in a scenario'),
  hosts: whole(1, MOST_HOSTS).describe('How many servers'),
  roles: z.exactOptional(shares(KIND_NAMES).describe('Shares of its kinds of servers')),
})

const incident = withRules(
  z.strictObject({
    hosts: z.exactOptional(z.array(serverName).min(1).max(MOST_HOSTS).describe('On these servers')),
    count: z.exactOptional(whole(1, MOST_HOSTS).describe('On so many servers that are drawn')),
    faults: z.exactOptional(
      z.array(line).min(1).max(20).describe('Causes, all of them on each of the servers; `list` has their names'),
    ),
    combine: z.exactOptional(
      z
        .union([whole(1, 20).transform(count => ({ least: count, most: count })), range])
        .describe('So many that are drawn'),
    ),
    scenario: z.exactOptional(line.describe('A scenario, in place of what is done on the other servers')),
    at: z.exactOptional(localTime.describe('When the server is updated; default: in its turn')),
  }),
  value => oneOfKeys(value, ['hosts', 'count'], 'says on which servers'),
  value => oneOfKeys(value, ['faults', 'combine', 'scenario'], 'says what goes wrong'),
)

function oneOfKeys(value: Mapping, keys: readonly string[], does: string): Complaint[] {
  const [first, ...others] = keys.filter(key => hasKey(value, key))
  if (first === undefined) return [absent(`nothing ${does}`, keys)]
  return banned(value, others, `stands beside \`${first}\`, which ${does} already`)
}

const night = z.strictObject({
  date: z.exactOptional(date.describe('The day on which it begins; default: in the middle of the days')),
  from: clock.prefault('22:00').describe('When the first server of each site is updated, in quotes'),
  to: clock.prefault('04:00').describe('When all have begun, in quotes'),
})

const split = z.strictObject({
  by: z
    .array(z.enum(SPLIT_KINDS))
    .min(1)
    .default([...SPLIT_KINDS])
    .describe('What must not stand on both sides'),
  train: z.exactOptional(whole(1, 1000).describe('Share of what is learned from; of all three nothing: 70, 15 and 15')),
  validation: z.exactOptional(share.describe('Without it, where another share is named, there is none')),
  test: z.exactOptional(share.describe('Without it, where another share is named, there is none')),
})

/** In parts of what they are together. */
export type Shares = Readonly<Record<'train' | 'validation' | 'test', number>>

const USUAL_SHARES: Shares = { train: 70, validation: 15, test: 15 }

/** Nobody gets a part that he has not named beside another. */
export function sharesOf({ train = 0, validation = 0, test = 0 }: Partial<Shares>): Shares {
  return train + validation + test === 0 ? USUAL_SHARES : { train, validation, test }
}

const namesUnique: KeyRule<Mapping> = ({ sites }) => {
  const names = entriesOf(sites).map(one => fieldOf(one, 'name'))
  return names.flatMap((name, i): Complaint[] =>
    typeof name === 'string' && names.indexOf(name) < i
      ? [{ path: ['sites', i, 'name'], message: `another site has the name \`${name}\`` }]
      : [],
  )
}

const notTooMany: KeyRule<Mapping> = ({ sites }) => {
  const hosts = entriesOf(sites).map(one => fieldOf(one, 'hosts'))
  const all = hosts.reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), 0)
  return all > MOST_HOSTS && hosts.every(count => typeof count === 'number' && count <= MOST_HOSTS)
    ? [{ path: ['sites'], message: `these are ${all} hosts`, allowed: [`at most ${MOST_HOSTS} hosts in all`] }]
    : []
}

export const fleetSchema = withRules(
  z.strictObject({
    domain: domainName.prefault('contoso.com').describe('The domain of the organisation'),
    days: whole(2, MOST_OF_A_SCENARIO.days).default(30).describe('How many days the logs have'),
    start: z.exactOptional(date.describe('The first of these days; default: by the date of the update night')),
    baseline: z.enum(['rtm', 'sp1', 'sp2', 'sp3']).default('sp1').describe('Exchange Server 2007 as installed'),
    rollup: z.exactOptional(kb.describe('What is installed on the update night; default: the fourth of its series')),
    rollups: z.exactOptional(
      z.array(kb).max(20).describe('Installed before; default: the one before it in its series'),
    ),
    by: z.enum(['administrator', 'microsoft-update']).default('administrator').describe('Who installs it'),
    os: z.exactOptional(
      shares(['windows-server-2003', 'windows-server-2008']).describe(
        'Shares of the systems; default: 6 of 10 have Server 2003, and all with the first release of Exchange',
      ),
    ),
    'update-night': night.prefault({}).describe('When the servers are updated, by the clock of their site'),
    sites: z.array(site).min(1).max(MOST_SITES).describe('Where the servers stand'),
    incidents: z.exactOptional(
      z.array(incident).max(MOST_HOSTS).describe('Where it goes wrong; default: one fault on one server in ten'),
    ),
    split: split.prefault({}).describe('Parts for whoever learns from it'),
  }),
  namesUnique,
  notTooMany,
) as unknown as z.ZodType<FleetSpec>

/** The contract as JSON Schema draft-07, which is what editors read. */
export function fleetJsonSchema(): object {
  const schema = z.toJSONSchema(fleetSchema, { target: 'draft-07', io: 'input' })
  return {
    ...schema,
    title: 'lab1603 fleet',
    description: 'The servers of an organisation, and the night on which they are updated',
  }
}

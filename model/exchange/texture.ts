import { DAY } from '../machine/calendar.ts'
import type { Clock, Raised } from '../machine/clock.ts'
import type { Draw } from '../machine/host.ts'
import type { Authority, OtherProduct, Pace, Texture } from '../machine/texture.ts'
import { upper } from '../words/letters.ts'
import { USUAL_FOLDER } from './files.ts'

/**
 * Draws what is a machine's own. Each number has a name, so that one more moves no other. What is usual is modelled;
 * tables say where a row comes from. Knows no scenario.
 */
export function drawTexture(draw: Draw, { start, arch, domain, installPath }: TexturePlan): Texture {
  const organization = domain ? organizationOf(domain.name) : oneOf(draw, 'organization', ORGANIZATIONS)
  const setUpAt = start - DAY * (185 + draw('days since setup', 60)) - draw('time of setup', DAY)
  const owner = oneOf(draw, 'owner', OWNERS)
  return {
    clock: clockOf(draw, start),
    pace: paceOf(draw),
    registeredOwner: owner ?? organization.name,
    registeredOrganization: organization.name,
    domain: organization.domain,
    authority: drawAuthority(draw),
    ...(domain?.authority && { domainAuthority: domain.authority }),
    setUpAt,
    otherProducts: otherProducts(draw, setUpAt),
    memoryMb: oneOf(draw, 'memory', MEMORY_MB[arch]) - draw('memory kept', 3),
    screen: oneOf(draw, 'screen', SCREENS),
    installPath: installPath ?? drawnFolder(draw),
    volumes: draw('volumes', WORD),
  }
}

interface TexturePlan {
  readonly start: number
  readonly arch: 'x64' | 'x86'
  readonly domain?: JoinedDomain
  /** Drawn if nobody says it. */
  readonly installPath?: string
}

/** The domain that a server has joined, where it is known beforehand. */
export interface JoinedDomain {
  /** As DNS has it. */
  readonly name: string
  /** Where its administrators have an account of the domain. */
  readonly authority?: Authority
}

/** Of a machine, or of a domain. */
export const drawAuthority = (draw: Draw): Authority => [
  draw('authority 1', WORD),
  draw('authority 2', WORD),
  draw('authority 3', WORD),
]

function oneOf<T>(draw: Draw, what: string, rows: readonly T[]): T {
  return rows[draw(what, rows.length)]!
}

const WORD = 2 ** 32

/** One in so many. */
const oneIn = (draw: Draw, what: string, many: number): boolean => draw(what, many) === 0

// --------------------------------------------------------------------------------------------------------- the pace

/** Servers of 2003 to 2009: from a virtual one on a busy host to a new one with many disks (modelled). */
function paceOf(draw: Draw): Pace {
  return { processor: 0.7 + draw('processor', 900) / 1000, disk: 14_000 + draw('disk', 46_000) }
}

// ------------------------------------------------------------------------------------------------------ the hardware

/** What Exchange 2007 was recommended for (2 GB and up), as the memory that is left when the firmware has its part (modelled). */
const MEMORY_MB = {
  x64: [4_095, 4_095, 6_143, 8_191, 8_191, 8_191, 12_287, 16_383, 16_383, 32_767],
  x86: [1_023, 2_047, 2_047, 3_327, 3_583],
} as const

/** Of a remote session mostly, which takes the size that its client asks for, and fewer colours (modelled). */
const SCREENS: readonly Texture['screen'][] = [
  { x: 800, y: 600, colorBits: 16 },
  { x: 1024, y: 768, colorBits: 16 },
  { x: 1024, y: 768, colorBits: 32 },
  { x: 1152, y: 864, colorBits: 32 },
  { x: 1280, y: 768, colorBits: 16 },
  { x: 1280, y: 1024, colorBits: 16 },
  { x: 1280, y: 1024, colorBits: 24 },
  { x: 1280, y: 1024, colorBits: 32 },
  { x: 1400, y: 1050, colorBits: 16 },
  { x: 1440, y: 900, colorBits: 16 },
  { x: 1600, y: 1200, colorBits: 16 },
  { x: 1680, y: 1050, colorBits: 16 },
]

// -------------------------------------------------------------------------------------------------------- the folder

/** Behind that of Windows, and that from which the product was installed. */
const DRIVES = ['E:', 'F:', 'G:', 'H:'] as const

/** As setup proposes it, with another drive or less above it (modelled). */
const FOLDERS = [
  '\\Program Files\\Microsoft\\Exchange Server\\',
  '\\Exchange Server\\',
  '\\Microsoft\\Exchange Server\\',
] as const

/** So many servers in ten have it where setup proposes it (modelled). */
const USUAL_IN_TEN = 3

function drawnFolder(draw: Draw): string {
  if (draw('usual folder', 10) < USUAL_IN_TEN) return USUAL_FOLDER
  return `${oneOf(draw, 'drive of Exchange', DRIVES)}${oneOf(draw, 'folder of Exchange', FOLDERS)}`
}

// ------------------------------------------------------------------------------------------------------ the products

const other = (
  name: string,
  version: string,
  oneIn: number,
  key = name,
  publisher = 'Microsoft Corporation',
): OtherProduct & { oneIn: number } => ({
  name,
  publisher,
  version,
  key,
  oneIn,
})

/** Of an invented company, and none that an installation of Exchange has to do with. */
export const MONITORING_AGENT = 'Litware Monitoring Agent'

/** Products of those years that a mail server has (memory); the agents are those of invented companies. One server in so many has each. */
const OTHER_PRODUCTS: readonly (OtherProduct & { readonly oneIn: number })[] = [
  other('Microsoft .NET Framework 2.0 Service Pack 1', '2.1.21022', 2),
  other('MSXML 6.0 Parser', '6.00.3883.8', 2),
  other('Microsoft Baseline Security Analyzer 2.0.1', '2.0.5029.0', 6),
  other('Microsoft Report Viewer Redistributable 2005', '8.0.50727.42', 5),
  other('Microsoft Filter Pack 1.0', '12.0.4518.1018', 4),
  other('Windows Support Tools', '5.2.3790.3959', 3),
  other('Windows Resource Kit Tools', '5.2.3790', 4),
  other('Network Monitor 3.1', '3.1.512.0', 5),
  other('Contoso Backup Agent', '11.0.7170', 3, 'Contoso Backup Agent', 'Contoso, Ltd.'),
  other('Fabrikam Antivirus for Servers', '8.5.0.781', 3, 'Fabrikam Antivirus', 'Fabrikam, Inc.'),
  other(MONITORING_AGENT, '5.0.2911', 4, MONITORING_AGENT, 'Litware, Inc.'),
  other('Virtual Machine Additions', '13.813', 6),
]

/** Within the days after Windows. */
function otherProducts(draw: Draw, setUpAt: number): Texture['otherProducts'] {
  return OTHER_PRODUCTS.filter(({ name, oneIn: many }) => oneIn(draw, `product ${name}`, many)).map(
    ({ oneIn: _many, ...product }) => ({ product, installedAt: setUpAt + draw(`time of ${product.name}`, 3 * DAY) }),
  )
}

// -------------------------------------------------------------------------------------------------------- the names

interface Organization {
  readonly name: string
  /** Of its directory. */
  readonly domain: string
}

/** Companies that Microsoft has invented for examples, with the domains that it uses for them (documented: style guides; memory). */
const ORGANIZATIONS: readonly Organization[] = [
  { name: 'A. Datum Corporation', domain: 'adatum.com' },
  { name: 'Adventure Works', domain: 'adventure-works.com' },
  { name: 'Alpine Ski House', domain: 'alpineskihouse.com' },
  { name: 'Blue Yonder Airlines', domain: 'blueyonderairlines.com' },
  { name: 'City Power & Light', domain: 'cpandl.com' },
  { name: 'Coho Vineyard', domain: 'cohovineyard.com' },
  { name: 'Consolidated Messenger', domain: 'consolidatedmessenger.com' },
  { name: 'Contoso, Ltd.', domain: 'contoso.com' },
  { name: 'Fabrikam, Inc.', domain: 'fabrikam.com' },
  { name: 'Fourth Coffee', domain: 'fourthcoffee.com' },
  { name: 'Graphic Design Institute', domain: 'graphicdesigninstitute.com' },
  { name: 'Humongous Insurance', domain: 'humongousinsurance.com' },
  { name: 'Litware, Inc.', domain: 'litwareinc.com' },
  { name: 'Lucerne Publishing', domain: 'lucernepublishing.com' },
  { name: "Margie's Travel", domain: 'margiestravel.com' },
  { name: 'Northwind Traders', domain: 'northwindtraders.com' },
  { name: 'Proseware, Inc.', domain: 'proseware.com' },
  { name: 'School of Fine Art', domain: 'fineartschool.net' },
  { name: 'Southridge Video', domain: 'southridgevideo.com' },
  { name: 'Tailspin Toys', domain: 'tailspintoys.com' },
  { name: 'The Phone Company', domain: 'thephone-company.com' },
  { name: 'Trey Research', domain: 'treyresearch.net' },
  { name: 'Wide World Importers', domain: 'wideworldimporters.com' },
  { name: 'Wingtip Toys', domain: 'wingtiptoys.com' },
  { name: 'Woodgrove Bank', domain: 'woodgrovebank.com' },
]

/** Whose domain that is; of one that no company of the list has, its first label is the name. */
function organizationOf(domain: string): Organization {
  const name = domain.split('.')[0]!
  return ORGANIZATIONS.find(row => row.domain === domain) ?? { name: upper(name[0]!) + name.slice(1), domain }
}

/** What people type into the second field of setup; undefined: the company again (modelled). */
const OWNERS: readonly (string | undefined)[] = [
  undefined,
  undefined,
  'Administrator',
  'IT',
  'IT Department',
  'Information Technology',
  'Messaging',
  'Network Operations',
  'Systems Administration',
  'User',
  'Windows User',
]

// -------------------------------------------------------------------------------------------------------- the clock

const USUAL_TICK = 15.625
/** Of some virtual machines with one processor (msi-log-anatomy.md 2.2, derived). */
const OTHER_TICK = 10
const OTHER_TICK_ONE_IN = 8
/** A crystal is wrong by a few millionths. */
const DRIFT = 40
const RAISED_ONE_IN = 8

function clockOf(draw: Draw, start: number): Clock {
  const tickMs = oneIn(draw, 'clock tick', OTHER_TICK_ONE_IN) ? OTHER_TICK : USUAL_TICK
  const advancedAt = start + (tickMs * draw('clock phase', 1000)) / 1000
  const drift = (draw('clock drift', 1001) / 500 - 1) * DRIFT
  return {
    tickMs,
    advancedAt,
    drift,
    ...(oneIn(draw, 'clock raised', RAISED_ONE_IN) && { raised: raised(draw, start) }),
  }
}

/** A program that raises the timer does so now and then, for some seconds: 023 and 024 of the corpus show both. */
function raised(draw: Draw, start: number): Raised {
  const everyMs = 60_000 * (2 + draw('clock raised every', 18))
  return { from: start + draw('clock raised from', everyMs), everyMs, forMs: 2_000 + draw('clock raised for', 40_000) }
}

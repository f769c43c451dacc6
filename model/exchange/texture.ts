import type { Clock, Raised } from '../machine/clock.ts'
import type { Draw } from '../machine/host.ts'
import type { Pace, Texture } from '../machine/texture.ts'

/**
 * Draws what is a machine's own. Each number has a name, so that one more moves no other. What is usual is modelled;
 * tables say where a row comes from. Knows no scenario.
 */
export function drawTexture(draw: Draw, start: number): Texture {
  const organization = oneOf(draw, 'organization', ORGANIZATIONS)
  const owner = oneOf(draw, 'owner', OWNERS)
  return {
    clock: clockOf(draw, start),
    pace: paceOf(draw),
    registeredOwner: owner ?? organization.name,
    registeredOrganization: organization.name,
  }
}

function oneOf<T>(draw: Draw, what: string, rows: readonly T[]): T {
  return rows[draw(what, rows.length)]!
}

/** One in so many. */
const oneIn = (draw: Draw, what: string, many: number): boolean => draw(what, many) === 0

// --------------------------------------------------------------------------------------------------------- the pace

/** Servers of 2003 to 2009: from a virtual one on a busy host to a new one with many disks (modelled). */
function paceOf(draw: Draw): Pace {
  return { processor: 0.7 + draw('processor', 900) / 1000, disk: 14_000 + draw('disk', 46_000) }
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

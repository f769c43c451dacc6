/**
 * Time zones as Windows of 2003 to 2009 names them, with the rule of daylight saving that each had then. Names and offsets:
 * the keys of `Time Zones` in the registry (memory); rules: the laws of the countries (documented: IANA time zone database,
 * 2007k and later). Before the first year of a rule it is taken to have held as well. Knows no calendar.
 */
export interface TimeZone {
  /** Of its key, and of its time in winter. */
  readonly name: string
  readonly daylightName: string
  /** As the control panel and `systeminfo` show it, after the offset. */
  readonly places: string
  /** Minutes ahead of UTC in winter. */
  readonly offset: number
  /** From which year on which rule; none: it has no daylight saving. */
  readonly rules: readonly DaylightRule[]
}

export interface DaylightRule {
  readonly since: number
  /** Undefined: no daylight saving from then on. */
  readonly saving: { readonly starts: Turn; readonly ends: Turn } | undefined
}

/** A Sunday of a month, 5 for the last one, and the hour that the clock on the wall shows. */
export interface Turn {
  readonly month: number
  readonly sunday: 1 | 2 | 3 | 5
  readonly hour: number
}

/** What the clock is ahead in summer. */
export const DAYLIGHT_MINUTES = 60

const turn = (month: number, sunday: Turn['sunday'], hour: number): Turn => ({ month, sunday, hour })

const rule = (since: number, starts: Turn, ends: Turn): DaylightRule => ({ since, saving: { starts, ends } })

/** The Energy Policy Act of 2005 made it longer from 2007 on. */
const US = [rule(1987, turn(4, 1, 2), turn(10, 5, 2)), rule(2007, turn(3, 2, 2), turn(11, 1, 2))]
/** One moment for all of Europe, 01:00 UTC: the clock shows another hour in each zone. */
const europe = (hour: number): DaylightRule => rule(1996, turn(3, 5, hour), turn(10, 5, hour + 1))
const RUSSIA = [europe(2), { since: 2011, saving: undefined }]
const AUSTRALIA = [rule(1987, turn(10, 5, 2), turn(3, 5, 3)), rule(2008, turn(10, 1, 2), turn(4, 1, 3))]
const NEW_ZEALAND = [rule(1990, turn(10, 1, 2), turn(3, 3, 3)), rule(2007, turn(9, 5, 2), turn(4, 1, 3))]

type Row = readonly [name: string, hours: number, places: string, rules?: readonly DaylightRule[]]

const ROWS: readonly Row[] = [
  ['Hawaiian Standard Time', -10, 'Hawaii'],
  ['Alaskan Standard Time', -9, 'Alaska', US],
  ['Pacific Standard Time', -8, 'Pacific Time (US & Canada)', US],
  ['Mountain Standard Time', -7, 'Mountain Time (US & Canada)', US],
  ['US Mountain Standard Time', -7, 'Arizona'],
  ['Central Standard Time', -6, 'Central Time (US & Canada)', US],
  ['Canada Central Standard Time', -6, 'Saskatchewan'],
  ['Eastern Standard Time', -5, 'Eastern Time (US & Canada)', US],
  [
    'US Eastern Standard Time',
    -5,
    'Indiana (East)',
    [{ since: 1987, saving: undefined }, { ...US[0]!, since: 2006 }, US[1]!],
  ],
  ['SA Pacific Standard Time', -5, 'Bogota, Lima, Quito, Rio Branco'],
  ['Atlantic Standard Time', -4, 'Atlantic Time (Canada)', US],
  ['SA Eastern Standard Time', -3, 'Buenos Aires, Georgetown'],
  ['GMT Standard Time', 0, 'Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London', [europe(1)]],
  ['Greenwich Standard Time', 0, 'Monrovia, Reykjavik'],
  ['W. Europe Standard Time', 1, 'Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', [europe(2)]],
  ['Romance Standard Time', 1, 'Brussels, Copenhagen, Madrid, Paris', [europe(2)]],
  ['Central Europe Standard Time', 1, 'Belgrade, Bratislava, Budapest, Ljubljana, Prague', [europe(2)]],
  ['Central European Standard Time', 1, 'Sarajevo, Skopje, Warsaw, Zagreb', [europe(2)]],
  ['W. Central Africa Standard Time', 1, 'West Central Africa'],
  ['FLE Standard Time', 2, 'Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius', [europe(3)]],
  ['South Africa Standard Time', 2, 'Harare, Pretoria'],
  ['Russian Standard Time', 3, 'Moscow, St. Petersburg, Volgograd', RUSSIA],
  ['Arab Standard Time', 3, 'Kuwait, Riyadh'],
  ['Arabian Standard Time', 4, 'Abu Dhabi, Muscat'],
  ['India Standard Time', 5.5, 'Chennai, Kolkata, Mumbai, New Delhi'],
  ['SE Asia Standard Time', 7, 'Bangkok, Hanoi, Jakarta'],
  ['China Standard Time', 8, 'Beijing, Chongqing, Hong Kong, Urumqi'],
  ['Singapore Standard Time', 8, 'Kuala Lumpur, Singapore'],
  ['Taipei Standard Time', 8, 'Taipei'],
  ['Tokyo Standard Time', 9, 'Osaka, Sapporo, Tokyo'],
  ['Korea Standard Time', 9, 'Seoul'],
  ['Cen. Australia Standard Time', 9.5, 'Adelaide', AUSTRALIA],
  ['AUS Central Standard Time', 9.5, 'Darwin'],
  ['AUS Eastern Standard Time', 10, 'Canberra, Melbourne, Sydney', AUSTRALIA],
  ['E. Australia Standard Time', 10, 'Brisbane'],
  ['New Zealand Standard Time', 12, 'Auckland, Wellington', NEW_ZEALAND],
]

export const TIME_ZONES: readonly TimeZone[] = ROWS.map(([name, hours, places, rules = []]) => ({
  name,
  daylightName: name.replace('Standard', 'Daylight'),
  places,
  offset: hours * 60,
  rules,
}))

export const timeZoneNamed = (name: string): TimeZone | undefined => TIME_ZONES.find(zone => zone.name === name)

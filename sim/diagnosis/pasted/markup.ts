/**
 * What a page, an editor or a mail does to characters: entities, tags, blanks that do not break, typographic quotes,
 * characters without width. Does not know lines of evidence.
 */

/** A line as lines without markup: `<br>` inside it parts them. */
export type Unmark = (line: string) => readonly string[]

type Rewrite = (text: string) => string

const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  lsquo: '\u2018',
  rsquo: '\u2019',
  ldquo: '\u201c',
  rdquo: '\u201d',
  ndash: '\u2013',
  hellip: '...',
  lsqb: '[',
  rsqb: ']',
  lpar: '(',
  rpar: ')',
  bsol: '\\',
  colon: ':',
}

const ENTITY = /&(?:#(\d{1,6})|#[xX]([0-9a-fA-F]{1,5})|([a-z]{2,6}));/g
const AMPERSAND = /&/g

function decoded(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal)
    return code >= 0x20 && code < 0xd800 ? String.fromCharCode(code) : whole
  })
}

/** In XML tags and entities mean what they say. */
const XML = /<(?:\?xml|Events?|Objs)\b/
const TAG = /<\/?(?:p|br|code|pre|div|span|li|ul|ol|blockquote|tt|samp|font|b|i|em|strong|td|tr)\b[^<>]{0,200}>/gi
const BREAK = /<(?:br\b[^<>]{0,20}|\/p|\/div|\/li|\/tr)>/gi

const ODD_BLANK = /[\u00a0\u2007\u202f]/g
const NO_WIDTH = /[\u00ad\u200b-\u200f\u2060\ufeff]/g
const SINGLE_QUOTES = /[\u2018\u2019\u201a\u2032]/g
const DOUBLE_QUOTES = /[\u201c\u201d\u201e\u2033]/g

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0

/** Where there are none, the others need not be counted, of which there are thousands. */
function outnumber(text: string, some: RegExp, others: RegExp, times = 1): boolean {
  const found = count(text, some)
  return found > 0 && found * times > count(text, others)
}

interface Habit {
  readonly shows: (sample: string) => boolean
  readonly undo: Rewrite
}

const ESCAPED: Habit = { shows: sample => !XML.test(sample) && isEscaped(sample), undo: decoded }
const TAGGED: Habit = { shows: sample => !XML.test(sample) && sample.search(TAG) >= 0, undo: untagged }

/** Of a page in a page the outer one comes first. */
const PAGES = 3

/** They stand in tags and entities too, and come out of entities. */
const INVISIBLE: Habit = { shows: sample => sample.search(NO_WIDTH) >= 0, undo: text => text.replace(NO_WIDTH, '') }

/** Each by what shows it: an editor that quotes leaves no straight quote. */
const HABITS: readonly Habit[] = [
  INVISIBLE,
  { shows: sample => outnumber(sample, ODD_BLANK, / /g, 8), undo: text => text.replace(ODD_BLANK, ' ') },
  {
    shows: sample => outnumber(sample, SINGLE_QUOTES, /'/g),
    undo: text => text.replace(SINGLE_QUOTES, "'"),
  },
  {
    shows: sample => outnumber(sample, DOUBLE_QUOTES, /"/g),
    undo: text => text.replace(DOUBLE_QUOTES, '"'),
  },
]

/** A text that somebody escaped has no bare ampersand, but where wrapping or the end of the sample cut an entity in two. */
function isEscaped(sample: string): boolean {
  const entities = count(sample, ENTITY)
  return entities > 0 && entities >= 4 * (count(sample, AMPERSAND) - entities - 1)
}

/** A break at the end of a line is the end that it has anyway. */
function untagged(text: string): string {
  if (!text.includes('<')) return text
  const lines = text.replace(BREAK, '\n').replace(TAG, '').split('\n')
  while (lines.length > 1 && lines.at(-1)!.trim() === '') lines.pop()
  return lines.join('\n')
}

const TAG_BEGUN = /(?:<\/?[a-z]{1,10}\b[^<>]{0,200}|&(?:#[xX]?)?[0-9a-zA-Z]{0,6})$/i
const TAG_ENDED = /^(?:[^<>;&]{0,200}>|[0-9a-zA-Z]{0,6};)/

/** What of the second line belongs to a tag or an entity that the first one has begun: it was wrapped in its middle. */
export function restOfMarkup(line: string, next: string): string {
  const [begun = ''] = TAG_BEGUN.exec(line) ?? []
  const [rest = ''] = begun === '' ? [] : (TAG_ENDED.exec(next) ?? [])
  const joint = begun.startsWith('<') ? ' ' : ''
  const whole = `${begun}${joint}${rest}`
  return rest !== '' && [TAG, ENTITY].some(form => whole.replace(form, '') === '') ? `${joint}${rest}` : ''
}

/** Characters that only somebody's program has put there; most logs have none. */
const MARKED = /[&\u00a0\u00ad\u2007\u200b-\u200f\u2018-\u201e\u202f\u2032\u2033\u2060\ufeff]|<\/?[a-z]{1,10}\b/i

/** How to undo what a sample shows; undefined where it shows nothing. */
export function unmarkOf(sample: string): Unmark | undefined {
  if (!MARKED.test(sample)) return undefined
  const undone: Rewrite[] = []
  let text = sample
  const shown = (habits: readonly Habit[]): boolean => {
    const before = undone.length
    for (const { shows, undo } of habits) {
      if (!shows(text)) continue
      undone.push(undo)
      text = undo(text)
    }
    return undone.length > before
  }
  shown([INVISIBLE])
  for (let page = 1; page <= PAGES && shown([TAGGED, ESCAPED]); page++);
  shown(HABITS)
  if (undone.length === 0) return undefined
  return line => undone.reduce((rewritten, undo) => undo(rewritten), line).split('\n')
}

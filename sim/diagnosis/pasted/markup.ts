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
const UNTAGGED = new RegExp(TAG.source, 'i')

const ODD_BLANK = /[\u00a0\u2007\u202f]/g
const NO_WIDTH = /[\u00ad\u200b-\u200f\u2060\ufeff]/g
const SINGLE_QUOTES = /[\u2018\u2019\u201a\u2032]/g
const DOUBLE_QUOTES = /[\u201c\u201d\u201e\u2033]/g

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0

interface Habit {
  readonly shows: (sample: string) => boolean
  readonly undo: Rewrite
}

/** Each by what shows it: a text that somebody escaped has no bare ampersand, and one that an editor quoted no straight quote. */
const HABITS: readonly Habit[] = [
  { shows: sample => !XML.test(sample) && escaped(sample), undo: decoded },
  { shows: sample => !XML.test(sample) && escaped(sample), undo: decoded },
  { shows: sample => count(sample, NO_WIDTH) > 0, undo: text => text.replace(NO_WIDTH, '') },
  { shows: sample => count(sample, ODD_BLANK) * 8 > count(sample, / /g), undo: text => text.replace(ODD_BLANK, ' ') },
  {
    shows: sample => count(sample, SINGLE_QUOTES) > count(sample, /'/g),
    undo: text => text.replace(SINGLE_QUOTES, "'"),
  },
  {
    shows: sample => count(sample, DOUBLE_QUOTES) > count(sample, /"/g),
    undo: text => text.replace(DOUBLE_QUOTES, '"'),
  },
]

function escaped(sample: string): boolean {
  const entities = count(sample, ENTITY)
  return entities > 0 && entities === count(sample, AMPERSAND)
}

/** Characters that only somebody's program has put there; most logs have none. */
const MARKED = /[&\u00a0\u00ad\u2007\u200b-\u200f\u2018-\u201e\u202f\u2032\u2033\u2060\ufeff]|<\/?[a-z]{1,10}\b/i

/** How to undo what the lines of a sample show; undefined where they show nothing. */
export function unmarkOf(sample: string): Unmark | undefined {
  if (!MARKED.test(sample)) return undefined
  const undone: Rewrite[] = []
  let text = sample
  for (const { shows, undo } of HABITS) {
    if (!shows(text)) continue
    undone.push(undo)
    text = undo(text)
  }
  const tagged = !XML.test(text) && UNTAGGED.test(text)
  if (undone.length === 0 && !tagged) return undefined
  const rewrite = (line: string): string => undone.reduce((rewritten, undo) => undo(rewritten), line)
  return tagged ? line => untagged(rewrite(line)) : line => [rewrite(line)]
}

/** A break at the end of a line is the end that it has anyway. */
function untagged(line: string): readonly string[] {
  if (!line.includes('<')) return [line]
  const lines = line.replace(BREAK, '\n').replace(TAG, '').split('\n')
  while (lines.length > 1 && lines.at(-1)!.trim() === '') lines.pop()
  return lines
}

/** Ways in which people paste a text. Does not know how any of it is undone. */

/** A line of what is pasted, and which line of the original it begins in. */
export interface Given {
  readonly text: string
  readonly from: number
}

export interface Way {
  readonly name: string
  readonly lines?: (given: readonly Given[]) => readonly Given[]
  /** Where two widths meet in one text nobody can tell all of the ends. */
  readonly wraps?: true
  /** What ends a line. */
  readonly end?: string
}

const each = (name: string, write: (text: string, number: number) => string): Way => ({
  name,
  lines: given => given.map(({ text, from }, i) => ({ from, text: write(text, i + 1) })),
})

const before = (prefix: string): Way => each(JSON.stringify(prefix), text => prefix + text)

const NUMBERED: readonly Way[] = [
  each('12:', (text, n) => `${n}:${text}`),
  each('12: ', (text, n) => `${n}: ${text}`),
  each('cat -n', (text, n) => `${String(n).padStart(6)}\t${text}`),
  each('grep -nH', (text, n) => `C:\\Temp\\KB935490-x64.log:${n}:${text}`),
  each('grep -nC', (text, n) =>
    /return|error/i.test(text) ? `MSI4e8f1.LOG:${n}:${text}` : `MSI4e8f1.LOG-${n}-${text}`,
  ),
]

const two = (n: number): string => String(n % 60).padStart(2, '0')

const STAMPED: readonly Way[] = [
  each('ISO', (text, n) => `2007-08-27T13:12:${two(n)}.123Z ${text}`),
  each('local', (text, n) => `[2007-08-27 13:12:${two(n)},120] ${text}`),
  each('American', (text, n) => `8/27/2007 1:12:${two(n)} PM ${text}`),
  each('German', (text, n) => `27.08.2007 13:12:${two(n)} ${text}`),
  each('syslog', (text, n) => `Aug 27 13:12:${two(n)} exch01 agent[512]: ${text}`),
  each('level', (text, n) => `2007-08-27 13:12:${two(n)} INFO  exch01 - ${text}`),
]

const escaped = (quotes: boolean) => (text: string) => {
  const tags = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return quotes ? tags.replaceAll('"', '&quot;').replaceAll("'", '&#39;') : tags
}

const MARKED_UP: readonly Way[] = [
  each('entities', escaped(true)),
  each('&nbsp;', text => escaped(true)(text).replaceAll(' ', '&nbsp;')),
  each('<p>', text => `<p>${escaped(true)(text)}</p>`),
  each('<br />', text => `${escaped(false)(text)}<br />`),
  {
    name: '<pre><code>',
    lines: given =>
      given.map(({ text, from }, i) => ({
        from,
        text: `${i === 0 ? '<pre><code>' : ''}${escaped(true)(text)}${i === given.length - 1 ? '</code></pre>' : ''}`,
      })),
  },
  each('blanks that do not break', text => text.replaceAll(' ', '\u00a0')),
  each('typographic quotes', text =>
    text
      .replace(/(^|[\s(=])"/g, '$1\u201c')
      .replace(/"/g, '\u201d')
      .replace(/(^|[\s(=])'/g, '$1\u2018')
      .replace(/'/g, '\u2019'),
  ),
  each('no width', text => text.replace(/(.{40})/g, '$1\u200b')),
]

const piecewise = (name: string, cut: (text: string) => readonly string[]): Way => ({
  name,
  wraps: true,
  lines: given => given.flatMap(({ text, from }) => cut(text).map(piece => ({ from, text: piece }))),
})

/** As a terminal does. */
const anywhere = (width: number): Way =>
  piecewise(`${width} columns`, text => text.match(new RegExp(`.{1,${width}}`, 'gs')) ?? [''])

/** Between words, of which none is cut; the blank goes or stays with the upper line. */
function wordwise(width: number, keepsBlank: boolean, cutsWords = false): Way {
  const name = `${width} columns by words${keepsBlank ? ' and blanks' : ''}${cutsWords ? ', long ones cut' : ''}`
  return piecewise(name, text => {
    const lines: string[] = []
    let rest = text
    while (rest.length > width) {
      const at = breakOf(rest, width + (keepsBlank ? 0 : 1))
      if (cutsWords && (at < 0 || at >= width + (keepsBlank ? 0 : 1))) {
        lines.push(rest.slice(0, width))
        rest = rest.slice(width)
        continue
      }
      if (at < 0) break
      lines.push(rest.slice(0, keepsBlank ? at + 1 : at))
      rest = rest.slice(at + 1)
    }
    return [...lines, rest]
  })
}

/** The last blank that leaves no more than this, or the first one. */
function breakOf(text: string, width: number): number {
  const indent = text.length - text.trimStart().length
  const last = text.lastIndexOf(' ', width - 1)
  return last > indent ? last : text.indexOf(' ', Math.max(indent, width))
}

const WRAPPED: readonly Way[] = [76, 78, 80, 120].flatMap(width => [
  anywhere(width),
  wordwise(width, false),
  wordwise(width, true),
  wordwise(width, false, true),
  wordwise(width, true, true),
])

export const WAYS: readonly Way[] = [
  ...['> ', '>> ', '> > ', '| ', '    ', '\t', '- ', '* ', '\u2022 '].map(before),
  ...NUMBERED,
  ...STAMPED,
  ...MARKED_UP,
  ...WRAPPED,
  { name: 'CR', end: '\r' },
  { name: 'CR CR LF', end: '\r\r\n' },
  { name: 'CR LF', end: '\r\n' },
  each('a mark inside', (text, n) => (n % 50 === 1 ? `\ufeff${text}` : text)),
]

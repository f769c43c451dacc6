import { forTerminal } from '../foreign/terminal.ts'
import { escaped } from '../forms/cliXml.ts'

/** HTML in which text of anybody's is text. Does not know what a page says. */

/** HTML that was made here, and the only kind that goes into a page as it is. */
export class Markup {
  readonly html: string

  constructor(html: string) {
    this.html = html
  }
}

type Hole = string | number | Markup | readonly Markup[]

/** markup`<b>${name}</b>`: what fills a hole is text, and what a terminal would not show stands there as its code. */
export const markup = (words: TemplateStringsArray, ...holes: readonly Hole[]): Markup =>
  new Markup(words.map((word, i) => word + (i < holes.length ? filled(holes[i]!) : '')).join(''))

function filled(hole: Hole): string {
  if (hole instanceof Markup) return hole.html
  if (typeof hole === 'object') return hole.map(({ html }) => html).join('\n')
  return escaped(forTerminal(String(hole))).replaceAll("'", '&#39;')
}

import { lower } from '../../../model/words/letters.ts'
import type { Lab } from '../../../sim/drill/lab.ts'
import { isOwn, PAGES } from './pages.ts'
import type { Item, Listing, Place, View } from './place.ts'
import type { Desk } from './sitting.ts'

/** What is listed at a place, filtered and searched. Does not know how it is drawn. */

export function listingAt(desk: Desk, { place, filter }: View, width: number): Listing {
  const listing = isOwn(place) ? PAGES[place.at](place as never, desk, width) : readAt(desk.lab, place)
  if (filter === '') return listing
  const items = listing.items.filter(item => holdsAll(item, filter))
  return { ...listing, title: `${listing.title}; with ${filter}: ${items.length}`, items }
}

/** What is drawn otherwise lists nothing. */
const DRAWN: Listing = { title: '', heads: [], items: [] }

function readAt(lab: Lab, place: Exclude<Place, { at: keyof typeof PAGES }>): Listing {
  if (place.at === 'prompt' || place.at === 'screen') return DRAWN
  const { title, heads, rows } = lab.read(place)
  return { title, heads, items: rows.map(({ bad, ...row }) => ({ ...row, tone: bad ? 'bad' : 'plain' })) }
}

/** All words somewhere in the row, or in what there is to read of it. */
function holdsAll(item: Item, words: string): boolean {
  const text = textOf(item)
  return words.split(' ').every(word => text.includes(lower(word)))
}

const textOf = ({ cells, more }: Item): string => lower([...cells, ...more()].join('\n'))

/** Places of the rows that hold it, in order. */
export function hitsOf({ items }: Listing, search: string): number[] {
  if (search === '') return []
  const wanted = lower(search)
  return items.flatMap((item, i) => (textOf(item).includes(wanted) ? [i] : []))
}

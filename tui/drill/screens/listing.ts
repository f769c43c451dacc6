import { lower } from '../../../model/words/letters.ts'
import type { Lab } from '../../../sim/drill/lab.ts'
import { consoleText, softRows } from '../../screen/text.ts'
import { isOwn, PAGES } from './pages.ts'
import type { Item, Listing, Place, View } from './place.ts'
import type { Desk } from './sitting.ts'

/** What is listed at a place, filtered and searched. Does not know how it is drawn. */

export function listingAt(desk: Desk, { place, filter }: View, width: number): Listing {
  const made = listings.get(desk) ?? new Map<string, Listing>()
  listings.set(desk, made)
  const key = JSON.stringify([place, filter, width])
  const listing = made.get(key) ?? listed(desk, place, filter, width)
  made.set(key, listing)
  return listing
}

/** Until something is done, a place has the same to list: no key waits for a log to be read again. */
const listings = new WeakMap<Desk, Map<string, Listing>>()

function listed(desk: Desk, place: Place, filter: string, width: number): Listing {
  const listing = isOwn(place) ? PAGES[place.at](place as never, desk, width) : readAt(desk.lab, place, width)
  if (filter === '') return listing
  const items = listing.items.filter(item => holdsAll(item, filter))
  return { ...listing, title: `${listing.title}; with ${filter}: ${items.length}`, items }
}

/** What is drawn otherwise lists nothing. */
const DRAWN: Listing = { title: '', heads: [], items: [] }

function readAt(lab: Lab, place: Exclude<Place, { at: keyof typeof PAGES }>, width: number): Listing {
  if (place.at === 'prompt' || place.at === 'screen') return DRAWN
  const { title, heads, rows } = lab.read(place)
  const items = rows.map(({ bad, ...row }): Item => ({ ...row, tone: bad ? 'bad' : 'plain' }))
  return { title, heads, items: heads.length > 0 ? items : items.flatMap(item => broken(item, width)) }
}

/** What has no columns is a text, and is not cut. */
const broken = (item: Item, width: number): Item[] =>
  softRows(consoleText(item.cells[0] ?? '', true), width).map(cell => ({ ...item, cells: [cell] }))

/** All words somewhere in the row. */
function holdsAll(item: Item, words: string): boolean {
  const text = textOf(item)
  return words.split(' ').every(word => text.includes(lower(word)))
}

const textOf = ({ cells }: Item): string => lower(cells.join('\n'))

/** Places of the rows that hold it, in order. */
export function hitsOf(listing: Listing, search: string): readonly number[] {
  if (search === '') return []
  const known = found.get(listing)
  if (known?.search === search) return known.hits
  const wanted = lower(search)
  const hits = listing.items.flatMap((item, i) => (textOf(item).includes(wanted) ? [i] : []))
  found.set(listing, { search, hits })
  return hits
}

const found = new WeakMap<Listing, { readonly search: string; readonly hits: readonly number[] }>()

import { keyPath } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { labelFacts } from '../../bundle/truth/labels.ts'
import { type Place, placesOf } from '../../bundle/truth/places.ts'
import type { Selector } from '../../forms/about.ts'
import { rememberedLogs } from '../../forms/installerLog.ts'
import type { Run, ServerRun } from '../../run/simulate.ts'
import { citedAt } from '../citations.ts'
import type { Judged } from '../grade.ts'

/**
 * What a citation proves, by the labels: those of the moment at which it was made, and else those of the opening, for what has
 * been mended since then. Does not know what that is worth.
 */
export interface Judge {
  readonly offered: Offer
  judge(place: string, server: ServerRun): Judged
}

/** What there was to be cited. */
interface Offer {
  /** Causes that the evidence shows: each with the places that do. */
  readonly causes: ReadonlyMap<string, readonly Shown[]>
  readonly symptoms: readonly Shown[]
}

export interface Shown extends Place {
  readonly server: string
}

export function judgeOf(run: Run): Judge {
  const opening = new Map(run.servers.map(server => [server, placesOn(server)]))
  return {
    offered: offerOf([...opening].flatMap(([{ name }, places]) => places.map(place => ({ ...place, server: name })))),
    judge(written, server) {
      const cited = citedAt(server, written)
      if (typeof cited === 'string') return unlabelled(written, '')
      const isThere = (place: Place): boolean => speaksOf(place, cited.path, cited.selector)
      const found = placesOn(server).find(isThere) ?? opening.get(server)!.find(isThere)
      if (!found) return unlabelled(written, cited.text)
      const same = `${server.name} ${found.group ?? `${found.path} ${JSON.stringify(found.selector)}`}`
      const cause = found.class === 'cause' ? causeOf(found) : undefined
      return { place: written, class: found.class, cause, same, text: cited.text }
    },
  }
}

const unlabelled = (place: string, text: string): Judged => ({
  place,
  class: undefined,
  cause: undefined,
  same: place,
  text,
})

const placesOn = (server: ServerRun): readonly Place[] => placesOf(server, labelFacts(server), rememberedLogs())

/** Where nothing is marked, each entry is a cause of its own. */
const causeOf = ({ origin }: Place): string => origin?.cause ?? origin?.path ?? ''

function offerOf(places: readonly Shown[]): Offer {
  const causes = new Map<string, Shown[]>()
  for (const place of places) {
    if (place.class !== 'cause') continue
    const cause = causeOf(place)
    causes.set(cause, [...(causes.get(cause) ?? []), place])
  }
  return { causes, symptoms: places.filter(place => place.class === 'symptom') }
}

function speaksOf({ path, selector }: Place, cited: string, at: Selector): boolean {
  if (selector.type === 'registry') {
    return (
      at.type === 'registry' && fold(keyPath(selector.key)) === fold(at.key) && fold(selector.value) === fold(at.value)
    )
  }
  if (fold(path) !== fold(cited)) return false
  if (selector.type === 'text') return at.type === 'text' && at.line >= selector.line && at.line <= selector.endLine
  return at.type === 'record' && at.id === selector.id
}

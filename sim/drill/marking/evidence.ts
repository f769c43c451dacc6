import type { Selector } from '../../forms/about.ts'
import type { Judged } from '../grade.ts'
import type { Course } from './course.ts'
import type { Shown } from './judge.ts'
import { listed, type Mark } from './mark.ts'

/**
 * What was cited, against the labels, scaled to what they offer: a line for each cause that the evidence shows gives all. A
 * symptom says less, and no more of them count than there are causes to be shown.
 */

const PROOF = 5
const SYMPTOM = 2
const HERRING = 3

export function markEvidence({ citations, offered, scenario }: Course, of: number): Mark {
  const once = [...new Map(citations.map(cited => [cited.same, cited])).values()]
  const proved = new Set(once.flatMap(({ cause }) => (cause !== undefined && offered.causes.has(cause) ? [cause] : [])))
  const symptoms = once.filter(isOf('symptom')).length
  const herrings = once.filter(isOf('herring'))
  const most = Math.max(1, offered.causes.size)
  const best = scenario.causes.length === 0 ? 0 : bestOf(offered)
  const raw = PROOF * proved.size + SYMPTOM * Math.min(symptoms, most)
  const share = best === 0 ? 1 : Math.min(1, raw / best)
  const missed = [...offered.causes].filter(([cause]) => !proved.has(cause))
  const sentences = [
    best === 0 ? 'Nothing in the evidence stands for a cause.' : `Proved: ${listed([...proved]) || 'nothing'}.`,
    ...missed.map(([cause, [first]]) => `${cause} shows at ${placeText(first!)}.`),
    ...(herrings.length > 0
      ? [`Only looks so, and is in servers where nothing is wrong: ${listed(herrings.map(({ place }) => place))}.`]
      : []),
  ]
  return { points: of * share - HERRING * herrings.length, why: sentences.join(' ') }
}

/** Of a cause that shows nowhere a symptom is all that there is. */
function bestOf({ causes, symptoms }: Course['offered']): number {
  if (causes.size > 0) return PROOF * causes.size
  return symptoms.length > 0 ? SYMPTOM : 0
}

const isOf =
  (wanted: Judged['class']) =>
  (cited: Judged): boolean =>
    cited.class === wanted

/** As it is cited: `C:\KB935490.log:812`. */
export function placeText({ path, selector }: Pick<Shown, 'path' | 'selector'>): string {
  return PLACES[selector.type](path, selector as never)
}

const PLACES: { readonly [K in Selector['type']]: (path: string, at: Extract<Selector, { type: K }>) => string } = {
  text: (path, { line }) => `${path}:${line}`,
  record: (path, { id }) => `${path}#${id}`,
  registry: (_, { key, value }) => `${key}\\${value}`,
}

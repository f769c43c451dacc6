import { lower } from '../../model/words/letters.ts'
import { CAUSE_NOTES, CAUSES, type Cause, SAID_AS } from '../causes.ts'
import { nearest } from '../written/nearest.ts'
import { CERTAINTIES, type Certainty, CLAIMS, type Claim, NO_CAUSE } from './session.ts'

/** Which cause somebody means, by its id or in plain words. Does not know which one it is. */

interface Claimed {
  readonly cause: Claim
  readonly sure: Certainty
}

/** `file-in-use certain`, `somebody had the file open`; or the causes that it could be, none where nothing is like it. */
export function claimIn(written: string): Claimed | readonly Claim[] {
  const words = lower(written)
    .split(/[^a-z0-9.-]+/)
    .filter(word => word !== '')
  const sure = CERTAINTIES.find(certainty => certainty === words.at(-1))
  const said = sure ? words.slice(0, -1) : words
  const meant = meantBy(said.join(' '), said)
  return typeof meant === 'string' ? { cause: meant, sure: sure ?? 'likely' } : meant
}

function meantBy(text: string, words: readonly string[]): Claim | readonly Claim[] {
  const exact = CLAIMS.find(id => id === text || id === words.join('-'))
  if (exact) return exact
  const ranked = byLikeness(words)
  const [first, second] = ranked
  if (first && first.likeness >= ENOUGH && first.likeness > (second?.likeness ?? 0)) return first.claim
  const spelled = nearest(text, CAUSES)
  if (spelled !== undefined) return [spelled as Cause]
  return ranked
    .filter(({ likeness }) => likeness > 0)
    .slice(0, SHOWN)
    .map(({ claim }) => claim)
}

/** So large a part of the words of a phrase, and of what was said, have to be the same. */
const ENOUGH = 0.6
const SHOWN = 3

const EMPTY: ReadonlySet<string> = new Set(
  'a an and are as at be been by did do does for from had has have in is it of on or some somebody that the there to was were with'.split(
    ' ',
  ),
)

const PHRASES: readonly { readonly claim: Claim; readonly words: ReadonlySet<string> }[] = [
  ...CAUSES.flatMap(claim =>
    [claim.replaceAll('-', ' '), CAUSE_NOTES[claim].is, ...SAID_AS[claim]].map(text => ({ claim, text })),
  ),
  { claim: NO_CAUSE, text: 'nothing is wrong' } as const,
].map(({ claim, text }) => ({ claim, words: stems(text.split(/[^A-Za-z0-9.]+/)) }))

function byLikeness(words: readonly string[]): { readonly claim: Claim; readonly likeness: number }[] {
  const said = stems(words)
  const best = new Map<Claim, number>()
  for (const { claim, words: phrase } of PHRASES) {
    const same = [...phrase].filter(word => said.has(word)).length
    const likeness = (2 * same) / (phrase.size + said.size)
    best.set(claim, Math.max(best.get(claim) ?? 0, likeness))
  }
  return [...best].map(([claim, likeness]) => ({ claim, likeness })).sort((a, b) => b.likeness - a.likeness)
}

/** Words that tell one phrase from another, without their endings. */
function stems(words: readonly string[]): ReadonlySet<string> {
  const telling = words.flatMap(word => lower(word).split('-')).filter(word => word !== '' && !EMPTY.has(word))
  return new Set(telling.map(word => word.replace(/(?:ing|ed|es|e|s)$/, '')))
}

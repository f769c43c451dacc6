import { examine } from '../diagnosis/diagnose.ts'
import { evidenceFrom, type RawFile } from '../diagnosis/evidence.ts'
import type { Claim } from '../diagnosis/findings.ts'
import type { Library } from '../diagnosis/packs/library.ts'
import { type Answer, type Exercise, type Sighting, sightingsOf } from './bundles.ts'

/**
 * What somebody who sees the evidence alone says of a bundle, and the right answer beside it. Does not know what is counted
 * of that.
 */

/** A sign of a rule, whatever came of the rule. */
export interface SeenSign {
  readonly rule: string
  readonly sign: string
}

/** Most likely first. */
export interface Said {
  readonly claims: readonly Claim[]
  readonly signs: readonly SeenSign[]
  /** Why nothing was said. */
  readonly trouble?: string
}

/** Whoever looks at evidence and names causes. */
export type Diagnostician = (evidence: readonly RawFile[]) => Said

/** Plain data: what is left of a bundle when it has been answered. */
export interface Answered extends Said {
  readonly bundle: string
  readonly scenario: string
  readonly answer: Answer
  readonly sightings: readonly Sighting[]
}

export function* answersOf(exercises: Iterable<Exercise>, ask: Diagnostician): Generator<Answered> {
  for (const exercise of exercises) yield answered(exercise, ask)
}

export function answered(exercise: Exercise, ask: Diagnostician): Answered {
  const { name, scenario, evidence, answer } = exercise
  return { bundle: name, scenario, answer, sightings: sightingsOf(exercise), ...ask(evidence) }
}

export const askRules =
  (library: Library): Diagnostician =>
  evidence => {
    const { diagnosis, traces } = examine(evidenceFrom(evidence), library)
    return {
      claims: diagnosis.findings.map(({ rule, cause, role, state, confidence }) => ({
        rule,
        cause,
        role,
        state,
        confidence,
      })),
      signs: traces.flatMap(({ rule, signs }) =>
        signs.filter(({ verdict }) => verdict === 'yes').map(({ name }) => ({ rule: rule.id, sign: name })),
      ),
    }
  }

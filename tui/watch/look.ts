import { statSync } from 'node:fs'
import type { Graded } from '../../sim/classroom/graded.ts'
import { type Watched, watched } from '../../sim/classroom/watched.ts'
import { type Shown, told } from '../../sim/foreign/terminal.ts'
import { sessionAt } from '../drill/sessionFile.ts'
import { isFolder } from '../input.ts'
import { filesIn } from '../seal.ts'
import { type GradeIt, type Known, SESSION, type Submitted, submitted } from '../sessions.ts'

/** Looks at the sessions of a folder again and again, and grades what is new of them. Draws nothing. */

/** A session as it stands. */
export interface Seen extends Watched {
  /** Undefined while it is graded for the first time, or where it cannot be. */
  readonly score: number | undefined
  /** Why it is none, or cannot be graded. */
  readonly trouble: Shown | undefined
  readonly submitted: Submitted | undefined
}

interface Scored {
  /** Behind so many things done. */
  readonly things: number
  readonly score?: number
  readonly trouble?: Shown
}

export interface Looker {
  /** What stands now; whatever is new is graded behind it. */
  look(now: number): readonly Seen[]
  /** When all that was new is graded. */
  settled(): Promise<void>
}

export function lookerAt(folder: string, known: Known, gradeIt: GradeIt): Looker {
  const scores = new Map<string, Scored>()
  const underWay = new Map<string, Promise<void>>()

  const scoreOf = (one: Submitted): Scored | undefined => {
    const { session, written } = one
    const things = written.actions.length
    const before = scores.get(session)
    if (before?.things !== things && !underWay.has(session)) {
      const grading = gradeIt(one)
        .then(({ score }: Graded) => ({ things, score }))
        // Whoever leaves does not wait for what is under way.
        .catch((error: Error) => ({ things, trouble: told`it cannot be graded: ${error.message}` }))
        .then(scored => void scores.set(session, scored))
        .finally(() => underWay.delete(session))
      underWay.set(session, grading)
    }
    return before
  }

  const seen = (session: string, now: number): Seen => {
    const one = submitted(session, known, sessionAt)
    const quiet = now - (statSync(session, { throwIfNoEntry: false })?.mtimeMs ?? now)
    if ('why' in one) {
      return { ...watched(session, '', [], quiet), score: undefined, trouble: told`${one.why}`, submitted: undefined }
    }
    const { header, written } = one
    const stands = watched(session, header.name, written.actions, quiet)
    const { score, trouble } = scoreOf(one) ?? {}
    return { ...stands, score, trouble, submitted: one }
  }

  return {
    look: now => (isFolder(folder) ? filesIn([folder], SESSION) : []).map(session => seen(session, now)),
    async settled() {
      await Promise.all(underWay.values())
    },
  }
}

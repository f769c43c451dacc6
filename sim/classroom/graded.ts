import { type Grade, gradeJson } from '../drill/grade.ts'

/** Sessions of a class and what each is worth. Does not know how that is found: sim/drill/marking. */

export interface Graded extends Grade {
  /** The file, as it was named. */
  readonly session: string
  /** Id of the scenario, which the session does not name. */
  readonly scenario: string
  readonly name: string
  /** Of the roster; empty where the lab was not packed for somebody. */
  readonly email: string
  readonly seed: number
  readonly handedIn: boolean
}

/** A file that is no session, or of a lab that nobody knows here. */
export interface Ungraded {
  readonly session: string
  readonly why: string
}

export const isGraded = (one: Graded | Ungraded): one is Graded => 'score' in one

/** As it is printed for programs. */
export function gradedJson({ session, scenario, name, email, seed, handedIn, ...grade }: Graded): object {
  return { session, scenario, name, ...(email !== '' && { email }), seed, handedIn, ...gradeJson(grade) }
}

export const isUngraded = (one: Graded | Ungraded): one is Ungraded => 'why' in one

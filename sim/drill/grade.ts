import { inLines, type Shown, told } from '../foreign/terminal.ts'
import { paint, type TextStyle, wrap } from '../story/text.ts'
import type { Certainty, Claim } from './session.ts'

/** What a session is worth, as it is told. Does not know how it is found: marking/. */
export interface Grade {
  readonly score: number
  readonly parts: readonly Part[]
  readonly claims: readonly Stated[]
  readonly citations: readonly Judged[]
  readonly harm: readonly Harm[]
  /** Whether something was changed before any claim, or without one, on a server that has a cause. */
  readonly touchedFirst: boolean
  /** How many were taken, and how often something was taken back; each has its price. */
  readonly hints: number
  readonly undone: number
}

export const PART_IDS = ['cause', 'evidence', 'looked', 'repair', 'owed', 'harm'] as const
export type PartId = (typeof PART_IDS)[number]

/** How much there is for each part: 100 together. */
export const OF: Readonly<Record<PartId, number>> = {
  cause: 20,
  evidence: 15,
  looked: 5,
  repair: 30,
  owed: 15,
  harm: 15,
}

/** Of the first hint to the fifth. */
export const HINT_PRICES: readonly number[] = [2, 3, 5, 8, 12]
export const UNDO_PRICE = 2

export interface Part {
  readonly id: PartId
  readonly points: number
  readonly of: number
  /** Why, and how one would have seen it. */
  readonly why: string
}

/** What somebody says last of a cause. */
export interface Stated {
  readonly cause: Claim
  readonly sure: Certainty
  readonly right: boolean
}

export interface Judged {
  readonly place: string
  readonly class: 'cause' | 'symptom' | 'consequence' | 'herring' | undefined
  /** Of a cause: which one. */
  readonly cause: string | undefined
  /** Citations with the same say the same. */
  readonly same: string
  /** What stands there; nothing where nothing does. */
  readonly text: string
}

/** What harm there is, in the words of whoever looks at many sessions. */
export const HARM_KINDS = {
  'installer-copy': 'took a copy away that the installer needs',
  registration: 'edited the registration of the installer',
  policy: 'left a policy that was not there',
  'saved-state': 'lost the saved state of the services',
  'windows-process': 'ended a process of Windows',
  restart: 'restarted a server for nothing',
  'others-service': "left somebody else's service stopped or disabled",
  rights: 'gave back rights that were taken away on purpose',
  evidence: 'took evidence away',
  needless: 'changed a server that was right as it was',
} as const
export type HarmKind = keyof typeof HARM_KINDS

export interface Harm {
  readonly kind: HarmKind
  /** In a sentence, behind the command. */
  readonly what: string
  /** The command that did it. */
  readonly command: string
  readonly points: number
  /** Rows of the state that this is about: they are not counted again as something to be repaired. */
  readonly rows: readonly string[]
}

/** As it is printed for programs. What harm is about is between the parts of the grade; who touched first, the part says. */
export const gradeJson = ({ harm, touchedFirst: _, ...rest }: Grade): object => ({
  ...rest,
  harm: harm.map(({ what, command, points }) => ({ what, command, points })),
})

// ------------------------------------------------------------------------------------------------------- in words

/** Points alone, as they may be seen before the hand-in. */
export function formatScore({ score, parts, hints, undone }: Grade): Shown {
  const rows = parts.map(({ id, points, of }) => told`  ${id.padEnd(WIDEST)} ${String(points).padStart(2)} of ${of}`)
  return inLines([
    ...rows,
    told`  ${'score'.padEnd(WIDEST)} ${String(score).padStart(2)} of 100${prices(hints, undone)}`,
  ])
}

const WIDEST = 8

/** All of it: what was right and what was not, and why. */
export function formatGrade(grade: Grade, style: TextStyle): Shown {
  const { score, parts, citations, hints, undone } = grade
  const rows = parts.flatMap(({ id, points, of, why }) => [
    paint(style, points === of ? 'green' : 'yellow', `${id.padEnd(WIDEST)} ${String(points).padStart(2)} of ${of}`),
    ...wrap(why, style.width - 4).map(row => told`    ${row}`),
  ])
  const cited = citations.map(({ place, class: meaning = 'normal' }) => told`  ${place}: ${meaning}`)
  return inLines([
    ...rows,
    ...(cited.length > 0 ? [told`cited`, ...cited] : []),
    paint(style, 'bold', `score ${score} of 100${prices(hints, undone)}`),
  ])
}

function prices(hints: number, undone: number): string {
  const paid = HINT_PRICES.slice(0, hints).reduce((all, price) => all + price, 0)
  const rows = [
    ...(hints > 0 ? [`hints ${hints}: -${paid}`] : []),
    ...(undone > 0 ? [`taken back ${undone}: -${undone * UNDO_PRICE}`] : []),
  ]
  return rows.length > 0 ? ` (${rows.join(', ')})` : ''
}

import { type Grade, HARM_KINDS, PART_IDS, type PartId } from '../drill/grade.ts'
import { groupedBy } from '../grouped.ts'
import type { Graded } from './graded.ts'

/** What a class has in common: where points were lost, which wrong ways were gone, what fooled most. Knows no form of a report. */
export interface ClassFigures {
  readonly sessions: number
  readonly handedIn: number
  /** Of the scores; null where there is none. */
  readonly median: number | null
  readonly parts: readonly PartFigures[]
  /** Most frequent first. */
  readonly ways: readonly Shared[]
  readonly herrings: readonly Shared[]
}

export interface PartFigures {
  readonly id: PartId
  readonly of: number
  readonly mean: number
}

/** Something that several have done. */
export interface Shared {
  readonly what: string
  /** Names, or files of sessions where nobody said a name. */
  readonly who: readonly string[]
}

export function figuresOf(sessions: readonly Graded[]): ClassFigures {
  return {
    sessions: sessions.length,
    handedIn: sessions.filter(({ handedIn }) => handedIn).length,
    median: median(sessions.map(({ score }) => score)),
    parts: PART_IDS.map(id => partFigures(id, sessions)),
    ways: shared(sessions, waysOf),
    herrings: shared(sessions, herringsOf),
  }
}

export const calledBy = ({ name, session }: Graded): string => name || session

function partFigures(id: PartId, sessions: readonly Graded[]): PartFigures {
  const own = sessions.map(session => partOf(session, id))
  const sum = own.reduce((all, { points }) => all + points, 0)
  return { id, of: own[0]?.of ?? 0, mean: own.length === 0 ? 0 : Math.round((10 * sum) / own.length) / 10 }
}

const partOf = ({ parts }: Grade, id: PartId) => parts.find(part => part.id === id)!

function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return sorted.length === 0 ? null : (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

// --------------------------------------------------------------------------------------------------------- in common

/** Of those that as many have done, the one that comes first stays first. */
function shared(sessions: readonly Graded[], of: (session: Graded) => readonly string[]): Shared[] {
  const pairs = sessions.flatMap(session => [...new Set(of(session))].map(what => ({ what, who: calledBy(session) })))
  return [...groupedBy(pairs, ({ what }) => what)]
    .map(([what, own]) => ({ what, who: own.map(({ who }) => who) }))
    .sort((a, b) => b.who.length - a.who.length)
}

/** In words that are the same whatever a server is called. */
function waysOf(session: Graded): string[] {
  return [
    ...session.harm.map(({ kind }) => HARM_KINDS[kind]),
    ...session.claims.flatMap(({ cause, right }) => (right ? [] : [`claimed ${cause}`])),
    ...(session.touchedFirst ? ['changed something before any claim'] : []),
  ]
}

const herringsOf = ({ citations }: Graded): string[] =>
  citations.flatMap(({ class: meaning, text }) => (meaning === 'herring' ? [withoutOwn(text.trim())] : []))

/** Numbers and ids differ from machine to machine. */
const withoutOwn = (text: string): string => text.replace(/[0-9A-Za-z]+/g, word => (/\d/.test(word) ? '…' : word))

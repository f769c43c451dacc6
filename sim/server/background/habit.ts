import type { Role } from '../../../model/exchange/roles.ts'
import type { Machine } from '../../../model/machine/machine.ts'
import type { EventType, LogName } from '../../../model/machine/parts.ts'
import type { WindowsId } from '../../../model/words/wording.ts'

/** What a server does now and then, and what it says then. Knows none of it: habitsOfExchange.ts, habitsOfWindows.ts. */

export interface Habit {
  readonly name: string
  readonly when: When
  readonly os?: WindowsId
  /** One of these. */
  readonly roles?: readonly Role[]
  /** The service that says it: one that is there and stands still says nothing. */
  readonly by?: string
  /** Only of a server that has joined a domain. */
  readonly joined?: true
  readonly says: (on: Occasion) => readonly Said[]
}

/** All day, or some times between two hours of the local day; on one day in so many, on some days of the week (0 is Sunday). */
export type When =
  | {
      readonly everyMinutes: number
      /** Minutes after the server came up, the first time. */
      readonly after?: number
    }
  | {
      readonly from: number
      readonly to: number
      /** On a server that is as busy as most; without, once however busy it is. */
      readonly times?: number
      readonly oneDayIn?: number
      readonly weekdays?: readonly number[]
      /** Days of the month. */
      readonly days?: readonly [number, number]
    }

/** One time that it happens. */
export interface Occasion {
  readonly machine: Machine
  readonly at: number
  /** 0 <= n < below */
  readonly draw: (below: number) => number
}

export interface Said {
  /** Seconds after what was said before it. */
  readonly after?: number
  /** Application without. */
  readonly log?: LogName
  readonly source: string
  readonly id: number
  readonly type?: EventType
  readonly category?: number
  readonly strings?: readonly string[]
  readonly data?: string
  readonly user?: string
  /** It looks alarming and means nothing for an installation. */
  readonly herring?: true
}

export const NIGHT = { from: 0, to: 4 } as const
export const WORK = { from: 7, to: 19 } as const
export const DAY_LONG = { from: 0, to: 24 } as const

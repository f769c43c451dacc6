import type { Habit } from './habit.ts'
import { HABITS_OF_EXCHANGE } from './habitsOfExchange.ts'
import { HABITS_OF_WINDOWS } from './habitsOfWindows.ts'

/** All that a mail server does on any day. */
export const HABITS: readonly Habit[] = [...HABITS_OF_EXCHANGE, ...HABITS_OF_WINDOWS]

/** How many entries a list may have: more than any story needs, and few enough to be simulated in minutes. */
export const MOST = { servers: 16, days: 60, changes: 200, rollups: 50, steps: 200, held: 200, answers: 100 } as const

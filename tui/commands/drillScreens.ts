import { fileURLToPath } from 'node:url'
import { poolOf } from '../../sim/corpus/pool.ts'
import type { Marked, MarkTask } from '../../sim/drill/marking/task.ts'
import { type Track, type TrackStep, trackOf } from '../../sim/drill/marking/track.ts'
import { parText, type Way } from '../../sim/drill/marking/way.ts'
import type { Action, Header } from '../../sim/drill/session.ts'
import type { Scenario } from '../../sim/scenario/spec.ts'
import type { Marker, Seat } from '../drill/plain.ts'
import type { SlowMarker, Told } from '../drill/screens/sitting.ts'
import { Stop } from '../exit.ts'
import { contradiction, orContradiction } from '../scenario.ts'
import { lookOf, speaksUnicode } from '../terminal.ts'

/** `drill` on a terminal. Knows the answer and has it found in a thread of its own, so that no key waits for it. */

const WORKER = fileURLToPath(new URL('./markWorker.js', import.meta.url))

/** Until somebody has left. @throws Stop where the simulator contradicts itself */
export async function onScreens({ lab, marker, file }: Seat, scenario: Scenario, again: string): Promise<void> {
  const look = {
    color: lookOf(process.stdout, process.env).color,
    unicode: speaksUnicode(process.env, process.platform),
  }
  const beside = marker && besideOf(marker, scenario, lab.header)
  try {
    const [{ sit }, { Sitting }] = await Promise.all([
      import('../drill/screens/sit.tsx'),
      import('../drill/screens/sitting.ts'),
    ])
    const sitting = orContradiction(again, () => new Sitting(lab, beside?.marker, file))
    while ((await sit(sitting, look)) === 'play') {
      const { run, track } = orContradiction(again, () => trackOf(scenario, lab.header, lab.actions))
      const { play } = await import('../replay/play.tsx')
      await play({ run, track, look })
    }
  } catch (error) {
    throw error instanceof Stop ? error : contradiction(error, again)
  } finally {
    await beside?.end()
  }
}

interface Beside {
  readonly marker: SlowMarker
  readonly end: () => Promise<void>
}

function besideOf(marker: Marker, scenario: Scenario, header: Header): Beside {
  const pool = poolOf<MarkTask, Marked[keyof Marked]>(1, WORKER)
  const ask = <Asks extends keyof Marked>(asks: Asks, actions: MarkTask['actions']): Promise<Marked[Asks]> =>
    pool.run({ asks, scenario, header, actions }) as Promise<Marked[Asks]>
  let hints: readonly string[] | undefined
  const come = (found: readonly string[]): void => {
    hints = found
  }
  // Whoever takes a hint that has not come looks for it, and tells what is wrong.
  if (!header.exam) void ask('hints', []).then(come, () => {})
  const slow: SlowMarker = {
    grade: marker.grade,
    hint: number => hints?.[number - 1] ?? marker.hint(number),
    count: actions => ask('grade', actions),
    debrief: async actions => {
      const [track, way] = [await ask('track', actions), await ask('way', [])]
      return debriefOf(track, wayTold(way, actions))
    },
  }
  return { marker: slow, end: pool.end }
}

// --------------------------------------------------------------------------------------------------------- debrief

function debriefOf({ steps, shown, astray }: Track, way: Told): Told[] {
  return [
    { head: '', tone: 'plain', rows: [] },
    {
      head: 'Where it showed',
      tone: 'focus',
      rows: shown.length > 0 ? shown.map(set) : [set('nowhere in the evidence')],
    },
    { head: '', tone: 'plain', rows: [] },
    { head: 'What was done, and how far from right the servers were before and after', tone: 'focus', rows: [] },
    ...steps.map((step, i) => stepTold(step, i === astray)),
    { head: '', tone: 'plain', rows: [] },
    way,
  ]
}

function wayTold(way: Way, actions: readonly Action[]): Told {
  const rows = [...way.steps.map(({ text }) => text), way.end]
  return { head: `The documented way: ${parText(way, actions)}`, tone: 'focus', rows: rows.map(set) }
}

const set = (text: string): string => `    ${text}`

function stepTold({ text, before, after, mended, spoiled, harm }: TrackStep, astray: boolean): Told {
  const far = before === after ? `${after}` : `${before} > ${after}`
  return {
    head: `${far.padStart(9)}  ${text}`,
    tone: harm.length > 0 ? 'bad' : after < before ? 'good' : after > before ? 'changed' : 'plain',
    rows: [
      ...(astray ? ['here it first went the wrong way'] : []),
      ...harm.map(what => `it ${what}`),
      ...list('put right', mended),
      ...list('made wrong', spoiled),
    ].map(row => `${' '.repeat(11)}${row}`),
  }
}

const MOST = 6

const list = (words: string, things: readonly string[]): string[] =>
  things.length === 0
    ? []
    : [
        `${words}: ${things.slice(0, MOST).join(', ')}${things.length > MOST ? ` and ${things.length - MOST} more` : ''}`,
      ]

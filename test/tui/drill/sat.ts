import { type Grade, OF, PART_IDS } from '../../../sim/drill/grade.ts'
import { type Lab, openLab } from '../../../sim/drill/lab.ts'
import type { Action } from '../../../sim/drill/session.ts'
import { frameOf } from '../../../tui/drill/screens/frame.ts'
import { Sitting, type SlowMarker } from '../../../tui/drill/screens/sitting.ts'
import type { SessionFile } from '../../../tui/drill/sessionFile.ts'
import { glyphsFor } from '../../../tui/screen/glyphs.ts'
import type { NamedKey, Pressed } from '../../../tui/screen/keys.ts'
import type { Size } from '../../../tui/screen/rows.ts'
import { scenarioById } from '../../laws/state.ts'
import { header } from '../../sim/drill/solver.ts'

/** Somebody sits in the lab without a terminal: keys go in, rows come out. */
export interface Sat {
  readonly lab: Lab
  readonly sitting: Sitting
  /** What stands in the session. */
  readonly kept: Action[]
  /** Names of keys in brackets, everything else letter by letter: `:cite x[enter]`, `[ctrl-c]`. */
  press(keys: string): void
  rows(size?: Size): string[]
  readonly text: string
}

export const SMALL: Size = { columns: 80, rows: 24 }

export function sitAt(id: string, { exam = false, sealed = false, before = [] as readonly Action[] } = {}): Sat {
  const kept: Action[] = []
  const file: SessionFile = { path: undefined, append: entry => void kept.push(entry as Action), close() {} }
  const lab = openLab(scenarioById(id).scenario, { ...header(), ...(exam && { exam }) }, before)
  const sitting = new Sitting(lab, sealed ? undefined : MARKER, file)
  const rows = (size = SMALL): string[] =>
    frameOf(sitting.desk, sitting.state, size, { glyphs: glyphsFor(true), unicode: true }).map(row =>
      row.map(({ text }) => text).join(''),
    )
  return {
    lab,
    sitting,
    kept,
    press: keys => sitting.press(pressedIn(keys), SMALL),
    rows,
    get text() {
      return rows().join('\n')
    },
  }
}

function pressedIn(keys: string): Pressed[] {
  return [...keys.matchAll(/\[([a-z-]+)\]|([\s\S])/g)].map(([, name, letter]): Pressed => {
    if (name === undefined) return { letter: letter! }
    return name.startsWith('ctrl-') ? { ctrl: name.slice(5) } : { key: name as NamedKey }
  })
}

/** Counts nothing: what it is worth is tested elsewhere. */
const GRADE: Grade = {
  score: 42,
  parts: PART_IDS.map(id => ({ id, points: 7, of: OF[id], why: `why ${id}` })),
  claims: [],
  citations: [],
  harm: [],
  touchedFirst: false,
  hints: 0,
  undone: 0,
}

const MARKER: SlowMarker = {
  hint: number => `hint number ${number}`,
  grade: () => GRADE,
  count: async () => GRADE,
  debrief: async () => [{ head: '3 > 1  net start', tone: 'good', rows: ['    put right: EXCH01 x'] }],
}

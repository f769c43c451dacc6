import { useApp } from 'ink'
import { useEffect, useReducer } from 'react'
import { glyphsFor, type Look } from '../../screen/glyphs.ts'
import type { Pressed } from '../../screen/keys.ts'
import { Screen, useSize } from '../../screen/lines.tsx'
import { useKeys } from '../../screen/useKeys.ts'
import { frameOf } from './frame.ts'
import type { Sitting } from './sitting.ts'

/** The lab on the terminal. What is shown, and what a key does, is worked out elsewhere. */

export interface LabScreenProps {
  readonly sitting: Sitting
  readonly look: Look
}

export function LabScreen({ sitting, look }: LabScreenProps) {
  const size = useSize()
  const { exit } = useApp()
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    const forget = sitting.listen(redraw)
    return () => void forget()
  }, [sitting])
  const take = (pressed: readonly Pressed[]): void => {
    try {
      sitting.press(pressed, size)
    } catch (error) {
      exit(error instanceof Error ? error : new Error(String(error)))
      return
    }
    if (sitting.state.ended) exit()
    else redraw()
  }
  useKeys(take, { keepsCtrlC: true })
  useEffect(() => {
    if (sitting.broken) exit(sitting.broken)
  }, [sitting.broken, exit])
  const rows = frameOf(sitting.desk, sitting.state, size, { glyphs: glyphsFor(look.unicode), unicode: look.unicode })
  return <Screen rows={rows} color={look.color} />
}

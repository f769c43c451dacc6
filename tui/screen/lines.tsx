import { useStdout } from 'ink'
import { useEffect, useLayoutEffect, useState } from 'react'
import { beside, cell, inLines, type Shown, type Style } from '../../sim/foreign/terminal.ts'
import { steer } from '../output.ts'
import { clipped, type ScreenRow, type Size, type Tone } from './rows.ts'

/** Rows put on the screen: the one place where they become what a terminal is given. Does not know what they say. */

export interface ScreenProps {
  readonly rows: readonly ScreenRow[]
  readonly color: boolean
}

/**
 * The whole screen. Ink keeps the state, the keys and the end of it and draws none of it: it takes every cell apart and puts
 * it together again at each key, which is 30 ms at 200 columns and 60 rows.
 */
export function Screen({ rows, color }: ScreenProps): null {
  const { stdout } = useStdout()
  const { columns } = sizeOf(stdout)
  useLayoutEffect(() => steer(stdout, inLines(rows.map(row => rowText(clipped(row, columns), color)))))
  return null
}

const rowText = (row: ScreenRow, color: boolean): Shown =>
  beside(...trimmed(row).map(({ text, tone }) => cell(text, looks(color)[tone])))

/** Without the blanks at its end that nobody sees. */
function trimmed(row: ScreenRow): ScreenRow {
  const last = row.at(-1)
  if (last === undefined || last.tone === 'selected') return row
  const text = last.text.trimEnd()
  return text === '' ? trimmed(row.slice(0, -1)) : [...row.slice(0, -1), { ...last, text }]
}

type Looks = Readonly<Record<Tone, readonly Style[]>>

const COLORED: Looks = {
  plain: [],
  dim: ['dim'],
  bad: ['red'],
  good: ['green'],
  changed: ['yellow'],
  strong: ['bold'],
  focus: ['bold', 'cyan'],
  selected: ['inverse'],
}

/** Without colour, weight says what it can. */
const COLORLESS: Looks = { ...COLORED, bad: ['bold'], good: [], changed: [], focus: ['bold'] }

function looks(color: boolean): Looks {
  return color ? COLORED : COLORLESS
}

/** The size of the terminal, now and after it has been changed. */
export function useSize(): Size {
  const { stdout } = useStdout()
  const [size, setSize] = useState(() => sizeOf(stdout))
  useEffect(() => {
    const changed = (): void => setSize(sizeOf(stdout))
    stdout.on('resize', changed)
    return () => {
      stdout.off('resize', changed)
    }
  })
  return size
}

const sizeOf = ({ columns, rows }: NodeJS.WriteStream): Size => ({ columns: columns || 80, rows: rows || 24 })

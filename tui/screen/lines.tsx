import { Box, Text, type TextProps, useStdout } from 'ink'
import { type FC, useEffect, useState } from 'react'
import { masked, type Shown } from '../../sim/foreign/terminal.ts'
import type { ScreenRow, Size, Tone } from './rows.ts'

/** Rows put on the screen: the one place where words become Ink's. Does not know what they say. */

export interface RowsProps {
  readonly rows: readonly ScreenRow[]
  readonly width: number
  readonly color: boolean
}

export function Rows({ rows, width, color }: RowsProps) {
  return (
    <Box flexDirection="column" width={width} flexShrink={0}>
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
        <Line key={i} row={row} color={color} />
      ))}
    </Box>
  )
}

function Line({ row, color }: { readonly row: ScreenRow; readonly color: boolean }) {
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate-end">
        {row.map(({ text, tone }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place in the row
          <Words key={i} {...looks(color)[tone]}>
            {masked(text)}
          </Words>
        ))}
      </Text>
    </Box>
  )
}

/** What stands on the screen comes from a scenario: Ink would pass on whatever it holds. */
const Words: FC<Omit<TextProps, 'children'> & { readonly children: Shown }> = Text

type Looks = Readonly<Record<Tone, Readonly<{ color?: string; bold?: boolean; dimColor?: boolean; inverse?: boolean }>>>

const COLORED: Looks = {
  plain: {},
  dim: { dimColor: true },
  bad: { color: 'red' },
  good: { color: 'green' },
  changed: { color: 'yellow' },
  strong: { bold: true },
  focus: { color: 'cyan', bold: true },
  selected: { inverse: true },
}

/** Without colour, weight says what it can. */
const COLORLESS: Looks = { ...COLORED, bad: { bold: true }, good: {}, changed: {}, focus: { bold: true } }

function looks(color: boolean): Looks {
  return color ? COLORED : COLORLESS
}

/** The size of the terminal, now and after it has been changed. */
export function useSize(): Size {
  const { stdout } = useStdout()
  const read = (): Size => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 })
  const [size, setSize] = useState(read)
  useEffect(() => {
    const changed = (): void => setSize(read())
    stdout.on('resize', changed)
    return () => {
      stdout.off('resize', changed)
    }
  })
  return size
}

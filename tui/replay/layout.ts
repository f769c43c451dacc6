import { clamp, GAP, type Size } from '../screen/rows.ts'
import type { PaneId } from './state.ts'

/**
 * How the screen is divided. Its last row stays free: a frame as high as the terminal would make it scroll. Knows panes
 * by name and not what they show.
 */

export interface Region {
  readonly pane: PaneId
  readonly width: number
  /** With its head line. */
  readonly height: number
}

export interface Layout {
  readonly width: number
  readonly height: number
  /** Rows of the title, and below it of what is happening, written out. */
  readonly title: number
  readonly story: number
  readonly footer: number
  /** Timeline on the left and the others on the right, or everything in one column. */
  readonly stacked: boolean
  readonly left: readonly Region[]
  readonly right: readonly Region[]
}

/** Narrower terminals stack. */
const SIDE_BY_SIDE = 64
/** A head line and two rows are the least that is worth a pane. */
const LEAST = 3

const WEIGHTS: Readonly<Record<PaneId, number>> = { timeline: 4, log: 3, events: 2, services: 2, typed: 3 }
/** What is given up first when there is no room. */
const KEEP: readonly PaneId[] = ['timeline', 'log', 'typed', 'events', 'services']

/** What the panes leave to others, by the height of the screen; `most` is for the help at the end. */
const OUTSIDE: readonly Readonly<Record<'height' | 'title' | 'story' | 'most', number>>[] = [
  { height: 29, title: 1, story: 2, most: 6 },
  { height: 12, title: 1, story: 1, most: 6 },
  { height: 4, title: 1, story: 0, most: 1 },
  { height: 3, title: 1, story: 0, most: 0 },
  { height: 0, title: 0, story: 0, most: 0 },
]

/** @param panes  those that there is something to show in, the timeline first */
export function layoutOf(size: Size, focus: PaneId, footerRows: number, panes: readonly PaneId[]): Layout {
  const width = Math.max(1, size.columns)
  const height = Math.max(1, size.rows - 1)
  const { title, story, most } = OUTSIDE.find(row => height >= row.height)!
  const footer = Math.min(footerRows, most)
  const body = height - title - story - footer
  const stacked = width < SIDE_BY_SIDE
  const frame = { width, height, title, story, footer, stacked }
  if (stacked) return { ...frame, left: column(['timeline', onlyOther(focus)], focus, width, body), right: [] }
  const left = clamp(Math.floor(width * 0.45), 30, 64)
  return {
    ...frame,
    left: [{ pane: 'timeline', width: left, height: body }],
    right: column(
      panes.filter(pane => pane !== 'timeline'),
      focus,
      width - left - GAP,
      body,
    ),
  }
}

/** In one column there is room for the timeline and one more. */
function onlyOther(focus: PaneId): PaneId {
  return focus === 'timeline' ? 'log' : focus
}

/** Panes one above the other: as many as fit, the focused one with twice its share. */
function column(panes: readonly PaneId[], focus: PaneId, width: number, height: number): Region[] {
  const kept = fitting(panes, focus, Math.max(1, Math.floor(height / LEAST)))
  const weights = kept.map(pane => WEIGHTS[pane] * (pane === focus && pane !== 'timeline' ? 2 : 1))
  return share(height, weights).map((rows, i) => ({ pane: kept[i]!, width, height: rows }))
}

function fitting(panes: readonly PaneId[], focus: PaneId, most: number): PaneId[] {
  const order = [...panes].sort((a, b) => rank(a, focus) - rank(b, focus))
  const kept = new Set(order.slice(0, most))
  return panes.filter(pane => kept.has(pane))
}

function rank(pane: PaneId, focus: PaneId): number {
  return pane === focus ? -1 : KEEP.indexOf(pane)
}

/** Whole rows by weight, nobody below the least if that can be; the sum is exact. */
function share(rows: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const shares = weights.map(weight => Math.max(LEAST, Math.floor((rows * weight) / total)))
  for (let over = rows - shares.reduce((sum, n) => sum + n, 0); over !== 0; over -= Math.sign(over)) {
    const heaviest = shares.indexOf(Math.max(...shares))
    shares[heaviest] = shares[heaviest]! + Math.sign(over)
  }
  return shares
}

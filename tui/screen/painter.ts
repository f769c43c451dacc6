import { EventEmitter } from 'node:events'
import { beside, drawn, type Shown, told, uncoloured } from '../../sim/foreign/terminal.ts'
import { steer } from '../output.ts'

/**
 * What Ink takes for the terminal: it is given whole frames, and only rows that are not as they were go to the real one. Ink
 * itself draws nothing but what went wrong. Does not know what is drawn.
 */
export class Painter extends EventEmitter {
  readonly isTTY = true
  private readonly stdout: NodeJS.WriteStream
  private before: readonly string[] = []

  constructor(stdout: NodeJS.WriteStream) {
    super()
    this.stdout = stdout
    // Whoever draws, the player and Ink, may listen.
    this.setMaxListeners(0)
    stdout.on('resize', this.resized)
  }

  get columns(): number {
    return this.stdout.columns
  }

  get rows(): number {
    return this.stdout.rows
  }

  /** A frame; Ink's own, which has nothing in it; or what moves the cursor, which stays hidden here. */
  write(text: string): boolean {
    if (text !== '' && !text.startsWith(PRIVATE_MODE)) this.paint(text.split('\n').slice(0, this.rows))
    return true
  }

  /** The last frame, where something else has been on the terminal. */
  paintAgain(): void {
    const frame = this.before
    this.before = []
    steer(this.stdout, CLEAR)
    this.paint(frame)
  }

  close(): void {
    this.stdout.off('resize', this.resized)
  }

  private paint(frame: readonly string[]): void {
    const height = Math.max(frame.length, this.before.length)
    const rows = Array.from({ length: height }, (_, i) =>
      frame[i] === this.before[i] ? told`` : beside(toRow(i), drawn(frame[i] ?? ''), PLAIN, this.rest(frame[i] ?? '')),
    )
    this.before = frame
    steer(this.stdout, beside(...rows))
  }

  /** Behind a row that fills the width the cursor stands on its last cell, which would go. */
  private rest(row: string): Shown {
    return uncoloured(row).length < this.columns ? TO_END : told``
  }

  /** What a terminal makes of old rows when its size changes is its own affair: it starts from an empty screen. */
  private readonly resized = (): void => {
    this.before = []
    steer(this.stdout, CLEAR)
    this.emit('resize')
  }
}

const PRIVATE_MODE = '\u001b[?'
const CLEAR = told`\u001b[2J\u001b[H`
const PLAIN = told`\u001b[0m`
const TO_END = told`\u001b[K`
const toRow = (row: number): Shown => told`\u001b[${row + 1};1H`

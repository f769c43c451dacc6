import { useApp, useStdin } from 'ink'
import { useEffect, useRef } from 'react'
import { keysAtEnd, keysIn, type Pressed } from './keys.ts'

/**
 * Keys as they come from the terminal. Ink's own way of reading them throws at each key with Ctrl that it has no name for (6.8).
 * Does not know what a key does, Ctrl+C aside, which leaves.
 */

export interface UseKeys {
  /** Ctrl+C is a key like any other. */
  readonly keepsCtrlC?: boolean
}

/** @param take what was pressed since the last time, never nothing */
export function useKeys(take: (pressed: readonly Pressed[]) => void, { keepsCtrlC = false }: UseKeys = {}): void {
  const { stdin } = useStdin()
  const { exit } = useApp()
  const told = (pressed: readonly Pressed[]): void => {
    if (!keepsCtrlC && pressed.some(one => 'ctrl' in one && one.ctrl === 'c')) exit()
    else if (pressed.length > 0) take(pressed)
  }
  // What is drawn anew takes the keys from then on.
  const now = useRef(told)
  now.current = told
  useEffect(() => {
    let rest = ''
    let waiting: NodeJS.Timeout | undefined
    const atEnd = (): void => {
      const pressed = keysAtEnd(rest)
      rest = ''
      now.current(pressed)
    }
    const came = (text: string): void => {
      clearTimeout(waiting)
      const keys = keysIn(rest + text)
      rest = keys.rest
      if (rest !== '') waiting = setTimeout(atEnd, PATIENCE_MS)
      now.current(keys.pressed)
    }
    stdin.setEncoding('utf8')
    stdin.on('data', came)
    stdin.resume()
    return () => {
      clearTimeout(waiting)
      stdin.off('data', came)
      stdin.pause()
    }
  }, [stdin])
}

/** Between the bytes of one key; nobody presses two that fast. */
const PATIENCE_MS = 20

import type { TextStyle } from '../sim/story/text.ts'

/** What a stream can show, decided from its nature and the environment, both handed in. Prints nothing. */

export type Environment = Readonly<Record<string, string | undefined>>

export interface Stream {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** For pipes and files: text comes out the same wherever it is made. */
const PIPE_WIDTH = 80

export function widthOf(stream: Stream): number {
  return stream.isTTY && stream.columns ? stream.columns : PIPE_WIDTH
}

/** FORCE_COLOR wins over NO_COLOR, as it does for Node itself; without either, colour is for terminals only. */
export function wantsColor(stream: Stream, env: Environment): boolean {
  const forced = env.FORCE_COLOR
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (env.NO_COLOR) return false
  return stream.isTTY === true && env.TERM !== 'dumb'
}

/** The first of these that is set names the character set, as POSIX has it. */
const LOCALE = ['LC_ALL', 'LC_CTYPE', 'LANG'] as const

/** Whether lines and marks beyond ASCII arrive as they are. Windows has no locale in its environment and shows them. */
export function speaksUnicode(env: Environment, platform: string): boolean {
  if (env.TERM === 'dumb') return false
  const locale = LOCALE.map(name => env[name]).find(value => value)
  return locale === undefined ? platform === 'win32' : /utf-?8/i.test(locale)
}

/** A player needs keys to come in, a screen to go to, and a cursor that moves. */
export function canPlay(stdin: Stream, stdout: Stream, env: Environment): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && env.TERM !== 'dumb'
}

/** How data on stdout looks. */
export function lookOf(stream: Stream, env: Environment): TextStyle {
  return { color: wantsColor(stream, env), width: widthOf(stream) }
}

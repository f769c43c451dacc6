/** Patterns as rules write them: `/text/i`. Which of them may stand: refusal.ts. */

/** Source and flags. */
export const WRITTEN = /^\/(.+)\/([a-z]*)$/s

const compiled = new Map<string, RegExp | undefined>()

/** The pattern that `/text/i` is; undefined for any other text. */
export function regexOf(written: string): RegExp | undefined {
  if (!compiled.has(written)) {
    const [, source, flags] = WRITTEN.exec(written) ?? []
    compiled.set(written, source === undefined ? undefined : new RegExp(source, flags))
  }
  return compiled.get(written)
}

import type { Track, TrackStep } from '../../sim/drill/marking/track.ts'
import type { ServerRun } from '../../sim/run/simulate.ts'

/**
 * What was typed at a server and what it printed; of a session with everything else that was done, and how far from right the
 * servers were. Knows no screen.
 */
export interface Typed {
  /** How many facts the server had when it was begun, and when its output stood there. */
  readonly from: number
  readonly facts: number
  readonly head: string
  readonly rows: readonly string[]
  readonly tone: 'plain' | 'bad' | 'good' | 'changed'
}

export function typedOn({ name, facts }: ServerRun, track?: Track): Typed[] {
  const before = track?.opening[name] ?? facts.length
  const commands = facts
    .slice(0, before)
    .flatMap(({ body }, i): Typed[] =>
      body.kind === 'command'
        ? [{ from: i, facts: i + 1, head: `${body.line}  [${body.exitCode}]`, rows: body.output, tone: 'plain' }]
        : [],
    )
  const steps = track?.steps ?? []
  return [
    ...commands,
    ...steps.flatMap((step, i) => (step.server === name ? [stepTyped(step, i === track!.astray)] : [])),
  ]
}

function stepTyped({ from, facts, text, output, before, after, harm }: TrackStep, astray: boolean): Typed {
  const far = before === after ? `${after}` : `${before} > ${after}`
  const said = [...(astray ? ['here it first went the wrong way'] : []), ...harm.map(what => `it ${what}`)]
  return {
    from,
    facts,
    head: `${far}  ${text}`,
    rows: [...output, ...said.map(row => `! ${row}`)],
    tone: harm.length > 0 ? 'bad' : after < before ? 'good' : after > before ? 'changed' : 'plain',
  }
}

import { type Outcome, repair } from '../../remedy/repair.ts'
import type { Scenario } from '../../scenario/spec.ts'
import type { Action, Header } from '../session.ts'
import { standing } from '../session.ts'

/**
 * The documented way out of a lab, for the debrief: what a blind diagnosis of the evidence advises, typed until the servers are
 * right or no command gets any further. What it takes is the par. Knows neither points nor what somebody did.
 */
export interface Way {
  /** In order: a line for the prompt, behind its server where there are several, or what no command does, in words. */
  readonly steps: readonly WayStep[]
  /** How it ends, in a sentence. */
  readonly end: string
}

interface WayStep {
  readonly text: string
  readonly byHand: boolean
}

export function wayOf(scenario: Scenario, { seed }: Header): Way {
  const { result } = repair(scenario, { seed })
  const at = (server: string): string => (scenario.servers.length > 1 ? `${server}> ` : '> ')
  const steps = result.rounds.flatMap(({ commands, byHand }): WayStep[] => [
    ...commands.map(({ server, line }) => ({ text: `${at(server)}${line}`, byHand: false })),
    ...byHand.map(title => ({ text: `by hand: ${title}`, byHand: true })),
  ])
  return { steps, end: ENDS[result.outcome] }
}

const ENDS: Readonly<Record<Outcome, string>> = {
  restored: 'Then every server is as it should be.',
  'nothing-to-do': 'The server stays as it is: a healthy one refuses this as well.',
  'by-hand': 'What is behind it waits for what is done by hand.',
  rebuild: 'Then the server has to be built anew.',
  stuck: 'Further than that no document leads.',
}

/** `9 lines; you typed 14` */
export function parText({ steps }: Way, actions: readonly Action[]): string {
  const lines = steps.filter(({ byHand }) => !byHand).length
  const typed = standing(actions).done.filter(({ kind }) => kind === 'type').length
  return `${lines} ${lines === 1 ? 'line' : 'lines'}; typed were ${typed}`
}

import { UPDATE_OWA_LOG } from '../../model/exchange/scripts/updateOwa.ts'
import { fileAt } from '../../model/machine/machine.ts'
import type { Run, ServerRun } from '../../sim/run/simulate.ts'
import type { FactBody } from '../../sim/server/facts.ts'

/** How far an installation gets: the stages of the catalogue of failures, each with how a run shows that it ended there. */
export interface Stage {
  readonly name: string
  readonly reached: (run: Run) => boolean
}

const told = (name: string, tells: (body: FactBody) => boolean): Stage => ({
  name,
  reached: ({ servers }) => servers.some(({ facts }) => facts.some(fact => tells(fact.body))),
})

const fails = (name: string, action: string): Stage =>
  told(name, body => body.kind === 'action-ended' && body.action === action && body.value === 3)

const shown = (name: string, shows: (server: ServerRun) => boolean): Stage => ({
  name,
  reached: ({ servers }) => servers.some(shows),
})

export const STAGES: readonly Stage[] = [
  told('selection', body => body.kind === 'not-offered'),
  told('engine', body => body.kind === 'refused'),
  fails('pre-check', 'LaunchConditions'),
  fails('stopping services', 'CA_SAVEDATA_STOP_SERVICES'),
  fails('file replacement', 'InstallFinalize'),
  fails('starting services', 'CA_START_REMOVEDATA_SERVICES'),
  shown('OWA script', ({ machine }) => {
    const content = fileAt(machine, UPDATE_OWA_LOG)?.content
    return content?.kind === 'text' && content.text.includes('Error updating OWA')
  }),
  // The service control manager: a service that did not start in time.
  shown('after the installation', ({ machine }) => machine.logs.System.some(({ id }) => id === 7009)),
  told('the whole way', body => body.kind === 'run-ended' && body.exitCode === 0),
]

import { USUAL_FOLDER } from '../../model/exchange/files.ts'
import { lower } from '../../model/words/letters.ts'
import type { Scenario, ServerSpec } from './spec.ts'

/**
 * Where the product lies on a server of which a scenario does not say it: where whoever wrote the scenario takes it to be.
 * One that names a path below the usual folder, or says how much room a drive has, means that folder; else it is drawn. Does
 * not know what is drawn: model/exchange/texture.ts.
 */
export function withInstallPaths(scenario: Scenario): Scenario {
  return { ...scenario, servers: scenario.servers.map(server => withInstallPath(server, scenario)) }
}

function withInstallPath(server: ServerSpec, scenario: Scenario): ServerSpec {
  return server.installPath === undefined && meansUsual(server, scenario)
    ? { ...server, installPath: USUAL_FOLDER }
    : server
}

function meansUsual({ name, change }: ServerSpec, { servers, steps }: Scenario): boolean {
  const own = steps.filter(({ server = servers[0]!.name }) => server === name)
  return change.some(({ kind }) => kind === 'free-space') || textsIn([change, own]).some(namesUsual)
}

const USUAL = lower(USUAL_FOLDER.slice(0, -1))

const namesUsual = (text: string): boolean => lower(text).includes(USUAL)

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

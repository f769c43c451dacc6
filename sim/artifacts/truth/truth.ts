import { product } from '../../../model/exchange/builds.ts'
import { registeredPatches } from '../../../model/installer/registration.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../../model/installer/transaction.ts'
import { fileAt, type Machine, registryList } from '../../../model/machine/machine.ts'
import { byName } from '../../../model/machine/names.ts'
import type { Run, ServerRun } from '../../simulate.ts'
import { type RenderLog, renderInstallerLog } from '../installerLog.ts'
import { labelFacts } from './labels.ts'

/** The answer to a bundle: labels by line and record, and the state of every server before and after. */
export interface Label {
  readonly id: string
  readonly artifact: string
  readonly selector:
    | { readonly type: 'text'; readonly line: number; readonly endLine: number }
    | { readonly type: 'record'; readonly id: number }
  readonly class: string
  readonly cause: string | undefined
  readonly change: string | undefined
  /** Labels that say the same in another artifact. */
  readonly same: readonly string[]
}

/** `artifactOf` gives the path of a disk file inside the bundle. */
export function labelsOf(
  server: ServerRun,
  artifactOf: (path: string) => string,
  renderLog: RenderLog = renderInstallerLog,
): Label[] {
  const byFact = labelFacts(server)
  const labels: (Omit<Label, 'id' | 'same'> & { readonly fact: number })[] = []
  const clock = { zone: server.machine.zone, tickMs: server.machine.windows.tickMs }
  for (const { body } of server.facts) {
    if (body.kind !== 'log-opened') continue
    const artifact = artifactOf(body.path)
    renderLog(server.facts, body.run, clock).factOfLine.forEach((fact, i) => {
      const label = byFact.get(fact)
      if (!label) return
      const selector = { type: 'text', line: i + 1, endLine: i + 1 } as const
      labels.push({ fact, artifact, selector, class: label.class, ...named(label.origin) })
    })
  }
  server.facts.forEach(({ body }, fact) => {
    const label = byFact.get(fact)
    if (!label || body.kind !== 'change' || body.change.kind !== 'event' || !body.change.after) return
    const { log, after } = body.change
    const { applicationLog, systemLog } = server.machine.windows
    const artifact = artifactOf(log === 'Application' ? applicationLog : systemLog)
    const selector = { type: 'record', id: after.number } as const
    labels.push({ fact, artifact, selector, class: label.class, ...named(label.origin) })
  })
  return labels.map(({ fact: _fact, ...label }, i) => ({ id: `L-${i + 1}`, ...label, same: [] }))
}

function named(origin: { path: string; cause: string | undefined } | undefined) {
  return { cause: origin?.cause, change: origin?.path }
}

export function truthOf(run: Run, labels: readonly Label[]): object {
  const first = labels.find(label => label.class === 'cause')
  return {
    schemaVersion: 1,
    causes: run.scenario.causes,
    firstCausalLine: first && { artifact: first.artifact, selector: first.selector },
    attempts: run.attempts.map(({ server, package: kb, exitCode }) => ({ server, package: kb, exitCode })),
    servers: run.servers.map(server => ({
      name: server.name,
      before: stateOf(server.initial),
      after: stateOf(server.machine),
    })),
  }
}

export function stateOf(machine: Machine): object {
  const services = [...machine.services.values()].sort((a, b) => byName(a.name, b.name))
  return {
    exSetupVersion: fileAt(machine, 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\ExSetup.exe')?.version,
    patches: registeredPatches(machine, product.code),
    pendingRenames: registryList(machine, SESSION_MANAGER, PENDING_RENAMES),
    services: Object.fromEntries(services.map(s => [s.name, `${s.start}, ${s.state}`])),
  }
}

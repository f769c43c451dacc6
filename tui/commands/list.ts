import { inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import { loadScenario } from '../../sim/scenario/load.ts'
import type { Scenario } from '../../sim/scenario/schema.ts'
import { formatProblems } from '../../sim/written/problems.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { readOwnScenario, scenarioIds } from '../input.ts'
import { note, print, printJson } from '../output.ts'

/** `list`: the scenarios that come with the program. Runs none of them. */

interface ListedScenario {
  readonly id: string
  readonly title: string
  readonly causes: readonly string[]
  readonly sources: readonly string[]
  /** Of the servers, each once. */
  readonly os: readonly string[]
}

/** What there is. A file that is broken is reported, and the others are listed all the same. */
export function listCommand({ json }: { readonly json?: true }): ExitCode {
  const items: ListedScenario[] = []
  let code: ExitCode = EXIT.done
  for (const id of scenarioIds()) {
    const { name, text } = readOwnScenario(id)
    const loaded = loadScenario(text, name)
    if (loaded.ok) {
      items.push(itemOf(id, loaded.scenario))
    } else {
      note(formatProblems(loaded.problems, text))
      code = EXIT.unusable
    }
  }
  if (json) printJson({ scenarios: items })
  else print(tableOf(items))
  return code
}

function itemOf(id: string, { title, causes, sources, servers }: Scenario): ListedScenario {
  return { id, title, causes, sources, os: [...new Set(servers.map(server => server.os))] }
}

function tableOf(items: readonly ListedScenario[]): Shown {
  const width = Math.max(0, ...items.map(({ id }) => id.length))
  return inLines(items.map(({ id, title, sources }) => told`${id.padEnd(width)}  ${title} [${sources.join(', ')}]`))
}

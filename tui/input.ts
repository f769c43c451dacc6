import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LIMITS } from '../sim/diagnosis/read/budget.ts'
import { told } from '../sim/foreign/terminal.ts'
import { nearest } from '../sim/scenario/nearest.ts'
import { EXIT, Stop } from './exit.ts'
import { atPlace } from './place.ts'

/** Where scenarios come from: the package's own folder, any file, or stdin. Does not know what a scenario says. */

/** Beside this folder, and beside `dist`, into which this module is bundled. */
const SCENARIOS = fileURLToPath(new URL('../scenarios/', import.meta.url))

export interface WrittenScenario {
  /** File name without extension; names the bundle's folder. */
  readonly id: string
  /** As given on the command line; what problems are reported against. */
  readonly name: string
  readonly text: string
}

/** Ids of the package's scenarios, in the order of their names. */
export function scenarioIds(): string[] {
  return readdirSync(SCENARIOS)
    .filter(name => name.endsWith('.yaml'))
    .map(withoutExtension)
    .sort()
}

export function readOwnScenario(id: string): WrittenScenario {
  return { id, name: id, text: readFileSync(join(SCENARIOS, `${id}.yaml`), 'utf8') }
}

/** `-` is stdin; then an id; then a path. */
export async function readScenarioText(given: string): Promise<WrittenScenario> {
  if (given === '-') return { id: 'stdin', name: '-', text: (await readStdin()).toString('utf8') }
  const ids = scenarioIds()
  if (ids.includes(given)) return readOwnScenario(given)
  if (!existsSync(given) && !looksLikePath(given)) throw unknownScenario(given, ids)
  return atPlace(told`cannot read ${given}`, () => ({
    id: withoutExtension(basename(given)),
    name: given.replaceAll('\\', '/'),
    text: readFileSync(given, 'utf8'),
  }))
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** As much of stdin as a file may have; one byte more, so that the reader can tell. */
export async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size > LIMITS.bytes.most) break
  }
  return Buffer.concat(chunks).subarray(0, LIMITS.bytes.most + 1)
}

function looksLikePath(text: string): boolean {
  return /[\\/]|\.ya?ml$/i.test(text)
}

function withoutExtension(name: string): string {
  return name.replace(/\.ya?ml$/i, '')
}

function unknownScenario(given: string, ids: readonly string[]): Stop {
  const meant = nearest(given, ids)
  return new Stop(
    EXIT.unusable,
    [
      told`no scenario has the id "${given}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
      `  there are: ${ids.join(', ')}`,
      '  a path to a YAML file or - for stdin does as well',
    ].join('\n'),
  )
}

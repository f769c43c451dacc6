import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inLines, told } from '../sim/foreign/terminal.ts'
import { INPUT_LIMITS } from '../sim/limits.ts'
import { piecesOf, piecesOfStream, realDisk, together } from '../sim/readableFs.ts'
import { nearest } from '../sim/written/nearest.ts'
import { EXIT, Stop } from './exit.ts'
import { atPlace } from './place.ts'

/** Where scenarios come from: the package's own folder, any file, or stdin. Does not know what they say, nor what packs do. */

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
export function readScenarioText(given: string): WrittenScenario {
  const stream = streamOf(given)
  if (stream) return { id: 'stdin', name: '-', text: textFrom(given, stream()) }
  const ids = scenarioIds()
  if (ids.includes(given)) return readOwnScenario(given)
  if (!existsSync(given) && !looksLikePath(given)) throw unknownScenario(given, ids)
  return { id: withoutExtension(basename(given)), name: given.replaceAll('\\', '/'), text: readWritten(given) }
}

/** What stands in a file that somebody wrote. */
export const readWritten = (path: string): string => textFrom(path, piecesOf(realDisk, path))

function textFrom(given: string, pieces: Iterable<Uint8Array>): string {
  return atPlace(told`cannot read ${given}`, () => together(pieces, INPUT_LIMITS.scenario).toString('utf8'))
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** A descriptor that the shell has opened: stdin, or what `<(...)` stands for. */
export function streamOf(path: string): (() => Iterable<Uint8Array>) | undefined {
  const descriptor = /^(?:-|\/dev\/stdin)$/.test(path) ? '0' : /^\/dev\/fd\/(\d{1,3})$/.exec(path)?.[1]
  return descriptor === undefined ? undefined : () => piecesOfStream(realDisk, Number(descriptor))
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
    inLines([
      told`no scenario has the id "${given}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
      told`  there are: ${ids.join(', ')}`,
      told`  a path to a YAML file or - for stdin does as well`,
    ]),
  )
}

import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Run } from '../../sim/run/simulate.ts'
import type { Choice } from '../../sim/scenario/choice.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { isFolder, type WrittenScenario } from '../input.ts'
import { DEFAULT_SEED } from '../options.ts'
import { note, print } from '../output.ts'
import { atPlace } from '../place.ts'
import { timelineText } from '../replay/plain.ts'
import { checked, simulateOrStop, usableScenario } from '../scenario.ts'
import { canPlay, lookOf, speaksUnicode } from '../terminal.ts'
import { VERSION } from '../version.ts'

/** `replay`: a run in the player, or as text. What the player shows: tui/replay. */

export interface ReplayOptions {
  readonly seed?: number
  readonly plain?: true
}

/** The player on a terminal; anywhere else, and where it is asked for, its timeline as text. */
export async function replayCommand(given: string, options: ReplayOptions): Promise<ExitCode> {
  const { id, run } = isFolder(given) ? fromBundle(given, options) : await fromScenario(given, options)
  const unicode = speaksUnicode(process.env, process.platform)
  const { color } = lookOf(process.stdout, process.env)
  if (options.plain || !canPlay(process.stdin, process.stdout, process.env)) {
    print(timelineText(run, { color, unicode }))
    return EXIT.done
  }
  letInkDraw()
  const { play } = await import('../replay/play.tsx')
  await play({ title: id, run, look: { color, unicode } })
  return EXIT.done
}

/** Ink draws nothing where it takes the terminal for a build server's log; somebody who can press keys is none. */
function letInkDraw(): void {
  for (const name of ['CI', 'CONTINUOUS_INTEGRATION']) delete process.env[name]
}

interface Replayed {
  readonly id: string
  readonly run: Run
}

async function fromScenario(given: string, { seed = DEFAULT_SEED }: ReplayOptions): Promise<Replayed> {
  const usable = await usableScenario(given)
  return { id: usable.id, run: simulateOrStop(usable, { seed }, 'replay') }
}

// ----------------------------------------------------------------------------------------------------------- bundles

/** A bundle does not hold the run itself but all that it takes to make it again. */
function fromBundle(folder: string, options: ReplayOptions): Replayed {
  const manifest = readManifest(folder)
  if (options.seed !== undefined && options.seed !== manifest.seed) {
    throw new Stop(EXIT.wrongUsage, `${folder} was made with --seed ${manifest.seed}; its seed cannot be changed`)
  }
  if (manifest.tool !== `lab1603 ${VERSION}`) {
    note(`${folder} was made by ${manifest.tool}; this is lab1603 ${VERSION}, which may tell the run differently`)
  }
  const usable = checked(bundledScenario(folder), manifest.rollup)
  return { id: usable.id, run: simulateOrStop(usable, manifest, 'replay') }
}

function bundledScenario(folder: string): WrittenScenario {
  const name = join(folder, 'truth', 'scenario.yaml')
  const text = atPlace(`cannot read ${name}, which a replay is made from`, () => readFileSync(name, 'utf8'))
  return { id: basename(resolve(folder)), name: name.replaceAll('\\', '/'), text }
}

interface BundleChoice extends Choice {
  readonly tool: string
}

function readManifest(folder: string): BundleChoice {
  const path = join(folder, 'bundle.json')
  if (!existsSync(path)) throw new Stop(EXIT.unusable, `${folder} is no bundle: it has no bundle.json`)
  const text = atPlace(`cannot read ${path}`, () => readFileSync(path, 'utf8'))
  const { seed, rollup, logLevel, tool } = parsed(text, path)
  if (!Number.isSafeInteger(seed) || !isTextOrAbsent(rollup) || !isTextOrAbsent(logLevel)) {
    throw new Stop(EXIT.unusable, `${path} does not say which seed and rollup the bundle was made with`)
  }
  return { seed: seed as number, rollup, logLevel, tool: String(tool) }
}

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string'
}

function parsed(text: string, path: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text))
  } catch {
    throw new Stop(EXIT.unusable, `${path} is not JSON`)
  }
}

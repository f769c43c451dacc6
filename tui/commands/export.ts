import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { told } from '../../sim/foreign/terminal.ts'
import { type Exported, nameOf, type Piece, piecesOf, README } from '../../sim/pipeline/layouts/layout.ts'
import { LAYOUTS } from '../../sim/pipeline/layouts/table.ts'
import type { StreamPlan } from '../../sim/pipeline/stream.ts'
import type { LayoutName } from '../commandTable.ts'
import { counted } from '../counted.ts'
import { simulated, sourcesOf } from '../emit/sources.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { makeNewFolder } from '../newFolder.ts'
import { print, printJson } from '../output.ts'
import { atPlace } from '../place.ts'
import { type Progress, progressOn } from '../progress.ts'
import { turn, unfinished } from '../unfinished.ts'

/** `export`: runs in the layout of somebody else's repository, in a new folder. Does not know layouts. */

export interface ExportOptions {
  readonly as: LayoutName
  readonly out: string
  readonly seed?: number
  readonly json?: true
}

export async function exportCommand(given: string, { as, out, seed, json }: ExportOptions): Promise<ExitCode> {
  const { sources } = await sourcesOf(given, seed)
  makeNewFolder(out)
  const progress = progressOn(process.stderr, process.env, sources.length)
  const files = await whole(out, () => piecesOf(LAYOUTS[as], exportedOf(sources, progress)))
  progress.end()
  if (files === 0) {
    throw new Stop(EXIT.expectationFailed, told`nothing in ${given} has a place in --as ${as}; ${out} is empty`)
  }
  if (json) printJson({ out, layout: as, runs: sources.length, files })
  else
    print(
      told`${out}: ${counted(files, 'file')} of ${counted(sources.length, 'run')}; what is true of them: ${join(out, README)}`,
    )
  return EXIT.done
}

/** Each is simulated when it is its turn. */
function* exportedOf(sources: StreamPlan['sources'], progress: Progress): Generator<Exported> {
  const taken = new Set<string>()
  for (const sourceAt of sources) {
    const source = sourceAt()
    progress.step(source.id)
    yield { name: nameOf(source.id, taken), from: source.from ?? source.name, run: simulated(source) }
  }
}

/**
 * Writes into a folder of its own in there, and moves what stands in it when all is there, the README last. Returns how many files
 * it is. Whoever is stopped in between leaves no README, and but for the moment of moving nothing that has a name of the export.
 */
async function whole(out: string, piecesIn: () => Iterable<Piece>): Promise<number> {
  const aside = atPlace(told`cannot write to ${out}`, () => mkdtempSync(join(out, '.unfinished-')))
  const finished = unfinished(out, aside)
  try {
    const files = new Set<string>()
    for (const { path, bytes } of piecesIn()) {
      await turn()
      files.add(path)
      atPlace(told`cannot write ${join(out, path)}`, () => {
        mkdirSync(dirname(join(aside, path)), { recursive: true })
        appendFileSync(join(aside, path), bytes)
      })
    }
    atPlace(told`cannot write to ${out}`, () => {
      const names = readdirSync(aside).sort((a, b) => Number(a === README) - Number(b === README))
      for (const name of names) renameSync(join(aside, name), join(out, name))
    })
    return files.size
  } finally {
    rmSync(aside, { recursive: true, force: true })
    finished()
  }
}

import { handoutOf } from '../../sim/classroom/handout.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { writeNew } from '../newFiles.ts'
import type { ScenarioOptions } from '../options.ts'
import { print, printJson } from '../output.ts'
import { orContradiction, reproduction, simulateOrStop, usableScenario } from '../scenario.ts'
import { bundleOptions } from '../writeBundle.ts'

/** `handout`: evidence and ticket in one archive, the truth in another. Does not know what is in them. */

export interface HandoutOptions extends ScenarioOptions {
  readonly out?: string
}

const ZIP = /\.zip$/i

export async function handoutCommand(given: string, options: HandoutOptions): Promise<ExitCode> {
  const { out, json, ...choice } = options
  if (out !== undefined && !ZIP.test(out)) throw new Stop(EXIT.wrongUsage, told`--out names an archive: FILE.zip`)
  const usable = await usableScenario(given)
  const run = simulateOrStop(usable, choice, 'handout')
  const again = reproduction('handout', usable.name, choice)
  const { name, evidence, truth } = orContradiction(again, () => handoutOf(run, bundleOptions(usable)))
  const file = out ?? `${name}.zip`
  const truthFile = file.replace(ZIP, '-truth.zip')
  writeNew(
    [
      { path: file, bytes: evidence },
      { path: truthFile, bytes: truth },
    ],
    told`--out FILE.zip gives the archive another name`,
  )
  if (json) printJson({ evidence: file, truth: truthFile })
  else print(told`${file}: the ticket and the evidence, to be handed out\n${truthFile}: the answer, to be kept`)
  return EXIT.done
}

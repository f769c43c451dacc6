import { basename, resolve } from 'node:path'
import { SCENARIO_FILE } from '../sim/bundle/bundleFile.ts'
import { type Bundle, BundleReadError, openBundle } from '../sim/bundle/read.ts'
import { readWholeBundles } from '../sim/bundle/write.ts'
import { told } from '../sim/foreign/terminal.ts'
import { pathIn, realDisk } from '../sim/readableFs.ts'
import { EXIT, Stop } from './exit.ts'
import { note } from './output.ts'
import { atPlace } from './place.ts'
import { checked, type UsableScenario } from './scenario.ts'
import { VERSION } from './version.ts'

/** A bundle that a command is given: its scenario can be simulated again, with its choice. */
export interface UsableBundle extends Bundle {
  readonly scenario: UsableScenario
}

/** Says so where another version made it. @throws Stop with what is wrong with it */
export function usableBundle(folder: string): UsableBundle {
  const { bundle, text } = orStop(folder, () => readWholeBundles([folder], () => opened(folder)))
  const { manifest, choice } = bundle
  if (manifest.tool !== `lab1603 ${VERSION}`) {
    note(told`${folder} was made by ${manifest.tool}; this is lab1603 ${VERSION}, which may tell the run differently`)
  }
  const written = { id: basename(resolve(folder)), name: pathIn(folder.replaceAll('\\', '/'), SCENARIO_FILE), text }
  return { ...bundle, scenario: checked(written, choice.rollup) }
}

function opened(folder: string): { readonly bundle: Bundle; readonly text: string } {
  const bundle = openBundle(realDisk, folder)
  return { bundle, text: bundle.scenarioText() }
}

function orStop<T>(folder: string, read: () => T): T {
  try {
    return atPlace(told`cannot read ${folder}`, read)
  } catch (error) {
    throw error instanceof BundleReadError ? new Stop(EXIT.unusable, error.message) : error
  }
}

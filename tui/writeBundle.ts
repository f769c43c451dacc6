import { type BundleFile, SCENARIO_FILE } from '../sim/bundle/bundleFile.ts'
import { writeBundle } from '../sim/bundle/write.ts'
import { told } from '../sim/foreign/terminal.ts'
import { note } from './output.ts'
import { atPlace } from './place.ts'
import type { UsableScenario } from './scenario.ts'
import { VERSION } from './version.ts'

/** A bundle on its way to a folder that was asked for. Does not know what is in it. */

export function bundleOptions({ name, text }: UsableScenario) {
  // A bundle made from stdin carries its scenario: that is where it can be had again.
  return { scenarioName: name === '-' ? SCENARIO_FILE : name, scenarioText: text, toolVersion: VERSION }
}

export function writeFiles(files: readonly BundleFile[], folder: string): void {
  const aside = atPlace(told`cannot write the bundle to ${folder}`, () => writeBundle(files, folder))
  for (const place of aside) note(told`what somebody changed of it at that very moment is in ${place}`)
}

import { readWholeBundles } from '../../sim/bundle/write.ts'
import { diagnose } from '../../sim/diagnosis/diagnose.ts'
import { type Evidence, readEvidence } from '../../sim/diagnosis/evidence.ts'
import { formatDiagnosis } from '../../sim/diagnosis/report.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { realDisk } from '../../sim/readableFs.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { streamOf } from '../input.ts'
import { note, print, printJson } from '../output.ts'
import { atPlace } from '../place.ts'
import { lookOf } from '../terminal.ts'

/** `diagnose`: evidence in, causes out. Does not know how they are found. */

interface DiagnoseOptions {
  readonly rules?: string
  readonly json?: true
}

/** Looks at files, folders or a bundle, real or simulated; never at a bundle's truth. */
export async function diagnoseCommand(paths: readonly string[], { rules, json }: DiagnoseOptions): Promise<ExitCode> {
  // Who brings no rules need not wait for what reads them.
  const library = rules === undefined ? undefined : (await import('../rules.ts')).libraryWith(rules)
  const onDisk = paths.filter(path => streamOf(path) === undefined)
  for (const path of onDisk) atPlace(told`cannot read ${path}`, () => realDisk.statSync(path))
  const evidence = atPlace(told`cannot read ${onDisk.join(', ')}`, () =>
    readWholeBundles(onDisk, () => readEvidence(realDisk, paths, streamOf)),
  )
  for (const { path, reason } of evidence.warnings) note(path === '' ? told`${reason}` : told`${path}: ${reason}`)
  const diagnosis = diagnose(evidence, library)
  if (json) printJson(diagnosis)
  refuseNothing(evidence, paths)
  if (!json) print(formatDiagnosis(diagnosis, lookOf(process.stdout, process.env)))
  return EXIT.done
}

/** Files that say nothing and files without a fault are different answers. */
function refuseNothing({ files }: Evidence, paths: readonly string[]): void {
  if (files.some(({ kind }) => kind !== 'unknown')) return
  const what = paths.length === 1 ? paths[0] : 'what was given'
  throw new Stop(EXIT.unusable, told`${what} holds no log, event log or export that could be diagnosed`)
}

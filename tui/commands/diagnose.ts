import { diagnose } from '../../sim/diagnosis/diagnose.ts'
import { formatDiagnosis } from '../../sim/diagnosis/report.ts'
import { evidenceAt, refuseNothing } from '../evidence.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { print, printJson } from '../output.ts'
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
  const evidence = await evidenceAt(paths)
  const diagnosis = diagnose(evidence, library)
  if (json) printJson(diagnosis)
  refuseNothing(evidence, paths)
  if (!json) print(formatDiagnosis(diagnosis, lookOf(process.stdout, process.env)))
  return EXIT.done
}

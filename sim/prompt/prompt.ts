import type { Recorder } from '../run/recorder.ts'
import type { InstallerCall } from '../run/simulate.ts'

export function runPrompt(
  _recorder: Recorder,
  line: string,
  _install: (call: InstallerCall) => number,
): { exitCode: number; output: readonly string[] } {
  throw new RangeError(`not there yet: ${line}`)
}

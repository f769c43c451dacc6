import { answerKeys } from './answerKeys.ts'
import { typingBeside } from './besides.ts'
import { labelsCarried } from './carrying.ts'
import { onTopOfScenario, severalFaults } from './composing.ts'
import { powerLost } from './crash.ts'
import { otherDraws, sameBytes, sameFacts } from './determinism.ts'
import { drillSolved } from './drill.ts'
import { eachCause, eachCauseMeddled } from './eachCause.ts'
import { figures } from './figures.ts'
import { generated } from './generated.ts'
import { handed } from './handing.ts'
import { healthy } from './healthy.ts'
import { INDEPENDENCE } from './independence.ts'
import { anyFault, heldFile, noFault } from './installations.ts'
import { killed } from './killed.ts'
import { accessDenied, cancel, diskFull } from './microscope.ts'
import { mutantsThatKeep, mutantsThatTake } from './mutants.ts'
import { pasted } from './pasting.ts'
import { queue } from './queue.ts'
import { appliedBelow, failedRemoval, removedAgain } from './removal.ts'
import { repaired } from './repair.ts'
import { remediesHarmless, repair } from './repairs.ts'
import { restored } from './restored.ts'
import { sealing } from './sealing.ts'
import type { Trial } from './trial.ts'
import { typing, typingAnything } from './typing.ts'

/** Every law of which the tests take a sample, in the order in which the campaign takes them whole. */
export const TRIALS: readonly Trial[] = [
  answerKeys,
  anyFault,
  noFault,
  healthy,
  heldFile,
  severalFaults,
  onTopOfScenario,
  generated,
  ...INDEPENDENCE,
  sameFacts,
  sameBytes,
  otherDraws,
  removedAgain,
  appliedBelow,
  failedRemoval,
  repaired,
  repair,
  remediesHarmless,
  restored,
  eachCause,
  eachCauseMeddled,
  typing,
  typingAnything,
  typingBeside,
  drillSolved,
  sealing,
  pasted,
  mutantsThatKeep,
  mutantsThatTake,
  labelsCarried,
  handed,
  figures,
  accessDenied,
  diskFull,
  cancel,
  powerLost,
  killed,
  queue,
]

/** Cases that a campaign found broken: a file for each, and the tests take them first. */
export const FAILURES = 'test/laws/failures'

/** The same where a case is a file: scenarios, each with its seed in the first line. */
export const FAILING = 'test/fixtures/failing'

export interface StoredFailure {
  readonly law: string
  readonly case: number
  readonly detail: string
}

import { cachedPackageMissing } from './cachedPackageMissing.ts'
import { cachedPatchMissing } from './cachedPatchMissing.ts'
import { diskFull } from './diskFull.ts'
import { executionPolicyLocal } from './executionPolicyLocal.ts'
import { fileInUse } from './fileInUse.ts'
import { installerServiceDisabled } from './installerServiceDisabled.ts'
import { installInProgress } from './installInProgress.ts'
import { interimUpdateBlocksRemoval } from './interimUpdateBlocksRemoval.ts'
import { interimUpdateIncompatible } from './interimUpdateIncompatible.ts'
import { interimUpdateInstalled } from './interimUpdateInstalled.ts'
import { productAbsent } from './productAbsent.ts'
import { registrationCorrupt } from './registrationCorrupt.ts'
import { restartPending } from './restartPending.ts'
import type { Rule } from './rule.ts'
import { savedStateLost } from './savedStateLost.ts'
import { servicesDisabled } from './servicesDisabled.ts'
import { setupLogsMissing } from './setupLogsMissing.ts'
import { superseded } from './superseded.ts'
import { verboseLoggingLeftOn } from './verboseLoggingLeftOn.ts'
import { wrongArchitecture } from './wrongArchitecture.ts'
import { wrongBaseline } from './wrongBaseline.ts'

/**
 * Every rule. Of findings with the same confidence, the rule that stands higher comes first. Does not know which of
 * them apply.
 */
export const rules: readonly Rule[] = [
  wrongArchitecture,
  interimUpdateInstalled,
  interimUpdateBlocksRemoval,
  interimUpdateIncompatible,
  superseded,
  wrongBaseline,
  productAbsent,
  installerServiceDisabled,
  installInProgress,
  registrationCorrupt,
  cachedPatchMissing,
  cachedPackageMissing,
  diskFull,
  fileInUse,
  executionPolicyLocal,
  setupLogsMissing,
  savedStateLost,
  servicesDisabled,
  restartPending,
  verboseLoggingLeftOn,
]

import { removeInterimUpdate } from './interimUpdate.ts'
import { refusalRule } from './refusal.ts'

/** A rollup cannot be removed below an interim update. The message does not say which one. */

export const interimUpdateBlocksRemoval = refusalRule({
  cause: 'interim-update-blocks-removal',
  title: 'An interim update stands on the rollup that is to be removed',
  message: /cannot be uninstalled until the Interim Update has been uninstalled/i,
  remedies: evidence => [removeInterimUpdate(evidence)],
})

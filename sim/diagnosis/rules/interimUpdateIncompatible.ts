import { remedy } from '../remedies.ts'
import { refusalRule } from './refusal.ts'

/** An interim update was made for another rollup. Which one is installed the message does not say. */

export const interimUpdateIncompatible = refusalRule({
  cause: 'interim-update-incompatible',
  title: 'The interim update was made for another rollup than the one installed',
  message: /this Interim Update is incompatible with the current Exchange Server 2007 configuration/i,
  remedies: () => [
    remedy(
      'match-interim-update',
      'Install the rollup that the interim update was made for, or ask for one for this level',
      [],
    ),
  ],
})

import { command, guid } from '../../foreign/commandLine.ts'
import type { Evidence } from '../evidence.ts'
import type { Remedy } from '../finding.ts'
import { installAgain, remedy, steps } from '../remedies.ts'
import { logsInOrder } from '../situation.ts'

/** What the rules about interim updates advise in common. Whether one is installed they have to find out themselves. */

const PRODUCT = guid('{24B2C164-DE66-44FE-B468-A46D9D5E6B31}')!

/** An interim update comes last in the order of the patches that are registered; without a log, by hand. */
export function removeInterimUpdate(evidence: Evidence): Remedy {
  const registered = logsInOrder(evidence).flatMap(({ registeredPatches }) => registeredPatches)
  const code = guid(registered.at(-1)?.value)
  const removal = code === undefined ? command`appwiz.cpl` : command`msiexec /i ${PRODUCT} MSIPATCHREMOVE=${code}`
  return remedy(
    'remove-interim-update',
    'Remove the interim update',
    [removal],
    [
      'Compare its fix with the articles of the rollup; ask for a new interim update if the rollup does not have it',
      'If it needed strong-name verification to be skipped: sn.exe -Vu *',
    ],
  )
}

export const removeAndInstall = (evidence: Evidence): Remedy[] =>
  steps(evidence, removeInterimUpdate(evidence), installAgain)

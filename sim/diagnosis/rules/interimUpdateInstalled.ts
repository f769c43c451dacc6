import { removeAndInstall } from './interimUpdate.ts'
import { refusalRule } from './refusal.ts'

/** A rollup refuses to install over an interim update. The message does not say which one. */

export const interimUpdateInstalled = refusalRule({
  cause: 'interim-update-installed',
  title: 'An interim update is installed and has to be removed first',
  message: /previous Interim Update for Exchange Server 2007 has been installed/i,
  remedies: removeAndInstall,
})

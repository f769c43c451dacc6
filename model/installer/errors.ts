import { about, refusedBy } from '../machine/host.ts'
import { lineText } from '../words/logLines.ts'
import {
  INTERNAL_MESSAGES,
  type InternalMessageNumber,
  type MessageNumber,
  productText,
  withFields,
} from '../words/messages.ts'
import { FAILURE } from './actionStatus.ts'
import type { Subject } from './facts.ts'
import { reportError, reportLaunch } from './results.ts'
import { bare, type InstallSession, log, logError, noteKey } from './session.ts'
import { askInWizard } from './wizard.ts'

/**
 * What ends an action: a message by number, an internal error, which says that the package is at fault, or a text of the
 * package's own. Knows no action.
 */

export function raise(
  session: InstallSession,
  number: MessageNumber,
  subject: Subject,
  ...args: readonly (string | number)[]
): void {
  logError(session, number, subject, args, text => reportError(session.run, session.product, number, text))
}

/** Message 1310: its error comes before the path. */
export function unwritten(session: InstallSession, path: string, error: number): number {
  raise(session, 1310, refusedBy(path, error), error, path)
  return FAILURE
}

/** The log has its text as a line of its own, a person and the event log only its number (corpus 021, 057). */
export function internalError(
  session: InstallSession,
  number: InternalMessageNumber,
  ...args: readonly (string | number)[]
): number {
  const { run, product } = session
  const text = withFields(INTERNAL_MESSAGES[number].text, Object.fromEntries(args.map((arg, i) => [i + 2, arg])))
  const listed = [0, 1, 2].map(i => args[i] ?? '').join(', ')
  run.host.tell({ kind: 'error', number, text, subject: { kind: 'package', name: product.packageName } })
  log(session, noteKey(args.length), number, ...args)
  bare(run, 'debugError', number, text)
  bare(run, 'unexpectedError', number, listed)
  reportLaunch(run, product, productText(product.productName, lineText('unexpectedError', [number, listed])))
  run.host.tell({ kind: 'error-told', number })
  return FAILURE
}

/** A text of the package: a false launch condition, or an action that says why the run ends. Event 10005 is the only explanation. */
export function endWithText(session: InstallSession, text: string): number {
  const { run, product } = session
  const line = productText(product.productName, text)
  const subject = { kind: 'product', name: product.productName } as const
  run.host.tell({ kind: 'refused', code: 1603, text, subject })
  about(run.host, subject, () => {
    log(session, 'eventText', line)
    bare(run, 'blank')
    bare(run, 'refusal', text)
    reportLaunch(run, product, line)
  })
  if (run.request.ui !== 'none') askInWizard(session, 'error', text, ['ok'])
  return FAILURE
}

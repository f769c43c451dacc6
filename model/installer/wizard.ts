import type { DialogRow } from './database.ts'
import { formatted } from './environment.ts'
import type { DialogName } from './facts.ts'
import { askPerson, bare, type InstallSession, logAs, STREAM_MISSING, stamp } from './session.ts'

/**
 * The wizard's dialogs, in the client's thread for them. What the engine writes about each is a herring of every log with
 * a full user interface: fonts (2898) and controls that reach beyond the dialog (2826, bulletin). Who sits in front of
 * it, only the host knows.
 */

/** How far the lines of this wizard reach beyond its dialogs, in pixels (bulletin). */
const BEYOND = 5

/** Creates a dialog of the package; without a wizard, or without such a dialog, nothing happens. */
function createDialog({ run, view }: InstallSession, name: string): DialogRow | undefined {
  const row = view.dialog.find(({ dialog }) => dialog === name)
  const thread = run.wizard
  if (!row || !thread) return undefined
  const withoutText = (): void => logAs(run, thread, 'note3', 2262, 'Error', STREAM_MISSING)
  for (const { style, font, height } of row.fonts ?? []) {
    withoutText()
    bare(run, 'fontCreated', style, font, height)
  }
  for (const control of row.wide) {
    withoutText()
    bare(run, 'controlTooWide', control, name, BEYOND)
    bare(run, 'unexpectedError', 2826, `${name}, ${control}, to the right`)
  }
  bare(run, 'dialogCreated', stamp(run)[1], name)
  return row
}

/** The pages that end the wizard. */
const LAST_PAGES: Readonly<Record<string, DialogName>> = {
  ExitDialog: 'completed',
  UserExit: 'interrupted',
  FatalError: 'ended-prematurely',
}

const RETURN = 1
const EXIT = 2

/** A dialog that stands in a sequence. Returns how it was left, as an action does. */
export function showDialog(session: InstallSession, name: string): number {
  const row = createDialog(session, name)
  const last = LAST_PAGES[name]
  if (last && row?.text !== undefined) {
    askPerson(session.run, last, formatted(session, row.text), ['finish'])
    return last === 'completed' ? RETURN : EXIT
  }
  if (row?.modal) session.run.host.wait(READING_MS)
  return RETURN
}

/** Somebody reads a page that asks nothing but Next. */
const READING_MS = 4200

/** A question of the engine while the wizard is up. */
export function askInWizard(
  session: InstallSession,
  dialog: DialogName,
  text: string,
  buttons: readonly string[],
): string {
  createDialog(session, dialog === 'files-in-use' ? 'FilesInUse' : 'ErrorDlg')
  return askPerson(session.run, dialog, text, buttons)
}

import { parentOf } from '../machine/names.ts'
import { sidOf } from './accounts.ts'
import { codeOf, FAILURE, isInstalledCode, SUCCESS, statusOfCode, USER_EXIT } from './actionStatus.ts'
import { ACTIONS } from './actions.ts'
import { runCustomAction } from './customActions.ts'
import type { Package, SequenceRow } from './database.ts'
import { evaluated } from './environment.ts'
import { internalError } from './errors.ts'
import type { Speaker } from './facts.ts'
import { finalize, undo } from './finalize.ts'
import { allows } from './language/condition.ts'
import { noteMissingFor } from './missingTables.ts'
import { sessionOf } from './open.ts'
import { addPlaced } from './placedTables.ts'
import { addRegistered } from './registeredTables.ts'
import { localPackage } from './registration.ts'
import { ExecutionScript } from './script.ts'
import { type InstallerRun, type InstallSession, log } from './session.ts'
import { registeredPackage } from './target.ts'
import { supersededProducts } from './upgrade.ts'
import { showDialog } from './wizard.ts'

/**
 * Walks a sequence table: conditions, standard actions, custom actions. Stops at the first action that ends with 2 or 3
 * and returns that value, otherwise 1. Knows no action but by its name.
 */
export function runSequence(
  session: InstallSession,
  rows: readonly SequenceRow[],
  doneByClient: ReadonlySet<string>,
): number {
  const script = new ExecutionScript(session)
  for (const row of rows) {
    if (row.sequence < 0) continue
    const condition = evaluated(session, row.condition)
    if (condition === 'ERROR') return internalError(session, 2717, row.action)
    if (!allows(condition)) {
      log(session, 'skippingCondition', row.action)
      continue
    }
    const value = perform(session, row.action, script, doneByClient.has(row.action))
    if (value === USER_EXIT || value === FAILURE) return value
    if (value === NO_MORE_ITEMS) break
  }
  return session.unwaited.length > 0 ? FAILURE : SUCCESS
}

/** What the sequence table has for an end of this kind: -1 is success, -2 user exit, -3 failure (SDK). */
export function runTerminal(session: InstallSession, rows: readonly SequenceRow[], value: number): void {
  const row = rows.find(({ sequence }) => sequence === -value)
  if (row) perform(session, row.action, new ExecutionScript(session), false)
}

/** An action may say that the rest is not needed: no error. */
const NO_MORE_ITEMS = 5

function perform(session: InstallSession, action: string, script: ExecutionScript, done: boolean): number {
  const { host } = session.run
  const { speaker, synchronous } = session
  host.spend(ACTION_MS)
  log(session, 'doingAction', action)
  host.tell({ kind: 'action-started', speaker, action, synchronous })
  host.meanwhile()
  const value = host.cancelled() ? USER_EXIT : done ? skip(session, action) : endOf(session, action, script)
  host.tell({ kind: 'action-ended', speaker, action, value, synchronous })
  return value
}

/** An action with nothing to do still takes its time. */
const ACTION_MS = 4

/** The client has made this search already: nothing to do. */
function skip(session: InstallSession, action: string): number {
  log(session, 'skippingClientDone', action)
  return 0
}

function endOf(session: InstallSession, action: string, script: ExecutionScript): number {
  if (action === 'ExecuteAction' && session.execute) return session.execute()
  if (action === 'InstallFinalize') return finalize(session, script.operations)
  if (session.view.dialog.some(row => row.dialog === action)) return showDialog(session, action)
  const custom = session.view.customAction.find(row => row.action === action)
  if (custom) return runCustomAction(session, custom, script)
  if (action === 'RemoveExistingProducts') return removeExisting(session)
  noteMissingFor(session, action)
  const value = ACTIONS[action]?.(session, script)
  const added = [addRegistered, addPlaced].some(add => add(session, script, action))
  return added ? SUCCESS : (value ?? SUCCESS)
}

// ------------------------------------------------------------------------------------------- a product within a run

/** Each product in a transaction of its own, which a failure behind it does not undo (modelled: so is the nesting). */
function removeExisting(session: InstallSession): number {
  const { run, speaker } = session
  for (const code of supersededProducts(session)) {
    const product = registeredPackage(run, code)
    if (!product) continue
    const path = localPackage(run.host.machine, code) ?? ''
    const returned = runProduct(run, speaker, product, path, { REMOVE: 'ALL' })
    if (returned === 3010) session.restartNeeded = true
    else if (!isInstalledCode(returned)) return statusOfCode(returned)
  }
  return SUCCESS
}

/**
 * Walks the execute sequence of one product by itself, without the frame of a call: what is left is a product that is
 * installed, changed or gone. Returns 0, 3010, 1602 or 1603.
 *
 * @param path where the package lies
 */
export function runProduct(
  run: InstallerRun,
  speaker: Speaker,
  product: Package,
  path: string,
  properties: Readonly<Record<string, string>>,
): number {
  const session = sessionOf(run, speaker, product, path)
  for (const [name, value] of Object.entries({ ...session.view.property, ...properties })) {
    session.properties.set(name, value)
  }
  session.properties.set('UserSID', sidOf(run.request.user, run.host.machine.texture))
  session.source = parentOf(path) ?? null
  const end = runSequence(session, session.view.executeSequence, new Set())
  undo(session)
  return codeOf(session, end)
}

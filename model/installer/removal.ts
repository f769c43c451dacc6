import { deleteFile } from '../machine/calls.ts'
import { childrenOf, fileAt } from '../machine/machine.ts'
import { fold, parentOf } from '../machine/names.ts'
import { SUCCESS } from './actionStatus.ts'
import type { Component, RegistryRow } from './database.ts'
import { packGuid } from './guid.ts'
import { KEYS, patchKeys, patchOrderValues } from './registration.ts'
import { addValues, deleteRegistryValue, removeKey, removeValue } from './registryOperations.ts'
import { fileData, HELD, moveAside, type ScriptOperation, waitForRestart } from './script.ts'
import type { FileDecision, InstallSession } from './session.ts'
import { componentAction } from './states.ts'
import { attemptIn } from './transaction.ts'

/**
 * Operations that take away what only a removed patch brought, or a removed component: files, registry values, components,
 * and the registration of the patch.
 * Names of operations are those of real scripts of removals (corpus 055, 073); those of the registration are modelled.
 * Why something has to go is decided before, by costing and the view that stays.
 */

/** A file that a custom action has taken away in the meantime needs no removing. */
export function removeFile(file: FileDecision): ScriptOperation {
  return {
    action: 'RemoveFiles',
    text: `FileRemove(,FileName=${file.path},,)`,
    data: fileData(file),
    perform: session => (fileAt(session.run.host.machine, file.path) ? takeAway(session, file) : SUCCESS),
  }
}

function takeAway(session: InstallSession, file: FileDecision): number {
  const moved = moveAside(session, file, 'RemoveFiles')
  if (moved !== HELD) return moved
  waitForRestart(session, file, { from: file.path })
  return SUCCESS
}

/** The folders of removed files, inside out, as far as nothing is in them and no component of the view has them. */
export function removeFolders(session: InstallSession): ScriptOperation[] {
  const { leaving } = session.costing!
  if (leaving.length === 0) return []
  const staying = session.view.component.filter(row => !isRemoved(session)(row))
  const kept = new Set(staying.map(row => fold(row.directory)))
  const folders = new Set<string>()
  for (const file of leaving) {
    let folder: string | undefined = file.folder
    while (folder !== undefined && !hasBelow(kept, folder)) {
      folders.add(folder)
      folder = parentOf(folder)
    }
  }
  return [...folders].sort((a, b) => b.length - a.length).map(removeFolder)
}

function hasBelow(kept: ReadonlySet<string>, folder: string): boolean {
  const start = fold(folder)
  return [...kept].some(path => path === start || path.startsWith(`${start}\\`))
}

function removeFolder(folder: string): ScriptOperation {
  return {
    action: 'RemoveFolders',
    text: `FolderRemove(Folder=${folder}\\,Foreign=0)`,
    data: { 1: `${folder}\\` },
    perform({ run: { host } }) {
      if (fileAt(host.machine, folder) && childrenOf(host.machine, folder).length === 0) {
        deleteFile(host, folder, change =>
          attemptIn(host, change, 'RemoveFolders', `FolderCreate(Folder=${folder}\\,Foreign=0,,)`),
        )
      }
      return SUCCESS
    },
  }
}

/** Components that are in no patch any more, nor in the product, and those that the run removes. Permanent ones stay. */
export function unregisterComponents(session: InstallSession): ScriptOperation[] {
  const { installed, view, costing, product } = session
  const stays = new Set(view.component.map(row => row.componentId))
  const left = new Set(costing!.leaving.map(file => file.component))
  const dropped = (installed?.component ?? []).filter(row => left.has(row.component) && !stays.has(row.componentId))
  const removed = costing!.removed.size > 0 ? view.component.filter(isRemoved(session)) : []
  const gone = new Set([...dropped, ...removed].filter(row => row.permanent !== true).map(row => row.componentId))
  const { productCode } = product
  return [...gone].map(id => ({
    action: 'ProcessComponents',
    text: `ComponentUnregister(ComponentId=${id},,BinaryType=1,PreviouslyPinned=1)`,
    data: { 1: productCode, 2: id },
    perform: current => deleteRegistryValue(current, 'ProcessComponents', KEYS.component(id), packGuid(productCode)),
  }))
}

const isRemoved =
  ({ costing }: InstallSession) =>
  (component: Component) =>
    componentAction(costing!, component) === 'absent'

/** Registry rows of the removed patch that no other has, and those of components that the run removes. */
export function removeRegistry(session: InstallSession): ScriptOperation[] {
  const { installed, view, costing } = session
  const stays = new Set(view.registry.map(row => row.registry))
  const dropped = (installed?.registry ?? []).filter(row => !stays.has(row.registry))
  const removed = costing!.removed.size > 0 ? view.registry.filter(row => goesAway(session, row)) : []
  return [...dropped, ...removed].flatMap(row => removeValue(session, 'RemoveRegistryValues', row.key, row.name))
}

function goesAway(session: InstallSession, { component }: RegistryRow): boolean {
  const row = session.view.component.find(one => one.component === component)
  return row !== undefined && row.permanent !== true && isRemoved(session)(row)
}

/** Registration of the removed patch, and the order of those that stay: an older one may be applied again. */
export function unregisterPatch(session: InstallSession, action: string): ScriptOperation[] {
  const { product, patch, order, superseded, registered } = session
  const last = registered.length === 1
  return [
    ...patchKeys(product, patch!, last).flatMap(key => removeKey(action, key)),
    ...(last
      ? []
      : [
          ...removeValue(session, action, KEYS.productPatches(product.productCode), packGuid(patch!.patchCode)),
          ...addValues(action, patchOrderValues(product, order, superseded)),
        ]),
  ]
}

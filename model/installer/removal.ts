import { deleteFile } from '../machine/calls.ts'
import { childrenOf, fileAt } from '../machine/machine.ts'
import { parentOf } from '../machine/names.ts'
import { SUCCESS } from './actionStatus.ts'
import { packGuid } from './guid.ts'
import { KEYS, patchKeys, patchOrderValues } from './registration.ts'
import { addValues, deleteRegistryValue, removeKey, removeValue } from './registryOperations.ts'
import { fileData, HELD, moveAside, type ScriptOperation, waitForRestart } from './script.ts'
import type { FileDecision, InstallSession } from './session.ts'
import { attemptIn } from './transaction.ts'

/**
 * Operations that take away what only a removed patch brought: files, registry values, components, and its registration.
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
  const kept = new Set(session.view.component.map(row => row.directory.toLowerCase()))
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
  const start = folder.toLowerCase()
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

/** Components that are in no patch any more, nor in the product. */
export function unregisterComponents(session: InstallSession): ScriptOperation[] {
  const { installed, view, costing, product } = session
  if (!installed) return []
  const stays = new Set(view.component.map(row => row.componentId))
  const ids = new Map(installed.component.map(row => [row.component, row.componentId]))
  const gone = new Set(costing!.leaving.map(file => ids.get(file.component)!).filter(id => !stays.has(id)))
  const { productCode } = product
  return [...gone].map(id => ({
    action: 'ProcessComponents',
    text: `ComponentUnregister(ComponentId=${id},,BinaryType=1,PreviouslyPinned=1)`,
    data: { 1: productCode, 2: id },
    perform: current => deleteRegistryValue(current, 'ProcessComponents', KEYS.component(id), packGuid(productCode)),
  }))
}

/** Registry rows of the removed patch that no other has. */
export function removeRegistry(session: InstallSession): ScriptOperation[] {
  const { installed, view } = session
  const stays = new Set(view.registry.map(row => row.registry))
  return (installed?.registry ?? [])
    .filter(row => !stays.has(row.registry))
    .flatMap(row => removeValue(session, 'RemoveRegistryValues', row.key, row.name))
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

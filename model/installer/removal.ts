import { deleteFile, deleteKey, deleteValue } from '../machine/calls.ts'
import { WIN32 } from '../machine/host.ts'
import { childrenOf, fileAt, keyPath, registryKey, registryValue, subkeysOf } from '../machine/machine.ts'
import { parentOf } from '../machine/names.ts'
import { packGuid } from './guid.ts'
import { KEYS, patchKeys, patchOrderValues } from './registration.ts'
import { moveAside, type Operation, registryFailure, writeValues } from './script.ts'
import type { FileDecision, Session } from './session.ts'
import { attemptIn } from './transaction.ts'

/**
 * Operations that take away what only a removed patch brought: files, registry values, components, and its registration.
 * Names of operations are those of real scripts of removals (corpus 055, 073); those of the registration are modelled.
 */
const GO_ON = 1

export function removeValue({ run }: Session, action: string, key: string, name: string): Operation {
  const data = registryValue(run.host.machine, key, name)?.data ?? ''
  return {
    action,
    text: `RegRemoveValue(Name=${name},Value=${String(data)},)`,
    perform(session) {
      const { host } = session.run
      const present = registryValue(host.machine, key, name)
      if (!present) return GO_ON
      const undoing = `RegAddValue(Name=${name},Value=${String(present.data)},)`
      const error = deleteValue(host, key, name, change => attemptIn(host, change, action, undoing))
      if (error) return registryFailure(session, key, error)
      removeEmptyKey(session, action, key)
      return GO_ON
    },
  }
}

/** A key that has lost its last value goes too. */
function removeEmptyKey({ run: { host } }: Session, action: string, key: string): void {
  if (registryKey(host.machine, key)?.values.size !== 0 || subkeysOf(host.machine, key).length > 0) return
  const change = { kind: 'key', path: keyPath(key), before: true, after: undefined } as const
  attemptIn(host, change, action, 'RegCreateKey()')
}

function removeKey(action: string, key: string): Operation {
  return {
    action,
    text: `RegOpenKey(Root=-2147483646,Key=${key.replace(/^HKLM\\/, '')},,BinaryType=1,,)`,
    perform(session) {
      const { host } = session.run
      const error = deleteKey(host, key, change => attemptIn(host, change, action, 'RegCreateKey()'))
      return error === WIN32.OK || error === WIN32.FILE_NOT_FOUND ? GO_ON : registryFailure(session, key, error)
    },
  }
}

/** A file that a custom action has taken away in the meantime needs no removing. */
export function removeFile(file: FileDecision): Operation {
  return {
    action: 'RemoveFiles',
    text: `FileRemove(,FileName=${file.path},,)`,
    perform: session => (fileAt(session.run.host.machine, file.path) ? moveAside(session, file, 'RemoveFiles') : GO_ON),
  }
}

/** The folders of removed files, inside out, as far as nothing is in them and no component of the view has them. */
export function removeFolders(session: Session): Operation[] {
  const kept = new Set(session.view.component.map(row => row.directory.toLowerCase()))
  const folders = new Set<string>()
  for (const file of session.costing!.leaving) {
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

function removeFolder(folder: string): Operation {
  return {
    action: 'RemoveFolders',
    text: `FolderRemove(Folder=${folder}\\,Foreign=0)`,
    perform({ run: { host } }) {
      if (fileAt(host.machine, folder) && childrenOf(host.machine, folder).length === 0) {
        deleteFile(host, folder, change =>
          attemptIn(host, change, 'RemoveFolders', `FolderCreate(Folder=${folder}\\,Foreign=0,,)`),
        )
      }
      return GO_ON
    },
  }
}

/** Components that are in no patch any more, nor in the product. */
export function unregisterComponents(session: Session): Operation[] {
  const { installed, view, costing, product } = session
  if (!installed) return []
  const stays = new Set(view.component.map(row => row.componentId))
  const ids = new Map(installed.component.map(row => [row.component, row.componentId]))
  const gone = new Set(costing!.leaving.map(file => ids.get(file.component)!).filter(id => !stays.has(id)))
  return [...gone].map(id => ({
    ...removeValue(session, 'ProcessComponents', KEYS.component(id), packGuid(product.productCode)),
    text: `ComponentUnregister(ComponentId=${id},,BinaryType=1,PreviouslyPinned=1)`,
  }))
}

/** Registry rows of the removed patch that no other has. */
export function removeRegistry(session: Session): Operation[] {
  const { installed, view } = session
  const stays = new Set(view.registry.map(row => row.registry))
  return (installed?.registry ?? [])
    .filter(row => !stays.has(row.registry))
    .map(row => removeValue(session, 'RemoveRegistryValues', row.key, row.name))
}

/** Registration of the removed patch, and the order of those that stay: an older one may be applied again. */
export function unregisterPatch(session: Session, action: string): Operation[] {
  const { product, patch, order, superseded, registered } = session
  const last = registered.length === 1
  return [
    ...patchKeys(product, patch!, last).map(key => removeKey(action, key)),
    ...(last
      ? []
      : [
          removeValue(session, action, KEYS.productPatches(product.productCode), packGuid(patch!.patchCode)),
          ...writeValues(
            action,
            patchOrderValues(product, order, superseded),
            v => `RegAddValue(Name=${v.name},Value=${String(v.data)},)`,
          ),
        ]),
  ]
}

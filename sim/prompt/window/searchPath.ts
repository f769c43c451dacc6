import { fold, isWithin, joinPath, leafOf, normalPath } from '../../../model/machine/names.ts'
import { machineOf, type PromptSession } from './session.ts'

/** Folders where a bare name is looked for: setup puts those of the product on the path. */
export function searchPath(session: PromptSession): string[] {
  const { windows, texture } = machineOf(session)
  const { systemRoot } = windows
  const root = normalPath(texture.installPath)
  return [joinPath(systemRoot, 'system32'), systemRoot, joinPath(root, 'Bin'), joinPath(root, 'Scripts')]
}

/** Does a path lie where the programs of Windows are? The model does not list every one of them. */
export const isOfSystem = (session: PromptSession, path: string): boolean =>
  isWithin(path, joinPath(machineOf(session).windows.systemRoot, 'system32'))

/** `C:\WINDOWS\system32\SC.EXE` -> `sc` */
export const programName = (typed: string): string =>
  fold(leafOf(typed.replaceAll('/', '\\'))).replace(/\.(?:exe|com)$/, '')

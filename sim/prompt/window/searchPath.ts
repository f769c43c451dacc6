import { installRoot } from '../../../model/exchange/files.ts'
import { joinPath, normalPath } from '../../../model/machine/names.ts'
import { machineOf, type PromptSession } from './session.ts'

/** Folders where a bare name is looked for: setup puts those of the product on the path. */
export function searchPath(session: PromptSession): string[] {
  const { systemRoot } = machineOf(session).windows
  const root = normalPath(installRoot)
  return [joinPath(systemRoot, 'system32'), systemRoot, joinPath(root, 'Bin'), joinPath(root, 'Scripts')]
}

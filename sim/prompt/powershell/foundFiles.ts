import { printed } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { asListed } from '../../forms/contents.ts'
import { errorText } from '../window/errors.ts'
import { hasWildcard, nodesNamed } from '../window/fileAccess.ts'
import { fullPath, type PromptSession } from '../window/session.ts'
import type { CmdletCall } from './cmdlet.ts'
import type { FileItem } from './items.ts'
import { parameterValues } from './parameters.ts'

/** Which files a cmdlet is about: by path, by pattern, or through the pipe. Knows no cmdlet. */

export const missing = (path: string): string => powershellError('noPath', printed(path))

/** As it is when it is asked for: what becomes of it later is not known to the item. */
export function fileItem({ recorder }: PromptSession, node: FileNode): FileItem {
  const { path, size, modified } = asListed(recorder, node)
  return { kind: 'file', path, size, modified }
}

/** By position, or by one of the two names; the second one takes a star for a star, which no name has. */
const pathsTyped = ({ parameters }: CmdletCall): readonly string[] =>
  parameters.named.get('literalpath') ?? parameterValues(parameters, 'path', 0)

/** Paths of the call, or of the files that come through the pipe. */
export function pathsOf(call: CmdletCall): readonly string[] {
  const typed = pathsTyped(call)
  if (typed.length > 0 || call.first) return typed
  return call.input.flatMap(item => (item.kind === 'file' ? [item.path] : item.kind === 'text' ? [item.text] : []))
}

interface FoundFiles {
  readonly nodes: readonly FileNode[]
  readonly errors: readonly string[]
}

export function find(call: CmdletCall): FoundFiles {
  const nodes: FileNode[] = []
  const errors: string[] = []
  for (const path of pathsOf(call)) {
    const found = nodesNamed(call.session, path)
    if (found.length === 0 && !hasWildcard(path)) errors.push(missing(fullPath(call.session, path)))
    nodes.push(...found)
  }
  return { nodes, errors }
}

/** Error texts for what went wrong, none for 0. */
export const texts = (error: number): string[] => (error === 0 ? [] : [errorText(error)])

/** Parameters of paths that are not simulated. */
export const CHOICES = ['exclude', 'credential']
export const PATHS = ['path', 'literalpath']
export const TEXTS = ['encoding', 'filter', 'include', ...CHOICES]

import { lower } from '../../../../model/words/letters.ts'
import type { Evidence } from '../../evidence.ts'
import { foldersOnDrive, windowsPath } from '../../paths.ts'
import type { Observed } from '../kinds.ts'

/**
 * What the files that were handed over show by their places: a copy of a drive has its folders. Does not know what else is
 * on it: no witness of what is absent.
 */

export function* fromFiles({ files }: Evidence): Generator<Observed> {
  const seen = new Set<string>()
  for (const { path, kind } of files) {
    const folders = foldersOnDrive(path) ?? []
    const folder = folders.length > 0 && { folder: windowsPath(folders) }
    yield { kind: 'file', path, line: 1, text: path, name: path.slice(path.lastIndexOf('/') + 1), as: kind, ...folder }
    for (let depth = 2; depth <= folders.length; depth++) {
      const place = windowsPath(folders.slice(0, depth))
      if (seen.has(lower(place))) continue
      seen.add(lower(place))
      const [name, parent] = [folders[depth - 1]!, windowsPath(folders.slice(0, depth - 1))]
      yield { kind: 'folder', path, line: 1, text: `folder ${place}`, place, name, parent }
    }
  }
}

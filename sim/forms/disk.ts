import { Volume } from 'memfs'
import { byName, fold } from '../../model/machine/names.ts'
import type { ReadableFs } from '../disk.ts'
import type { ServerState } from '../server/facts.ts'
import { lastWrite, renderFile } from './contents.ts'
import { renderInstallerLog } from './installerLog.ts'
import { posixPath } from './posixPath.ts'

/**
 * The simulated drives as a file system, for any program that takes one. Files whose contents are not modelled (programs,
 * libraries, packages) are there by name and time, and empty. How contents become bytes: contents.ts.
 */
export interface MountedDisk {
  /** A memfs volume, which answers like Node's `fs`. One root for each drive: `/C/WINDOWS/Temp/MSI1a2b3.LOG`. */
  readonly fs: MountedFs
  /** The same for whoever says `C:\...`, in any case. */
  readonly windows: WindowsDisk
}

/** What is sure to be there; the volume has the rest of Node's `fs` as well. */
export interface MountedFs extends ReadableFs {
  existsSync(path: string): boolean
  readFileSync(path: string): Uint8Array
}

/** Names that are returned are spelled as they are on the drive. */
export interface WindowsDisk {
  existsSync(path: string): boolean
  readFileSync(path: string): Uint8Array
  readdirSync(path: string): string[]
  statSync(path: string): { isDirectory(): boolean; isFile(): boolean; size: number; mtimeMs: number }
}

/** As the drives are now. What is written to the volume changes nothing on the server. */
export function mountDisk(server: ServerState): MountedDisk {
  const { machine, facts } = server
  const volume = new Volume()
  const nodes = [...machine.files.values()].sort((a, b) => byName(a.path, b.path))
  for (const node of nodes) {
    const path = posixPath(node.path)
    if (node.folder) {
      volume.mkdirSync(path, { recursive: true })
      continue
    }
    volume.mkdirSync(path.slice(0, path.lastIndexOf('/')) || '/', { recursive: true })
    volume.writeFileSync(path, Buffer.from(renderFile(machine, facts, node)?.bytes ?? []))
    const written = lastWrite(server, node, renderInstallerLog) / 1000
    volume.utimesSync(path, written, written)
  }
  return { fs: volume as unknown as MountedFs, windows: windowsDisk(volume) }
}

function windowsDisk(volume: Volume): WindowsDisk {
  const namesIn = (folder: string): string[] => volume.readdirSync(folder === '' ? '/' : folder) as string[]
  const spelled = (path: string): string => {
    let at = ''
    for (const name of posixPath(path).split('/').filter(Boolean)) {
      at = `${at}/${namesIn(at).find(entry => fold(entry) === fold(name)) ?? name}`
    }
    return at === '' ? '/' : at
  }
  return {
    existsSync(path) {
      try {
        return volume.existsSync(spelled(path))
      } catch {
        return false
      }
    },
    readFileSync: path => volume.readFileSync(spelled(path)) as Uint8Array,
    readdirSync: path => namesIn(spelled(path)),
    statSync(path) {
      const stats = volume.statSync(spelled(path))
      return {
        isDirectory: () => stats.isDirectory(),
        isFile: () => stats.isFile(),
        size: Number(stats.size),
        mtimeMs: Number(stats.mtimeMs),
      }
    },
  }
}

import { Volume } from 'memfs'
import { byName, fold } from '../../model/machine/names.ts'
import type { ServerState } from '../server/facts.ts'
import { renderFile } from './contents.ts'
import { posixPath } from './posixPath.ts'

/**
 * The simulated drives as a memfs volume, one root per drive: `/C/WINDOWS/Temp/MSI1a2b3.LOG`. Files whose contents are
 * not modelled (programs, libraries, packages) are there by name and time, and empty. How contents become bytes:
 * contents.ts.
 */
export function mountDisk(server: ServerState): Volume {
  const volume = new Volume()
  const { machine, facts } = server
  const nodes = [...machine.files.values()].sort((a, b) => byName(a.path, b.path))
  for (const node of nodes) {
    const path = posixPath(node.path)
    if (node.folder) {
      volume.mkdirSync(path, { recursive: true })
      continue
    }
    volume.mkdirSync(path.slice(0, path.lastIndexOf('/')) || '/', { recursive: true })
    volume.writeFileSync(path, Buffer.from(renderFile(machine, facts, node)?.bytes ?? []))
    volume.utimesSync(path, node.modified / 1000, node.modified / 1000)
  }
  return volume
}

/** The volume for programs that say `C:\...` in any case: paths are translated and folded, results are the volume's. */
export interface WindowsDisk {
  existsSync(path: string): boolean
  readFileSync(path: string): Uint8Array
  readdirSync(path: string): string[]
  statSync(path: string): { isDirectory(): boolean; isFile(): boolean; size: number; mtimeMs: number }
}

export function windowsDisk(volume: Volume): WindowsDisk {
  const spelled = (path: string): string => {
    let at = ''
    for (const name of posixPath(path).split('/').filter(Boolean)) {
      const found = (volume.readdirSync(at === '' ? '/' : at) as string[]).find(entry => fold(entry) === fold(name))
      at = `${at}/${found ?? name}`
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
    readdirSync: path => volume.readdirSync(spelled(path)) as string[],
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

import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The program as npm packs it and as somebody installs it. `dist` is taken as it stands: building it is another's work. */

export interface Packed {
  readonly file: string
  readonly unpackedSize: number
  readonly paths: readonly string[]
}

/** Makes the tarball in a folder. */
export function pack(folder: string): Packed {
  const [made] = JSON.parse(npm('.', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder))
  const { filename, unpackedSize, files } = made
  return { file: join(folder, filename), unpackedSize, paths: files.map(({ path }: { path: string }) => path).sort() }
}

/** Makes an empty project of a folder and installs the tarball there, without the network. Returns the command line. */
export function install(tarball: string, folder: string): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', tarball)
  return join(folder, 'node_modules', '.bin', 'lab1603')
}

export function npm(cwd: string, ...args: readonly string[]): string {
  const shell = process.platform === 'win32'
  return execFileSync('npm', args, { cwd, shell, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

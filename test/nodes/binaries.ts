import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { npm } from './tarball.ts'

/**
 * Other Nodes than the one that runs this. The package `node` of npm keeps its programs in a package for each system and
 * processor, and those are taken: they come without an install script. What has come once stays in a cache; remove the
 * folder for newer ones.
 */

export interface Binary {
  readonly version: string
  readonly path: string
}

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lab1603', 'nodes')

/** The registry has been asked, twice, and has not given it. */
export class NotToBeHad extends Error {}

const INSTALL = ['install', '--ignore-scripts', '--no-audit', '--no-fund']
const ASK_TWICE = ['--fetch-retries', '1', '--fetch-retry-mintimeout', '2000']

/** @throws NotToBeHad */
export function nodeOf(range: string): Binary {
  const folder = join(CACHE, range)
  const path = join(folder, 'node_modules', PACKAGE, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    try {
      npm(folder, ...INSTALL, ...ASK_TWICE, '--prefix', folder, `${PACKAGE}@${range}`)
    } catch (error) {
      throw new NotToBeHad(`${PACKAGE}@${range} cannot be had from the registry: ${codeOf(error)}`)
    }
  }
  return { version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim(), path }
}

const PACKAGE = packageFor(process.platform, process.arch)

function packageFor(platform: string, arch: string): string {
  const system = platform === 'win32' ? 'win' : platform
  return `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${system}-${arch}`
}

/** `npm error code E404` -> `E404`. */
function codeOf(error: unknown): string {
  const { stderr } = error as { readonly stderr?: string }
  return /^npm error code (\S+)$/m.exec(stderr ?? '')?.[1] ?? String(error)
}

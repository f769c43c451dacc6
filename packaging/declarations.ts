import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize, relative } from 'node:path'
import type { Plugin } from 'rolldown'

/**
 * The declarations of the library, as the compiler writes them: those that an entry point leads to, and no others. Knows
 * no type.
 */

const ROOT = join(import.meta.dirname, '..')
const COMPILER = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')

/** @param entries files below the project's folder */
export const declarations = (entries: readonly string[]): Plugin => ({
  name: 'declarations',
  generateBundle() {
    for (const [path, source] of declarationsOf(entries)) {
      this.emitFile({ type: 'asset', fileName: `types/${path}`, source })
    }
  },
})

function declarationsOf(entries: readonly string[]): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-types-'))
  try {
    compile(folder)
    return reached(folder, entries.map(declared))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function compile(folder: string): void {
  const args = [COMPILER, '-p', join(ROOT, 'library'), '--outDir', folder]
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the declarations could not be made\n${stdout}`)
}

const declared = (path: string): string => path.replace(/(?:\.d)?\.[jt]s$/, '.d.ts')

/** In the order in which they are met; each names the others as the compiled files would be called. */
function reached(folder: string, entries: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  const waiting = [...entries]
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (texts.has(path)) continue
    const text = readFileSync(join(folder, path), 'utf8')
    texts.set(
      path,
      text.replace(NAMED, (_, before, name, quote) => `${before}${name}.js${quote}`),
    )
    for (const [, , name] of text.matchAll(NAMED)) {
      waiting.push(declared(relative('.', normalize(join(dirname(path), `${name}.ts`))).replaceAll('\\', '/')))
    }
  }
  return texts
}

/** A file of ours that a declaration names: `from './a.ts'`, `import("./a.ts")`, `import './a.ts'`. */
const NAMED = /((?:from |import\(|import )['"])(\.[^'"\n]*)\.[jt]s(['"])/g

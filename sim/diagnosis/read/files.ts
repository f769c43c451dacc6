import { withoutEnd } from '../../../model/words/ends.ts'
import { LIMITS } from '../../limits.ts'
import { pathIn, piecesOf, type ReadableFs } from '../../readableFs.ts'
import { type Budget, Exhausted, reasonOf } from './budget.ts'

/**
 * The files below what was given, in the order of their names: regular files only, each once, whatever links lead to
 * it. Does not know what is in them.
 */

/** A file that was found. */
export interface FoundFile {
  /** Relative to the folder that was given if it was one, and otherwise as the argument began. */
  readonly path: string
  /** Its bytes, a piece at a time and each piece valid until the next; null where its name says that it is no evidence. */
  readonly pieces: (() => Iterable<Uint8Array>) | null
}

/** Kinds of file on a server's disk that are no logs, and many. */
const NOT_EVIDENCE =
  /\.(?:exe|dll|msi|msp|mst|cab|rbf|rbs|edb|stm|jrs|pdb|tlb|gif|png|jpg|ico|css|js|aspx?|asmx|ashx|htm|html|hlp|chm|ttf|sys|ocx|ps1|psm1|ps1xml|psc1|config|xsd|wsdl|mof|ini|inf)$/i

/** Finds files below paths, one at a time. What cannot be read is a warning. */
export class Files {
  readonly #fs: ReadableFs
  readonly #budget: Budget
  readonly #seen = new Set<string>()

  constructor(fs: ReadableFs, budget: Budget) {
    this.#fs = fs
    this.#budget = budget
  }

  /** @param alone nothing else was given: paths are told relative to the folder */
  *below(path: string, alone: boolean): Generator<FoundFile> {
    const kind = this.#kindOf(path, path)
    if (kind === 'file') yield this.#file(path, path)
    if (kind !== 'folder') return
    const shown = alone ? '' : withoutSlashes(path)
    // The truth of a bundle lies beside its evidence and is not for diagnosis to see.
    const bundle = this.#names(path).includes('bundle.json')
    const [at, as] = bundle ? [pathIn(path, 'evidence'), pathIn(shown, 'evidence')] : [path, shown]
    if (!bundle || this.#kindOf(at, as) === 'folder') yield* this.#walk(at, as)
  }

  *#walk(path: string, shown: string): Generator<FoundFile> {
    try {
      yield* this.#entries(path, shown, 0)
    } catch (error) {
      if (!(error instanceof Exhausted)) throw error
      this.#budget.warn(shown, `${error.message}: the rest is not read`)
    }
  }

  *#entries(path: string, shown: string, depth: number): Generator<FoundFile> {
    if (depth > LIMITS.depth.most) {
      return this.#budget.warn(shown, `more than ${LIMITS.depth.most} ${LIMITS.depth.unit}: the rest is not read`)
    }
    for (const name of this.#names(path)) {
      this.#budget.enter()
      const [at, as] = [pathIn(path, name), pathIn(shown, name)]
      if (NOT_EVIDENCE.test(name)) yield { path: as, pieces: null }
      else {
        const kind = this.#kindOf(at, as)
        if (kind === 'folder') yield* this.#entries(at, as, depth + 1)
        else if (kind === 'file') yield this.#file(at, as)
      }
    }
  }

  #names(path: string): string[] {
    const names = this.#attempt(path, () => this.#fs.readdirSync(path).map(String)) ?? []
    return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  }

  /** Undefined where it cannot or must not be opened, or has been seen already. */
  #kindOf(path: string, shown: string): 'folder' | 'file' | undefined {
    return this.#attempt(shown, () => {
      const stats = this.#fs.statSync(path)
      const kind = stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : undefined
      if (kind === undefined) return void this.#budget.warn(shown, 'is no regular file: not opened')
      const real = String(this.#fs.realpathSync(path))
      if (this.#seen.has(real)) return undefined
      this.#seen.add(real)
      return kind
    })
  }

  #file(path: string, shown: string): FoundFile {
    return { path: shown, pieces: () => piecesOf(this.#fs, path) }
  }

  #attempt<T>(path: string, call: () => T): T | undefined {
    try {
      return call()
    } catch (error) {
      this.#budget.warn(path, reasonOf(error))
      return undefined
    }
  }
}

const withoutSlashes = (path: string): string => withoutEnd(path, '\\/')

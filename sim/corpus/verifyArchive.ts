import { createHash } from 'node:crypto'
import { MANIFEST, SCENARIO_FILE } from '../bundle/bundleFile.ts'
import type { BundleProblem } from '../bundle/check.ts'
import { type ManifestFile, manifestIn } from '../bundle/read.ts'
import type { Manifest } from '../bundle/schema.ts'
import { told } from '../foreign/terminal.ts'
import { INPUT_LIMITS, type Limit } from '../limits.ts'
import { type TarEntry, tarEntries } from '../tar.ts'
import { isLockName, type Lock, LockError, lockFile, lockIn } from './lock.ts'
import { type CheckedPart, joined, only, simulatedAgain, type Verification, type Verified } from './verify.ts'

/**
 * A corpus, or a bundle, that comes as a tar archive, against what its lock or its manifest promised. It is read once, from
 * its beginning to its end: of each bundle its name, one digest and what is wrong with it are kept. Archives of other tools, with folders above or files in
 * another order, will do. Writes nothing.
 */

/**
 * Undefined where nothing was promised.
 * @throws LockError, TarError, and what the stream says
 */
export async function verifyArchive(
  stream: ReadableStream<Uint8Array>,
  options: Pick<Verification, 'again'>,
): Promise<Verified | undefined> {
  const seen = new Seen(options.again)
  for await (const entry of tarEntries(stream)) await seen.take(entry)
  return seen.judged()
}

/** A bundle of a corpus, by the name of its folder, and what may stand above it: `corpus/000001-disk-full-7/bundle.json`. */
const IN_BUNDLE = /^((?:[^/]+\/)*?)(\d{6,}-[\w.+-]+)\/(.+)$/s

/** What is kept of a file. */
interface Digest {
  readonly sha256: string
  readonly bytes: number
}

/** The files of one bundle. */
interface Group {
  readonly folder: string
  readonly files: Map<string, Digest>
  /** Whoever unpacks it has the last of them. */
  readonly twice: string[]
  /** By their paths: the manifest and the scenario that stand highest. */
  manifest?: { readonly path: string; readonly file: ManifestFile }
  scenario?: { readonly path: string; readonly text: string }
}

interface Settled extends CheckedPart {
  /** Of its manifest; empty where it has none. */
  readonly sha256: string
}

const TWICE = 'it is there twice'

const newGroup = (folder: string): Group => ({ folder, files: new Map(), twice: [] })

class Seen {
  readonly #again: boolean
  readonly #settled = new Map<string, Settled>()
  readonly #twice = new Set<string>()
  /** What is in no bundle of a corpus: all of a bundle that came alone. */
  readonly #loose = newGroup('')
  #group: Group | undefined
  #lock: { readonly lock: Lock; readonly above: string } | undefined

  constructor(again: boolean) {
    this.#again = again
  }

  async take(entry: TarEntry): Promise<void> {
    if (entry.isFolder) return
    const path = entry.path.replace(/^(?:\.\/)+/, '')
    const name = path.slice(path.lastIndexOf('/') + 1)
    const [, above, bundle, below] = IN_BUNDLE.exec(path) ?? []
    if (bundle === undefined && entry.isFile && isLockName(name)) return this.#takeLock(path, name, entry)
    const group = bundle === undefined ? this.#loose : this.#groupOf(`${above}${bundle}`)
    await taken(group, below ?? path, entry)
  }

  async #takeLock(path: string, name: string, entry: TarEntry): Promise<void> {
    const file = lockFile(name)
    if (file && this.#lock) throw new LockError(told`there is a second lock in the archive: ${path}`)
    const { kept } = await read(entry, INPUT_LIMITS.lock)
    // One that somebody has not come to the end of promises nothing.
    if (!file) return
    if (!kept) throw new LockError(told`${path} has more than ${INPUT_LIMITS.lock.most} bytes`)
    this.#lock = { lock: lockIn(kept.toString('utf8'), path, file), above: path.slice(0, -name.length) }
  }

  #groupOf(folder: string): Group {
    if (this.#group?.folder === folder) return this.#group
    this.#settle()
    if (this.#settled.has(folder)) this.#twice.add(folder)
    this.#group = newGroup(folder)
    return this.#group
  }

  #settle(): void {
    if (this.#group) this.#settled.set(this.#group.folder, settled(this.#group, this.#again))
    this.#group = undefined
  }

  judged(): Verified | undefined {
    this.#settle()
    return this.#lock ? this.#corpus(this.#lock) : this.#alone()
  }

  #corpus({ lock, above }: { readonly lock: Lock; readonly above: string }): Verified {
    const beside = lock.beside ?? []
    const promised = new Set([...lock.bundles, ...beside].map(({ path }) => above + path))
    const unexpected = [...this.#loose.files.keys(), ...this.#settled.keys()].filter(path => !promised.has(path)).sort()
    const problems: BundleProblem[] = unexpected.map(path => ({ path, problem: 'unexpected' }))
    for (const { path, sha256 } of beside) {
      const found = this.#loose.files.get(above + path)
      if (found?.sha256 !== sha256) problems.push({ path: above + path, problem: found ? 'changed' : 'missing' })
    }
    let files = beside.length
    for (const { path, sha256 } of lock.bundles) {
      const part = this.#promised(above + path, sha256)
      files += part.files
      for (const found of part.problems) problems.push({ ...found, path: joined(path, found.path) })
    }
    return { what: 'corpus', bundles: lock.bundles.length, files, problems }
  }

  #promised(folder: string, promised: string): CheckedPart {
    const part = this.#settled.get(folder)
    if (!part) return only('', 'missing')
    if (this.#twice.has(folder)) return only('', 'unexpected', TWICE)
    return part.sha256 !== '' && part.sha256 !== promised ? only(MANIFEST, 'changed') : part
  }

  /** One that came without a corpus; folders may stand above it. */
  #alone(): Verified | undefined {
    const [first, ...others] = [...this.#settled.values(), ...this.#settledLoose()]
    if (!first || others.length > 0) return undefined
    const { files, problems } = first
    return { what: 'bundle', bundles: 1, files, problems }
  }

  #settledLoose(): Settled[] {
    const { files, twice, manifest, scenario } = this.#loose
    if (!manifest) return []
    const above = manifest.path.slice(0, -MANIFEST.length)
    const below = (path: string): string => (path.startsWith(above) ? path.slice(above.length) : path)
    const group: Group = {
      folder: '',
      files: new Map([...files].map(([path, digest]) => [below(path), digest])),
      twice: twice.map(below),
      manifest: { path: MANIFEST, file: manifest.file },
      ...(scenario && { scenario: { ...scenario, path: below(scenario.path) } }),
    }
    return [settled(group, this.#again)]
  }
}

const isNamed = (path: string, name: string): boolean => path === name || path.endsWith(`/${name}`)

const isHigher = (path: string, known: { readonly path: string } | undefined): boolean =>
  !known || path.length < known.path.length

/** A link is none of the files that were promised, not even of an empty one: nobody follows it. */
async function taken(group: Group, path: string, entry: TarEntry): Promise<void> {
  const isManifest = isNamed(path, MANIFEST) && isHigher(path, group.manifest)
  const isScenario = isNamed(path, SCENARIO_FILE) && isHigher(path, group.scenario)
  const limit = isManifest ? INPUT_LIMITS.manifest : isScenario ? INPUT_LIMITS.scenario : undefined
  const { digest, kept } = await read(entry, limit)
  if (group.files.has(path)) group.twice.push(path)
  group.files.set(path, entry.isFile ? digest : NO_FILE)
  if (isManifest) group.manifest = { path, file: kept ? manifestIn(kept) : { sha256: '', trouble: 'is too large' } }
  if (isScenario && kept) group.scenario = { path, text: kept.toString('utf8') }
}

const NO_FILE: Digest = { sha256: '', bytes: 0 }

interface Read {
  readonly digest: Digest
  /** What it holds, where that is wanted and no more than the limit. */
  readonly kept: Buffer | undefined
}

async function read(entry: TarEntry, limit: Limit | undefined): Promise<Read> {
  const hash = createHash('sha256')
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of entry.body) {
    hash.update(piece)
    bytes += piece.length
    if (limit && bytes <= limit.most) pieces.push(piece)
  }
  const isKept = limit !== undefined && bytes <= limit.most
  return { digest: { sha256: hash.digest('hex'), bytes }, kept: isKept ? Buffer.concat(pieces) : undefined }
}

/** A manifest that cannot be read promises nothing about the other files. */
function settled({ files, twice, manifest: found, scenario }: Group, again: boolean): Settled {
  if (found?.path !== MANIFEST) return { sha256: '', ...only(MANIFEST, 'missing') }
  const { manifest, sha256, trouble } = found.file
  if (!manifest) return { sha256, ...only(MANIFEST, 'differs', `it ${trouble}`) }
  const repeated = twice.map((path): BundleProblem => ({ path, problem: 'unexpected', why: TWICE }))
  const problems = [...repeated, ...differences(manifest, files)]
  const textOf = (): string => {
    if (scenario?.path !== SCENARIO_FILE) throw new RangeError(`there is no ${SCENARIO_FILE}`)
    return scenario.text
  }
  const differing = again && problems.length === 0 ? simulatedAgain(textOf, manifest, sha256) : []
  return { sha256, files: manifest.artifacts.length + 1, problems: [...problems, ...differing] }
}

function* differences({ artifacts }: Manifest, files: Group['files']): Generator<BundleProblem> {
  for (const { path, bytes, sha256 } of artifacts) {
    const found = files.get(path)
    if (!found) yield { path, problem: 'missing' }
    else if (found.bytes !== bytes || found.sha256 !== sha256) yield { path, problem: 'changed' }
  }
  const promised = new Set([MANIFEST, ...artifacts.map(({ path }) => path)])
  for (const path of files.keys()) if (!promised.has(path)) yield { path, problem: 'unexpected' }
}

import { closeSync, lstatSync, openSync, readdirSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { BUNDLE_VERSION } from '../bundle/bundleFile.ts'
import { readJson } from '../bundle/json.ts'
import { ShownError } from '../foreign/shownError.ts'
import { told } from '../foreign/terminal.ts'
import { INPUT_LIMITS } from '../limits.ts'
import { thisProcess } from '../place/owner.ts'
import { readBytes, realDisk, UnreadableError } from '../readableFs.ts'
import { BESIDE_NAMES } from './beside.ts'
import { bundlePath, folderNamed, formsOf, type LockedPlan, rangeOf, type Shard } from './plan.ts'

/**
 * The promise of a corpus: which bundles there are and what bytes they have. A lock holds the SHA-256 of every
 * bundle.json, which holds those of its files. Written once, at the end, one bundle to a line. Never opens a bundle.
 */

export const LOCK_VERSION = 1

const WHOLE = 'corpus.lock'
const LOCK_NAME = /^corpus(?:\.(\d+)-of-(\d+))?\.lock$/

export function lockName(shard?: Shard): string {
  return shard ? `corpus.${shard.part}-of-${shard.of}.lock` : WHOLE
}

/** A lock, the lock of a part, or either one while it is written. */
export function isLockName(name: string): boolean {
  return LOCK_NAME.test(name.replace(UNFINISHED, ''))
}

/** While a lock is written its name is longer and says who writes it, so that two do not write to one file. */
const UNFINISHED = /\.new(?:-(\d+-\d+))?$/

// ----------------------------------------------------------------------------------------------------------- writing

/** SHA-256 of many bundles in little room. */
export class Digests {
  readonly #bytes: Buffer

  constructor(count: number) {
    this.#bytes = Buffer.alloc(count * DIGEST)
  }

  set(index: number, sha256: string): void {
    this.#bytes.write(sha256, index * DIGEST, 'hex')
  }

  /** Those of neighbours, as `part` gave them. */
  setPart(index: number, base64: string): void {
    this.#bytes.write(base64, index * DIGEST, 'base64')
  }

  /** All of them. */
  part(): string {
    return this.#bytes.toString('base64')
  }

  at(index: number): string {
    return this.#bytes.toString('hex', index * DIGEST, (index + 1) * DIGEST)
  }
}

const DIGEST = 32

/** Takes its name when it is complete. Locks of parts are superseded by the whole one. */
export function writeLock(
  folder: string,
  plan: LockedPlan,
  tool: string,
  digests: Digests,
  bundleVersion = BUNDLE_VERSION,
): string {
  const path = join(folder, lockName(plan.shard))
  const fresh = `${path}.new-${thisProcess.tag}`
  removeUnfinished(folder)
  try {
    writeLines(fresh, lockLines(plan, tool, digests, bundleVersion))
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
  if (!plan.shard) for (const { name, shard } of locksIn(folder)) if (shard) rmSync(join(folder, name))
  return path
}

/** Whoever began to write these will not go on. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [unfinished, tag] = UNFINISHED.exec(name) ?? []
    const isLeft = unfinished !== undefined && (tag === undefined || thisProcess.isGone(tag))
    if (isLeft && isLockName(name) && isOurLock(join(folder, name))) rmSync(join(folder, name))
  }
}

function writeLines(path: string, lines: Iterable<string>): void {
  const file = openSync(path, 'wx')
  try {
    let waiting = ''
    for (const line of lines) {
      waiting += line
      if (waiting.length < CHUNK) continue
      writeAll(file, waiting)
      waiting = ''
    }
    writeAll(file, waiting)
  } finally {
    closeSync(file)
  }
}

const CHUNK = 1 << 16

/** A disk that is nearly full takes a part and refuses the rest only when asked again. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
}

/** Line by line, for ten million of them are more than a memory holds. */
export function* lockLines(
  plan: LockedPlan,
  tool: string,
  digests: Digests,
  bundleVersion = BUNDLE_VERSION,
): Generator<string> {
  const { seed, count, scenarios, combine, logLevel, mutants = [], beside, shard } = plan
  const head: Readonly<Record<string, unknown>> = {
    tool,
    bundleVersion,
    seed,
    count,
    ...(combine && { combine: `${combine.least}-${combine.most}` }),
    ...(logLevel !== undefined && { logLevel }),
    ...(mutants.length > 0 && { mutants }),
    ...(beside && { beside: beside.map(({ path, sha256 }) => ({ path, sha256 })) }),
    ...(shard && { shard: `${shard.part}/${shard.of}` }),
  }
  yield HEAD
  for (const [key, value] of Object.entries(head)) yield `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`
  yield* list(
    'scenarios',
    scenarios.map(({ id, sha256 }) => ({ id, sha256 })),
  )
  yield ',\n'
  yield* list('bundles', bundleRows(plan, digests))
  yield '\n}\n'
}

const HEAD = `{\n  "schemaVersion": ${LOCK_VERSION},\n`

function* list(name: string, rows: Iterable<object>): Generator<string> {
  yield `  "${name}": [`
  let between = '\n'
  for (const row of rows) {
    yield `${between}    ${JSON.stringify(row)}`
    between = ',\n'
  }
  yield between === '\n' ? ']' : '\n  ]'
}

function* bundleRows(plan: LockedPlan, digests: Digests): Generator<BundleRow> {
  const { from, to } = rangeOf(plan, plan.shard)
  for (let index = from; index < to; index++) {
    const { path, id, seed, mutant } = folderNamed(plan, index)
    yield { path, scenario: id, seed, ...(mutant !== undefined && { mutant }), sha256: digests.at(index - from) }
  }
}

// ----------------------------------------------------------------------------------------------------------- reading

const whole = z.int().min(0)
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'this is no SHA-256')
const scenarioId = z.string().regex(/^[\w.-]+$/, 'this is no id of a scenario')

const mutantName = z.string().regex(/^[a-z-]+$/, 'this is no name of a mutant')

const bundleRow = z.strictObject({
  path: z.string(),
  scenario: scenarioId,
  seed: whole,
  mutant: z.optional(mutantName),
  sha256: digest,
})

const lockSchema = z.strictObject({
  schemaVersion: z.literal(LOCK_VERSION),
  tool: z.string(),
  bundleVersion: whole,
  seed: whole,
  count: whole,
  combine: z.optional(z.string()),
  logLevel: z.optional(z.string()),
  mutants: z.optional(z.array(mutantName)),
  beside: z.optional(z.array(z.strictObject({ path: z.enum(BESIDE_NAMES), sha256: digest }))),
  shard: z.optional(z.string()),
  scenarios: z.array(z.strictObject({ id: scenarioId, sha256: digest })),
  bundles: z.array(bundleRow),
})

export type Lock = z.output<typeof lockSchema>
export type BundleRow = z.output<typeof bundleRow>

/** A lock is there but promises nothing that could be checked. */
export class LockError extends ShownError {}

export interface LockFile {
  readonly name: string
  readonly shard: Shard | undefined
}

/** The whole lock, or those of its parts put together; undefined where there is neither. */
export function readLock(folder: string): Lock | undefined {
  const files = locksIn(folder)
  const chosen = files.find(({ shard }) => !shard)
  if (chosen) return readOne(folder, chosen)
  return files.length === 0 ? undefined : putTogether(folder, files)
}

export function locksIn(folder: string): LockFile[] {
  return readdirSync(folder).flatMap(name => lockFile(name) ?? [])
}

export function lockFile(name: string): LockFile | undefined {
  const [matched, part, of] = LOCK_NAME.exec(name) ?? []
  if (matched === undefined) return undefined
  return { name, shard: part === undefined ? undefined : { part: Number(part), of: Number(of) } }
}

/** Somebody's own file may bear the name. A lock that is not yet written is whatever a lock may begin with. */
export function isOurLock(path: string): boolean {
  if (!lstatSync(path).isFile()) return false
  const name = basename(path)
  if (UNFINISHED.test(name)) return HEAD.startsWith(beginning(path, HEAD.length))
  try {
    readOne(dirname(path), lockFile(name)!)
    return true
  } catch (error) {
    if (error instanceof LockError) return false
    throw error
  }
}

function beginning(path: string, length: number): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(length)
    return bytes.toString('latin1', 0, readSync(file, bytes))
  } finally {
    closeSync(file)
  }
}

function putTogether(folder: string, files: readonly LockFile[]): Lock {
  const parts = files.toSorted((a, b) => a.shard!.part - b.shard!.part)
  const { of } = parts[0]!.shard!
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter(
    part => !parts.some(({ shard }) => shard!.part === part && shard!.of === of),
  )
  if (missing.length > 0) throw new LockError(told`${folder} lacks part ${missing.join(', ')} of ${of} of its lock`)
  if (parts.length > of) throw new LockError(told`${folder} has locks of parts that do not belong together`)
  const locks = parts.map(part => readOne(folder, part))
  const heads = new Set(locks.map(({ shard: _, bundles: __, ...head }) => JSON.stringify(head)))
  if (heads.size > 1) throw new LockError(told`${folder} has locks of parts that do not belong together`)
  return { ...locks[0]!, shard: undefined, bundles: locks.flatMap(({ bundles }) => bundles) }
}

function textOf(path: string): string {
  try {
    return readBytes(realDisk, path, INPUT_LIMITS.lock).toString('utf8')
  } catch (error) {
    throw error instanceof UnreadableError ? new LockError(told`${path} ${error.message}`) : error
  }
}

/** @throws LockError */
export function readOne(folder: string, file: LockFile): Lock {
  const path = join(folder, file.name)
  return lockIn(textOf(path), path, file)
}

/** What a lock says that stands at a path. @throws LockError */
export function lockIn(text: string, path: string, { shard }: LockFile): Lock {
  const read = readJson(lockSchema, text)
  if ('trouble' in read) throw new LockError(told`${path} ${read.trouble}`)
  const lock = read.value
  if (lock.shard !== (shard && `${shard.part}/${shard.of}`))
    throw new LockError(told`${path} is the lock of another part`)
  const { from, to } = rangeOf(lock, shard)
  const promised = to - from
  if (lock.bundles.length !== promised) {
    throw new LockError(told`${path} promises ${promised} bundles and lists ${lock.bundles.length}`)
  }
  // A path that is what it must be cannot lead out of the folder.
  const forms = formsOf(lock)
  const odd = lock.bundles.find(({ path, scenario, seed, mutant }, i) => {
    const number = Math.floor((from + i) / forms.length) + 1
    return mutant !== forms[i % forms.length] || path !== bundlePath(number, scenario, seed, mutant)
  })
  if (odd) throw new LockError(told`${path}: "${odd.path}" is not the path of that bundle`)
  return lock
}

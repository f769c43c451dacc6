import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { artifactRow } from '../bundle/bundle.ts'
import { BUNDLE_VERSION, MANIFEST, sha256 } from '../bundle/bundleFile.ts'
import { type BundleProblem, checkFiles } from '../bundle/check.ts'
import { openBundle, readManifest } from '../bundle/read.ts'
import type { Manifest } from '../bundle/schema.ts'
import { recoverBundle } from '../bundle/write.ts'
import { realDisk } from '../readableFs.ts'
import { loadScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/schema.ts'
import { besideProblems } from './beside.ts'
import { type BundleRow, isLockName, type Lock, readLock } from './lock.ts'
import { remake } from './make.ts'

/**
 * A corpus or a bundle against what its lock or its manifest promised. Makes a bundle again where it is asked to; mends
 * nothing but what a killed run left half done.
 */

export interface Verification {
  /** Simulate every bundle again and compare. */
  readonly again: boolean
  readonly onBundle?: (path: string, total: number) => void
}

export interface Verified {
  readonly what: 'corpus' | 'bundle'
  readonly bundles: number
  readonly files: number
  readonly problems: readonly BundleProblem[]
}

/**
 * Has a corpus, or one bundle, still the bytes that were promised? Undefined where nothing was promised.
 * @throws LockError where the lock itself is no good, and what the file system says
 */
export function verify(folder: string, options: Verification): Verified | undefined {
  const lock = readLock(folder)
  if (lock) return verifyCorpus(folder, lock, options)
  recovered(folder)
  const read = readManifest(realDisk, folder)
  if (!read) return undefined
  return { what: 'bundle', bundles: 1, ...verifyBundle(folder, read.sha256, options) }
}

export type CheckedPart = Pick<Verified, 'files' | 'problems'>

function verifyCorpus(folder: string, lock: Lock, options: Verification): Verified {
  const beside = lock.beside ?? []
  const promised = new Set([...lock.bundles, ...beside].map(({ path }) => path))
  const unexpected = readdirSync(folder)
    .filter(name => !promised.has(name) && !isLockName(name))
    .sort()
  const problems: BundleProblem[] = unexpected.map(path => ({ path, problem: 'unexpected' }))
  problems.push(...besideProblems(beside, folder))
  let files = beside.length
  for (const row of lock.bundles) {
    const part = verifyRow(folder, row, options)
    files += part.files
    for (const found of part.problems) problems.push({ ...found, path: joined(row.path, found.path) })
    options.onBundle?.(row.path, lock.bundles.length)
  }
  return { what: 'corpus', bundles: lock.bundles.length, files, problems }
}

export function joined(bundle: string, path: string): string {
  return path === '' ? bundle : `${bundle}/${path}`
}

function verifyRow(folder: string, row: BundleRow, options: Verification): CheckedPart {
  const place = join(folder, row.path)
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return only('', 'missing')
  recovered(place)
  return verifyBundle(place, row.sha256, options)
}

/** One thing that is wrong, in front of which nothing else was looked at. */
export function only(path: string, problem: BundleProblem['problem'], why?: string): CheckedPart {
  return { files: 0, problems: [why === undefined ? { path, problem } : { path, problem, why }] }
}

/** What a killed run has left is brought to its end; where nothing can be written, it is what there is to look at. */
function recovered(place: string): void {
  try {
    recoverBundle(place)
  } catch (error) {
    if (!READ_ONLY.has((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

const READ_ONLY: ReadonlySet<string> = new Set(['EROFS', 'EACCES', 'EPERM'])

/** A manifest that is not the promised one promises nothing about the other files. */
function verifyBundle(place: string, promised: string, { again }: Verification): CheckedPart {
  const read = readManifest(realDisk, place)
  if (!read) return only(MANIFEST, 'missing')
  if (read.sha256 !== promised) return only(MANIFEST, 'changed')
  const { manifest } = read
  if (!manifest) return only(MANIFEST, 'differs', `it ${read.trouble}`)
  const problems = checkFiles(place, manifest)
  const scenarioText = (): string => openBundle(realDisk, place).scenarioText()
  const differing = again && problems.length === 0 ? simulatedAgain(scenarioText, manifest, promised) : []
  return { files: manifest.artifacts.length + 1, problems: [...problems, ...differing] }
}

const TOOL = /^lab1603 (.*)$/

/** Files that come out otherwise. Whichever version of the tool made it, in one version of the form its bytes are the same. */
export function simulatedAgain(textOf: () => string, manifest: Manifest, promised: string): readonly BundleProblem[] {
  const { scenario: scenarioName, tool, schemaVersion, mutant } = manifest
  if (schemaVersion !== BUNDLE_VERSION) {
    const why = `it is a bundle of version ${schemaVersion}; this lab1603 makes version ${BUNDLE_VERSION}`
    return [{ path: MANIFEST, problem: 'differs', why }]
  }
  const toolVersion = TOOL.exec(tool)?.[1] ?? ''
  try {
    const scenarioText = textOf()
    const scenario = loaded(scenarioText)
    const files = remake({ ...manifest, mutant: mutant?.name, scenario, scenarioName, scenarioText, toolVersion })
    if (sha256(files.at(-1)!.bytes) === promised) return []
    const differing = differences(manifest, new Map(files.map(file => [file.path, artifactRow(file).sha256])))
    return differing.length > 0 ? differing : [{ path: MANIFEST, problem: 'differs' }]
  } catch (error) {
    return [{ path: '', problem: 'differs', why: error instanceof Error ? error.message : String(error) }]
  }
}

/** Scenarios read before: they come in turn, so that fewer than there are would be none. */
const remembered = new Map<string, Scenario>()
const REMEMBERED = 256

function loaded(text: string): Scenario {
  const known = remembered.get(text)
  if (known) return known
  const result = loadScenario(text, 'scenario.yaml')
  if (!result.ok) throw new RangeError(`the scenario cannot be read: ${result.problems[0]?.message}`)
  if (remembered.size >= REMEMBERED) remembered.clear()
  remembered.set(text, result.scenario)
  return result.scenario
}

function differences({ artifacts }: Manifest, made: Map<string, string>): BundleProblem[] {
  const before = new Map(artifacts.map(({ path, sha256 }) => [path, sha256]))
  made.delete(MANIFEST)
  const paths = [...new Set([...before.keys(), ...made.keys()])].sort()
  return paths.filter(path => before.get(path) !== made.get(path)).map(path => ({ path, problem: 'differs' }))
}

import { join } from 'node:path'
import { BUNDLE_VERSION, sha256 } from '../../bundle/bundleFile.ts'
import { writableDisk } from '../../place/disk.ts'
import { writeBeside } from '../beside.ts'
import { changesOf, prepare } from '../generate.ts'
import { type Digests, lockLines, lockName, writeLock } from '../lock.ts'
import type { Made, Packed, Task, Unplaced } from '../make.ts'
import type { CorpusPlan, PlannedBundle } from '../plan.ts'
import { isStore, type ObjectStore, StoreError, storeAt } from './s3.ts'

/** Where the bundles of many machines go: a folder that all of them see, or a store. Does not know how a bundle is made. */

/** Threads that make a bundle. */
export type Hands = (task: Task | Unplaced) => Promise<Made | Packed>

export interface CorpusPlace {
  /** Before anything is made. @throws what stands in the way */
  prepare(plan: CorpusPlan): Promise<void>
  /** Makes a bundle there, unless it is there already. */
  make(plan: CorpusPlan, bundle: PlannedBundle, hands: Hands): Promise<Made>
  /** Returns where it is. */
  lock(plan: CorpusPlan, tool: string, digests: Digests): Promise<string>
  end(): void
}

/** @throws StoreError */
export async function placeAt(out: string, toolVersion: string): Promise<CorpusPlace> {
  return isStore(out) ? inStore(out, await storeAt(out), toolVersion) : inFolder(out, toolVersion)
}

function inFolder(folder: string, toolVersion: string): CorpusPlace {
  return {
    prepare: async plan => prepare(folder, plan),
    async make(_plan, bundle, hands) {
      // Who made it is the leader; where it is missing this machine does not see it, and would fill a folder of its own.
      if (!isThere(folder)) return { kind: 'refused', code: 'ENOENT', message: `${folder} is not there` }
      const aside = join(changesOf(folder), bundle.path)
      return (await hands({ ...bundle, folder, aside, toolVersion })) as Made
    },
    async lock(plan, tool, digests) {
      writeBeside(plan.beside ?? [], folder)
      return writeLock(folder, plan, tool, digests)
    },
    end() {},
  }
}

function isThere(folder: string): boolean {
  try {
    return writableDisk.lstatSync(writableDisk.realpathSync(folder)).isDirectory()
  } catch {
    return false
  }
}

// ------------------------------------------------------------------------------------------------------------- store

function inStore(url: string, store: ObjectStore, toolVersion: string): CorpusPlace {
  const recipes = new WeakMap<CorpusPlan, (bundle: PlannedBundle) => string>()
  const recipeOf = (plan: CorpusPlan, bundle: PlannedBundle): string => {
    if (!recipes.has(plan)) recipes.set(plan, recipeIn(plan, toolVersion))
    return recipes.get(plan)!(bundle)
  }
  const madeIn = async (plan: CorpusPlan, bundle: PlannedBundle, hands: Hands): Promise<Made> => {
    const key = keyOf(bundle)
    const recipe = recipeOf(plan, bundle)
    const there = await store.about(key)
    if (there?.recipe === recipe && there.manifest !== undefined) return { kind: 'kept', sha256: there.manifest }
    const packed = await hands({ ...bundle, toolVersion, as: 'zip' })
    if (packed.kind !== 'packed') return packed
    await store.put(key, packed.archive, { recipe, manifest: packed.sha256 })
    return { kind: 'made', sha256: packed.sha256 }
  }
  return {
    async prepare() {
      await store.about(lockName())
    },
    async make(plan, bundle, hands) {
      try {
        return await madeIn(plan, bundle, hands)
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        return { kind: 'refused', code: 'S3', message: error.message }
      }
    },
    async lock(plan, tool, digests) {
      for (const { path, text } of plan.beside ?? []) await store.putLines(path, [text])
      await store.putLines(lockName(), lockLines(plan, tool, digests))
      return `${url.replace(/\/$/, '')}/${lockName()}`
    },
    end: () => store.end(),
  }
}

/** A thousand bundles have a prefix of their own: a store spreads its work by them, and so can a reader. */
export function keyOf({ number, path }: PlannedBundle): string {
  return `${String(Math.floor(number / 1000)).padStart(4, '0')}/${path}.zip`
}

/** All that the bytes of a bundle follow from. */
function recipeIn({ scenarios, combine }: CorpusPlan, toolVersion: string): (bundle: PlannedBundle) => string {
  const texts = new Map(scenarios.map(({ id, name, sha256 }) => [id, [name, sha256]]))
  const faults = combine && sha256(JSON.stringify(combine))
  return ({ id, seed, logLevel, mutant, from }) =>
    sha256(
      JSON.stringify([toolVersion, BUNDLE_VERSION, seed, logLevel, mutant, 'faults' in from ? faults : texts.get(id)]),
    )
}

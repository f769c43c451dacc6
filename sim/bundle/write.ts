import { relative } from 'node:path'
import { INPUT_LIMITS } from '../limits.ts'
import type { ListForm } from '../place/list.ts'
import { folderAround, place, readWhole, recover } from '../place/place.ts'
import { type BundleFile, jsonText, MANIFEST } from './bundleFile.ts'
import { readJson } from './json.ts'
import { manifestSchema } from './schema.ts'

/** A bundle goes to a disk, whole or not at all: sim/place, with the manifest as the list. Does not know what is in the files. */

/** As it is written, to the byte: a manifest that somebody has edited is theirs. All files are below these two folders. */
const MANIFEST_LIST: ListForm = {
  name: MANIFEST,
  limit: INPUT_LIMITS.manifest,
  read(bytes) {
    const text = bytes.toString('utf8')
    const read = readJson(manifestSchema, text)
    if (!('value' in read) || jsonText(read.value) !== text) return undefined
    const { artifacts } = read.value
    return artifacts.every(({ path }) => /^(?:evidence|truth)\//.test(path)) ? artifacts : undefined
  },
}

export interface Placing {
  /** The folder that takes what was changed of an older bundle; without it nothing is written where something was. */
  readonly aside?: string
}

/**
 * Writes a bundle in place of an older one, or where nothing is. Returns where something was put aside, if anything was.
 * @throws PlaceError where anything else is in the way, and the error of the file system: no permission, no space
 */
export function writeBundle(files: readonly BundleFile[], folder: string, { aside }: Placing = {}): readonly string[] {
  return place({ form: MANIFEST_LIST, files, folder, aside })
}

/** Ends what a process that was killed has left of writing a bundle there. @throws PlaceError where one is at it */
export function recoverBundle(folder: string, { aside }: Placing = {}): void {
  recover({ form: MANIFEST_LIST, folder, aside })
}

/**
 * Reads what lies in bundles, or in no bundle.
 * @throws PlaceError where a bundle was exchanged for another meanwhile, or is between the two
 */
export function readWholeBundles<T>(paths: readonly string[], read: () => T): T {
  const folders = new Set(paths.flatMap(path => folderAround(MANIFEST_LIST, path) ?? []))
  return [...folders].reduce((inner, folder) => () => readWhole(MANIFEST_LIST, shown(folder), inner), read)()
}

const shown = (folder: string): string => relative('', folder) || '.'

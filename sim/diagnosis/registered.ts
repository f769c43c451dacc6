import { guid, type Word } from '../foreign/commandLine.ts'
import type { Evidence } from './evidence.ts'

/**
 * The patches that the registry has of Exchange Server 2007, by an export of it. Does not know in which order they came,
 * nor which of them should be there.
 */
export interface RegisteredPatch {
  /** `Update Rollup 3 for Exchange Server 2007 Service Pack 1 (KB949870) 8.1.291.2` */
  readonly name: string
  readonly code: Word
}

const PATCH = /\\Products\\461C2B4266EDEF444B864AD6D9E5B613\\Patches\\([\dA-F]{32})$/i

export function registeredPatches({ registries }: Evidence): RegisteredPatch[] {
  const patches = registries.flatMap(({ values }) =>
    values.flatMap(({ key, name, data }) => {
      const packed = name === 'DisplayName' ? PATCH.exec(key)?.[1] : undefined
      const code = packed === undefined ? undefined : guid(unpacked(packed))
      return code === undefined ? [] : [{ name: String(data), code }]
    }),
  )
  // The same key may have been exported twice.
  return [...new Map(patches.map(patch => [patch.code, patch])).values()]
}

/** Digits of a GUID as the registry has them, in runs that are reversed. */
const RUNS = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/

function unpacked(packed: string): string {
  const [, a, b, c, d, e] = RUNS.exec(packed)!
  const whole = [a, b, c].map(run => [...run!].reverse().join(''))
  const pairs = [d, e].map(run => run!.replace(/(.)(.)/g, '$2$1'))
  return `{${[...whole, ...pairs].join('-')}}`
}

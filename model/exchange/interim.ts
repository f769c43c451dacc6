import { guidFrom } from '../installer/guid.ts'
import { upper } from '../words/letters.ts'
import { type Arch, baselineOf, type Rollup, rollupOf } from './builds.ts'
import { filesOf } from './contents.ts'
import type { ProductFile } from './productFile.ts'

/**
 * Interim updates: private fixes between two rollups, each for one rollup. They were handed out one by one and no list is
 * public, so there is one for every KB number that somebody names. Its patch code says which: a pure function of number,
 * rollup and platform that can be read backwards. What is documented is the value `InterimUpdate`, the entry in the list
 * of updates, and files with a build between two rollups (exchange-2007.md F02 to F04); the rest is modelled. Knows no
 * server: whether one fits there is a condition of its package.
 */

export interface InterimUpdate {
  readonly kb: string
  /** The rollup that it was built for. */
  readonly target: Rollup
  /** The next build behind its rollup: no rollup has that. */
  readonly version: string
}

/** Undefined when there is no such rollup. */
export function interimUpdate(kb: string, forRollup: string): InterimUpdate | undefined {
  const target = rollupOf(forRollup)
  if (!target || !/^KB\d{6,7}$/.test(kb)) return undefined
  const [major, minor, build] = target.version.split('.')
  return { kb, target, version: `${major}.${minor}.${Number(build) + 1}.0` }
}

/** `Interim Update for Exchange Server 2007 (KB000001) 8.0.709.0` */
export function interimName({ kb, target, version }: InterimUpdate): string {
  return `Interim Update for ${baselineOf(target.baseline).name} (${kb}) ${version}`
}

// ------------------------------------------------------------------------------------------------------------ codes

/** Only so that a code does not look like a number. */
const MASKS = [0x5bd1e995, 0x27d4eb2f] as const

/** A leading 1 keeps the zeros of `KB000001`. */
function wordOf(kb: string, mask: number): string {
  return upper(((Number(`1${kb.slice(2)}`) ^ mask) >>> 0).toString(16)).padStart(8, '0')
}

function kbOf(word: string, mask: number): string {
  return `KB${String((Number.parseInt(word, 16) ^ mask) >>> 0).slice(1)}`
}

/** `{KB number, number of the rollup, check}`, with the version and the variant of every GUID between their digits. */
export function interimCode(kb: string, forRollup: string, arch: Arch): string {
  const target = wordOf(forRollup, MASKS[1])
  const { variant, check } = /-(?<variant>.).(?<check>..-[^-]+)$/.exec(guidFrom(`interim ${kb} ${forRollup} ${arch}`))!
    .groups as { variant: string; check: string }
  return `{${wordOf(kb, MASKS[0])}-${target.slice(0, 4)}-4${target.slice(4, 7)}-${variant}${target.slice(7)}${check}`
}

/** Which interim update a patch code stands for, if any. */
export function interimOfCode(code: string): { update: InterimUpdate; arch: Arch } | undefined {
  const words = /^\{([0-9A-F]{8})-([0-9A-F]{4})-4([0-9A-F]{3})-[89AB]([0-9A-F])/.exec(code)
  if (!words) return undefined
  const kb = kbOf(words[1]!, MASKS[0])
  const forRollup = kbOf(words.slice(2).join(''), MASKS[1])
  const arch = (['x64', 'x86'] as const).find(a => interimCode(kb, forRollup, a) === code)
  const update = arch && interimUpdate(kb, forRollup)
  return update && { update, arch }
}

// ------------------------------------------------------------------------------------------------------------ files

const CARRIED = 3

/** Some libraries of its rollup. Not ExSetup.exe: the level of the server stays that of the rollup. */
export function interimFiles({ kb, target }: InterimUpdate): ProductFile[] {
  const libraries = filesOf(target).filter(file => file.versioned && /^Bin\\[^\\]+\.dll$/.test(file.path))
  const first = Number(kb.slice(2)) % libraries.length
  return Array.from({ length: CARRIED }, (_, i) => libraries[(first + i) % libraries.length]!)
}

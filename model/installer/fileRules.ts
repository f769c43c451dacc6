import { compareVersions } from '../machine/version.ts'
import { lower } from '../words/letters.ts'

/**
 * Whether a file of the package replaces the one on the disk: the decision table of the SDK ("File Versioning Rules",
 * "Both Files Have a Version", "One File Has a Version", "Neither File Has a Version", "Neither File Has a Version with
 * File Hash Check", "Companion Files", "REINSTALLMODE Property"). The first row that fits decides. Reason texts are those
 * of real logs; where none is known the row says so. Knows no path and no machine.
 */

export interface PackageFile {
  readonly version?: string | undefined
  /** Language identifiers; 0 is neutral and counts as one more language. */
  readonly languages: readonly number[]
  /** MsiFileHash; an unversioned file without it is copied. */
  readonly hash?: string | undefined
  /** msidbFileAttributesChecksum */
  readonly checksum?: boolean
  /** msidbComponentAttributesNeverOverwrite of its component. */
  readonly neverOverwrite?: boolean
  /** Is the key path of its component there? Left out where this is the key path. */
  readonly keyPathStands?: boolean | undefined
  /** What happens to the file that this one accompanies. */
  readonly companionOf?: FileVerdict | undefined
}

export interface DiskFile {
  readonly version?: string | undefined
  readonly languages: readonly number[]
  readonly hash?: string | undefined
  readonly created: number
  readonly modified: number
  readonly corrupt?: boolean
  /** Under Windows File Protection: only the operating system replaces it. */
  readonly protected?: boolean
}

export interface FileVerdict {
  readonly install: boolean
  readonly action: string
  readonly reason: string
}

interface VersioningCase {
  readonly file: PackageFile
  readonly disk: DiskFile
  readonly mode: string
  readonly productLanguage: number
}

interface VersioningRule {
  readonly holds: (c: VersioningCase) => boolean
  readonly install: boolean
  readonly reason: string
}

const bothVersioned = ({ file, disk }: VersioningCase): boolean =>
  file.version !== undefined && disk.version !== undefined
const difference = ({ file, disk }: VersioningCase): number => compareVersions(file.version!, disk.version!)
const says = (letter: string) => (c: VersioningCase) => lower(c.mode).includes(letter)

const EQUAL = 'Existing file is of an equal version'
const HIGHER = 'Existing file is a higher version'
// No log with these two reasons is known: the words are ours.
const PROTECTED = 'Existing file is protected by the system'
const NEVER_OVERWRITTEN = 'Component never overwrites its key file'

/** A companion comes with its parent, and with `o` or `e` also where the parent stays because it is of an equal version. */
const companionComes = ({ file, mode }: VersioningCase): boolean =>
  file.companionOf!.install || (file.companionOf!.reason === EQUAL && /[oe]/i.test(mode))

const RULES: readonly VersioningRule[] = [
  { holds: c => c.disk.protected === true, install: false, reason: PROTECTED },
  {
    holds: ({ file }) => file.neverOverwrite === true && file.keyPathStands !== false,
    install: false,
    reason: NEVER_OVERWRITTEN,
  },
  {
    holds: says('a'),
    install: true,
    reason: 'REINSTALLMODE specifies all files to be overwritten',
  },
  {
    holds: c => says('c')(c) && c.file.checksum === true && c.disk.corrupt === true,
    install: true,
    reason: 'Existing file is corrupt (invalid checksum)',
  },
  {
    holds: c => c.file.companionOf !== undefined && companionComes(c),
    install: true,
    reason: 'Companion file of a file to be installed',
  },
  { holds: c => c.file.companionOf !== undefined, install: false, reason: 'Companion file of a file that stays' },
  // Only missing files are wanted, and corrupt ones with `c`, and this one is there.
  { holds: c => !/[oeda]/i.test(c.mode), install: false, reason: 'Existing file is present' },
  { holds: c => bothVersioned(c) && difference(c) > 0, install: true, reason: 'Existing file is a lower version' },
  { holds: c => bothVersioned(c) && difference(c) < 0 && says('d')(c), install: true, reason: HIGHER },
  { holds: c => bothVersioned(c) && difference(c) < 0, install: false, reason: HIGHER },
  { holds: c => bothVersioned(c) && says('e')(c), install: true, reason: EQUAL },
  { holds: c => bothVersioned(c), install: false, reason: EQUAL },
  {
    holds: c => c.file.version !== undefined,
    install: true,
    reason: 'New file versioned - existing file unversioned',
  },
  {
    holds: c => c.disk.version !== undefined,
    install: false,
    reason: 'Existing file is versioned - new file unversioned',
  },
  {
    holds: c => c.disk.modified > c.disk.created,
    install: false,
    reason: 'Existing file is unversioned but modified',
  },
  {
    holds: c => c.file.hash !== undefined && c.file.hash === c.disk.hash,
    install: false,
    reason: 'Existing file is unversioned and unmodified - hash matches source file',
  },
  {
    holds: () => true,
    install: true,
    reason: "Existing file is unversioned and unmodified - hash doesn't match source file",
  },
]

/**
 * @param mode REINSTALLMODE: p missing, o older, e equal or older, d different, c checksum, a all
 */
export function decideFile(
  file: PackageFile,
  disk: DiskFile | undefined,
  mode: string,
  productLanguage: number,
): FileVerdict {
  if (!disk) return decideMissing(file)
  const c: VersioningCase = { file, disk, mode, productLanguage }
  const rule = RULES.find(r => r.holds(c))!
  const install = rule.install || (rule.reason === EQUAL && languagesWant(c))
  return { install, action: install ? 'Overwrite' : "Won't Overwrite", reason: rule.reason }
}

/** A missing file comes, unless its component is not installed at all because its key path is there. */
function decideMissing({ neverOverwrite, keyPathStands }: PackageFile): FileVerdict {
  return neverOverwrite === true && keyPathStands === true
    ? { install: false, action: "Won't Overwrite", reason: NEVER_OVERWRITTEN }
    : { install: true, action: 'To be installed', reason: 'No existing file' }
}

/**
 * Equal versions: the package's file is taken when it brings a language that the disk lacks, unless the disk's file has
 * the product language and the package's has not.
 */
function languagesWant({ file, disk, productLanguage, mode }: VersioningCase): boolean {
  if (!/[oed]/i.test(mode)) return false
  const lacking = file.languages.filter(language => !disk.languages.includes(language))
  if (lacking.length === 0) return false
  const kept = disk.languages.every(language => file.languages.includes(language))
  if (kept) return true
  const favoured = file.languages.includes(productLanguage) || !disk.languages.includes(productLanguage)
  return favoured
}

import { NO_PRODUCT_NAME, STORAGE_CODES } from '../../model/words/storageCodes.ts'
import { type Advice, type Meaning, meaningOf, meaningsByName } from './meaning.ts'

/**
 * Errors of compound files, which packages and state files are: the last field of notes 2203, 2262 and 2265. What they
 * say: model/words.
 */

const ADVICE: Readonly<Record<keyof typeof STORAGE_CODES, Advice>> = {
  STG_E_FILENOTFOUND: {
    occurs:
      'With note 2262 a table that the package does not have, as in every log. With note 2203 and an .msp in C:\\WINDOWS\\Installer, a cached patch that is gone: the run ends with 1635.',
    next: 'See which number the note has, and which file it names.',
  },
  STG_E_INVALIDFUNCTION: {
    occurs:
      'With note 2203, a source that cannot be reached: a drive without its disc, a download folder that was emptied.',
    next: 'Make the source in the note available, or look whether a later line finds another.',
  },
  STG_E_PATHNOTFOUND: {
    occurs: 'With note 2203, a source that was tried and has no such folder, or an unfinished path.',
    next: 'Read the SOURCEMGMT lines around it: another source may still answer.',
  },
  STG_E_ACCESSDENIED: {
    occurs:
      'With note 2265 behind InstallFinalize it is normal. With note 2203, a package that the account may not open.',
    next: 'See which number the note has. For 2203 look at the access list of the file.',
  },
  STG_E_SHAREVIOLATION: {
    occurs: 'A scanner or a copy in progress holds the package.',
    next: 'Find who holds the file that the note names.',
  },
  STG_E_FILEALREADYEXISTS: {
    occurs: 'A file that was given as a package is something else: cut off, or a page saved from a browser.',
    next: 'Compare size and digital signature with the original.',
  },
  STG_E_MEDIUMFULL: {
    occurs: 'A package or a state file could not be written for lack of room.',
    next: 'Make room, but never in C:\\WINDOWS\\Installer.',
  },
  STG_E_INVALIDHEADER: {
    occurs: 'The package is damaged.',
    next: 'Compare size and digital signature with the original.',
  },
}

/** No error, and no text of Windows: a number that looks like one. */
const noProductName: Meaning = meaningOf(
  { kind: 'storage-code', code: NO_PRODUCT_NAME.code, name: 'no product name' },
  { ...NO_PRODUCT_NAME, text: 'Stands where a name would, in `Note: 1: 1706 2: -2147483647 3: package.msp`.' },
  {
    occurs:
      'The search for a source writes it once for each kind of source that has nothing. It is no error of its own.',
    next: 'The next field is the file name of the package that is looked for.',
  },
)

export const storageCodeMeanings: readonly Meaning[] = [
  ...meaningsByName('storage-code', STORAGE_CODES, ADVICE),
  noProductName,
]

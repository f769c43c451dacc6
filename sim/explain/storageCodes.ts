import { type Meaning, meaningsOf } from './meaning.ts'

/**
 * Errors of compound files, which packages and state files are: the last field of notes 2203, 2262 and 2265. A log prints
 * them as signed numbers. Which errors logs have: windows-installer.md 2.3; names are those of winerror.h.
 */
export const STORAGE_CODES: readonly Meaning[] = meaningsOf(
  'storage-code',
  { grade: 'documented', source: 'windows-installer.md 2.3' },
  [
    {
      code: -2147287038,
      name: 'STG_E_FILENOTFOUND',
      text: 'The file, or the stream inside it, does not exist.',
      occurs:
        'With note 2262 a table that the package does not have, as in every log. With note 2203 and an .msp in C:\\WINDOWS\\Installer, a cached patch that is gone: the run ends with 1635.',
      next: 'See which number the note has, and which file it names.',
    },
    {
      code: -2147287039,
      name: 'STG_E_INVALIDFUNCTION',
      text: 'Unable to perform the requested operation.',
      occurs:
        'With note 2203, a source that cannot be reached: a drive without its disc, a download folder that was emptied.',
      next: 'Make the source in the note available, or look whether a later line finds another.',
      grade: 'modelled',
      source: 'memory',
    },
    {
      code: -2147287037,
      name: 'STG_E_PATHNOTFOUND',
      text: 'The folder does not exist.',
      occurs: 'With note 2203, a source that was tried and has no such folder, or an unfinished path.',
      next: 'Read the SOURCEMGMT lines around it: another source may still answer.',
    },
    {
      code: -2147287035,
      name: 'STG_E_ACCESSDENIED',
      text: 'Access is denied.',
      occurs:
        'With note 2265 behind InstallFinalize it is normal. With note 2203, a package that the account may not open.',
      next: 'See which number the note has. For 2203 look at the access list of the file.',
    },
    {
      code: -2147287008,
      name: 'STG_E_SHAREVIOLATION',
      text: 'Another program has the file open and shares it with nobody.',
      occurs: 'A scanner or a copy in progress holds the package.',
      next: 'Find who holds the file that the note names.',
      grade: 'modelled',
      source: 'memory',
    },
    {
      code: -2147286960,
      name: 'STG_E_FILEALREADYEXISTS',
      text: 'The file is no compound file, or exists already.',
      occurs: 'A file that was given as a package is something else: cut off, or a page saved from a browser.',
      next: 'Compare size and digital signature with the original.',
      grade: 'modelled',
      source: 'memory',
    },
    {
      code: -2147286928,
      name: 'STG_E_MEDIUMFULL',
      text: 'There is not enough space on the disk.',
      occurs: 'A package or a state file could not be written for lack of room.',
      next: 'Make room, but never in C:\\WINDOWS\\Installer.',
      grade: 'modelled',
      source: 'memory',
    },
    {
      code: -2147286789,
      name: 'STG_E_INVALIDHEADER',
      text: 'The head of the file is not that of a compound file.',
      occurs: 'The package is damaged.',
      next: 'Compare size and digital signature with the original.',
      grade: 'modelled',
      source: 'memory',
    },
    {
      code: -2147483647,
      name: 'no product name',
      text: 'Stands where a name would, in `Note: 1: 1706 2: -2147483647 3: package.msp`.',
      occurs:
        'The search for a source writes it once for each kind of source that has nothing. It is no error of its own.',
      next: 'The next field is the file name of the package that is looked for.',
      grade: 'observed',
      source: 'bulletin',
    },
  ],
)

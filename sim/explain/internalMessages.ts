import { type Meaning, meaningsOf } from './meaning.ts'

/**
 * Messages that only a log shows, mostly as `Note: 1: 2262 2: Error 3: -2147287038`. Texts: words.md 3, from the
 * reference page. Field 2 of the note is `[2]`, field 3 is `[3]`.
 */
export const INTERNAL_MESSAGES: readonly Meaning[] = meaningsOf(
  'message',
  { grade: 'documented', source: 'win32 Msi/error-messages' },
  [
    {
      code: 2200,
      text: 'Database: [2]. Database object creation failed, mode = [3].',
      occurs: 'A database could not be created.',
      next: 'Look at free space and rights in C:\\WINDOWS\\Installer.',
    },
    {
      code: 2203,
      text: 'Database: [2]. Cannot open database file. System error [3].',
      occurs:
        'A file that should be a package or a state file could not be opened. Every healthy log has it for an .ipi that does not exist yet.',
      next: 'See the file and the last field: -2147287038 for an .msp in C:\\WINDOWS\\Installer is a cached patch that is gone.',
    },
    {
      code: 2205,
      text: 'Database: [2]. Table does not exist: [3].',
      occurs: 'A table is not there. Packages carry only the tables that they use.',
      next: 'If no action fails right behind it, read on.',
    },
    {
      code: 2219,
      text: 'Database: [2]. Invalid Installer database format.',
      occurs: 'The file is no installer database.',
      next: 'Compare size and signature with the original.',
    },
    {
      code: 2225,
      text: 'Database: [2]. Transform: Cannot transform a temporary table. Table: [3].',
      occurs: 'A transform wants to change a table that exists only in memory.',
      next: 'This is a mistake in a package.',
    },
    {
      code: 2226,
      text: 'Database: [2]. Transform failed.',
      occurs: 'A transform could not be applied.',
      next: 'See which patch the log applies at that point.',
    },
    {
      code: 2228,
      text: "Database: [2]. Unknown table '[3]' in SQL query: [4].",
      occurs: 'A query names a table that is not there. Packages carry only the tables that they use.',
      next: 'If no action fails right behind it, read on.',
    },
    {
      code: 2246,
      text: 'Database: [2]. Invalid Installer transform format.',
      occurs: 'The transform inside a patch is damaged.',
      next: 'Compare the .msp with the original.',
    },
    {
      code: 2247,
      text: 'Database: [2] Transform stream read/write failure.',
      occurs: 'The transform inside a patch could not be read.',
      next: 'Compare the .msp with the original.',
    },
    {
      code: 2260,
      text: 'Storage CopyTo failed. System error: [3].',
      occurs: 'A package could not be copied.',
      next: 'Look at free space.',
    },
    {
      code: 2261,
      text: 'Could not remove stream [2]. System error: [3].',
      occurs: 'A stream could not be removed from a package.',
      next: 'If no action fails right behind it, read on.',
    },
    {
      code: 2262,
      text: 'Stream does not exist: [2]. System error: [3].',
      occurs:
        'The package has no stream for this table. The installer asks for many tables that few packages have, so healthy logs are full of it.',
      next: 'Nothing to look for, `Error` and `Property` included.',
    },
    {
      code: 2263,
      text: 'Could not open stream [2]. System error: [3].',
      occurs: 'A stream of the package could not be opened.',
      next: 'Compare the package with the original.',
    },
    {
      code: 2265,
      text: 'Could not commit storage. System error: [3].',
      occurs: 'A state file could not be written. Behind InstallFinalize this is normal: the file is gone already.',
      next: 'If no action fails right behind it, read on.',
    },
    {
      code: 2266,
      text: 'Could not rollback storage. System error: [3].',
      occurs: 'The state file could not be set back.',
      next: 'If no action fails right behind it, read on.',
    },
    {
      code: 2302,
      text: 'Patch notify: [2] bytes patched to far.',
      occurs: 'More was patched than the file has.',
      next: 'Compare the .msp with the original.',
    },
    {
      code: 2303,
      text: 'Error getting volume info. GetLastError: [2].',
      occurs: 'The installer could not ask about a drive.',
      next: 'Check mapped drives.',
    },
    {
      code: 2318,
      text: 'File does not exist: [2].',
      occurs: 'A file that was to be deleted is not there. Logs of good runs have it twice at the end.',
      next: 'Nothing to look for.',
    },
    {
      code: 2324,
      text: 'Could not open file: [3] GetLastError: [2].',
      occurs: 'A file could not be opened.',
      next: 'The system error says why: 32 is somebody who holds it, 5 is rights.',
    },
    {
      code: 2327,
      text: 'Could not remove directory: [3] GetLastError: [2].',
      occurs: 'A folder could not be removed, mostly because it is not empty.',
      next: 'Nothing to look for, unless the folder itself is the subject.',
    },
    {
      code: 2329,
      text: 'Error deleting file: [3]. GetLastError: [2].',
      occurs: 'A file could not be deleted.',
      next: 'The system error says why: 32 is somebody who holds it, 5 is rights.',
    },
    {
      code: 2330,
      text: 'Error getting file attributes: [3]. GetLastError: [2].',
      occurs: 'The attributes of a file could not be read.',
      next: 'The system error says why; 2 means that the file is not there.',
    },
    {
      code: 2335,
      text: 'Path: [2] is not a parent of [3].',
      occurs: 'A folder is not below the one that the tables name.',
      next: 'This is a mistake in a package.',
    },
    {
      code: 2350,
      text: 'FDI server error',
      occurs: 'The cabinet could not be unpacked: damaged, no room, or a scanner in between.',
      next: 'Look at free space, then compare the .msp with the original.',
    },
    {
      code: 2351,
      text: "File key '[2]' not found in cabinet '[3]'. The installation cannot continue.",
      occurs: 'The cabinet does not hold a file that the tables list.',
      next: 'Compare the .msp with the original.',
    },
    {
      code: 2355,
      text: 'Corrupt cabinet.',
      occurs: 'The cabinet is damaged.',
      next: 'Compare the .msp with the original.',
    },
    {
      code: 2356,
      text: 'Could not locate cabinet in stream: [2].',
      occurs: 'The cabinet inside the package was not found.',
      next: 'Compare the .msp with the original.',
    },
    {
      code: 2371,
      text: 'Could not apply patch to file [2]. GetLastError: [3].',
      occurs: 'A file could not be patched.',
      next: 'Compare the version of the file with the list of builds.',
    },
    {
      code: 2373,
      text: 'File [2] is not a valid patch file.',
      occurs: 'A file inside the patch is no patch.',
      next: 'Compare the .msp with the original.',
    },
    {
      code: 2711,
      text: "The specified Feature name ('[2]') not found in Feature table.",
      occurs: 'A feature is named that the package does not have.',
      next: 'Look at ADDLOCAL, REINSTALL and REMOVE on the command line.',
    },
    {
      code: 2727,
      text: "The directory entry '[2]' does not exist in the Directory table.",
      occurs: 'A folder is asked for that the Directory table does not have. Logs of good patch runs have it.',
      next: 'Nothing to look for.',
    },
    {
      code: 2729,
      text: 'Install engine not initialized.',
      occurs: 'The engine was asked something before it was ready, or after it had ended. Runs that end early have it.',
      next: 'Look further up: the run was over already.',
    },
    {
      code: 2732,
      text: 'Directory Manager not initialized.',
      occurs: 'A folder was asked for before costing.',
      next: 'Find the action in the log. This is a mistake in a package.',
    },
    {
      code: 2745,
      text: 'Transform [2] invalid for package [3]. Expected language [4], found language [5].',
      occurs: 'A transform of the patch is for another language than the product has.',
      next: 'Take the package of the right language.',
    },
    {
      code: 2746,
      text: 'Transform [2] invalid for package [3]. Expected product [4], found product [5].',
      occurs:
        'A transform of the patch is for another product. Patches hold one set of transforms for each target, so this is normal for those that do not fit.',
      next: 'If the run ends with 1642, the rollup is for another baseline.',
    },
    {
      code: 2747,
      text: 'Transform [2] invalid for package [3]. Expected product version < [4], found product version [5].',
      occurs:
        'A transform of the patch is for an older version of the product. This is normal for targets that do not fit.',
      next: 'If the run ends with 1642, the rollup is for another baseline.',
    },
    {
      code: 2748,
      text: 'Transform [2] invalid for package [3]. Expected product version <= [4], found product version [5].',
      occurs:
        'A transform of the patch is for another version of the product. This is normal for targets that do not fit.',
      next: 'If the run ends with 1642, the rollup is for another baseline.',
    },
    {
      code: 2749,
      text: 'Transform [2] invalid for package [3]. Expected product version == [4], found product version [5].',
      occurs:
        'A transform of the patch is for another version of the product. This is normal for targets that do not fit.',
      next: 'If the run ends with 1642, the rollup is for another baseline.',
    },
    {
      code: 2750,
      text: 'Transform [2] invalid for package [3]. Expected product version >= [4], found product version [5].',
      occurs:
        'A transform of the patch is for another version of the product. This is normal for targets that do not fit.',
      next: 'If the run ends with 1642, the rollup is for another baseline.',
    },
    {
      code: 2751,
      text: 'Transform [2] invalid for package [3]. Expected product version > [4], found product version [5].',
      occurs:
        'A transform of the patch is for another version of the product. This is normal for targets that do not fit.',
      next: 'If the run ends with 1642, the rollup is for another baseline.',
    },
    {
      code: 2755,
      text: 'Server returned unexpected error [2] attempting to install package [3].',
      occurs:
        'The service opened the package and could not: its account may not read it, or the drive is mapped for one user.',
      next: 'Copy the package to a local folder that SYSTEM can read.',
    },
    {
      code: 2760,
      text: 'Transform [2] invalid for package [3]. Expected upgrade code [4], found [5].',
      occurs: 'A transform of the patch is for another family of products. This is normal for targets that do not fit.',
      next: 'If the run ends with 1642, the rollup is for another baseline.',
    },
    {
      code: 2768,
      text: 'Transform in patch package is invalid.',
      occurs: 'A transform in the patch is invalid.',
      next: 'Compare the .msp with the original.',
    },
    {
      code: 2771,
      text: 'Upgrade of feature [2] has a missing component. .',
      occurs: 'A feature that the patch changes lacks a component.',
      next: 'Compare the baseline of the rollup with that of the product.',
    },
    {
      code: 2772,
      text: 'New upgrade feature [2] must be a leaf feature.',
      occurs: 'The patch adds a feature in a way that is not allowed.',
      next: 'This is a mistake in a package.',
    },
    {
      code: 2826,
      text: 'Control [3] on dialog [2] extends beyond the boundaries of the dialog [4] by [5] pixels.',
      occurs: 'A control of a dialog reaches over its edge. It concerns looks only.',
      next: 'Nothing to look for.',
    },
    {
      code: 2898,
      text: "For [2] textstyle, the system created a '[3]' font, in [4] character set.",
      occurs: 'A font for the wizard was created. It concerns looks only.',
      next: 'Nothing to look for.',
    },
    {
      code: 2911,
      text: 'Could not remove the folder [2].',
      occurs: 'A folder could not be removed at the end.',
      next: 'Nothing to look for.',
    },
  ],
)

import { INTERNAL_MESSAGES, type InternalMessageNumber } from '../../model/words/messages.ts'
import { type Advice, type Meaning, meaningsOf } from './meaning.ts'

/** Messages that only a log shows. What they say: model/words. */

const ADVICE: Readonly<Record<InternalMessageNumber, Advice>> = {
  2200: {
    occurs: 'A database could not be created.',
    next: 'Look at free space and rights in C:\\WINDOWS\\Installer.',
  },
  2203: {
    occurs:
      'A file that should be a package or a state file could not be opened. Every healthy log has it for an .ipi that does not exist yet.',
    next: 'See the file and the last field: -2147287038 for an .msp in C:\\WINDOWS\\Installer is a cached patch that is gone.',
  },
  2205: {
    occurs: 'A table is not there. Packages carry only the tables that they use.',
    next: 'If no action fails right behind it, read on.',
  },
  2219: {
    occurs: 'The file is no installer database.',
    next: 'Compare size and signature with the original.',
  },
  2225: {
    occurs: 'A transform wants to change a table that exists only in memory.',
    next: 'This is a mistake in a package.',
  },
  2226: {
    occurs: 'A transform could not be applied.',
    next: 'See which patch the log applies at that point.',
  },
  2228: {
    occurs: 'A query names a table that is not there. Packages carry only the tables that they use.',
    next: 'If no action fails right behind it, read on.',
  },
  2246: {
    occurs: 'The transform inside a patch is damaged.',
    next: 'Compare the .msp with the original.',
  },
  2247: {
    occurs: 'The transform inside a patch could not be read.',
    next: 'Compare the .msp with the original.',
  },
  2260: {
    occurs: 'A package could not be copied.',
    next: 'Look at free space.',
  },
  2261: {
    occurs: 'A stream could not be removed from a package.',
    next: 'If no action fails right behind it, read on.',
  },
  2262: {
    occurs:
      'The package has no stream for this table. The installer asks for many tables that few packages have, so healthy logs are full of it.',
    next: 'Nothing to look for, `Error` and `Property` included.',
  },
  2263: {
    occurs: 'A stream of the package could not be opened.',
    next: 'Compare the package with the original.',
  },
  2265: {
    occurs: 'A state file could not be written. Behind InstallFinalize this is normal: the file is gone already.',
    next: 'If no action fails right behind it, read on.',
  },
  2266: {
    occurs: 'The state file could not be set back.',
    next: 'If no action fails right behind it, read on.',
  },
  2302: {
    occurs: 'More was patched than the file has.',
    next: 'Compare the .msp with the original.',
  },
  2303: {
    occurs: 'The installer could not ask about a drive.',
    next: 'Check mapped drives.',
  },
  2318: {
    occurs: 'A file that was to be deleted is not there. Logs of good runs have it twice at the end.',
    next: 'Nothing to look for.',
  },
  2324: {
    occurs: 'A file could not be opened.',
    next: 'The system error says why: 32 is somebody who holds it, 5 is rights.',
  },
  2327: {
    occurs: 'A folder could not be removed, mostly because it is not empty.',
    next: 'Nothing to look for, unless the folder itself is the subject.',
  },
  2329: {
    occurs: 'A file could not be deleted.',
    next: 'The system error says why: 32 is somebody who holds it, 5 is rights.',
  },
  2330: {
    occurs: 'The attributes of a file could not be read.',
    next: 'The system error says why; 2 means that the file is not there.',
  },
  2335: {
    occurs: 'A folder is not below the one that the tables name.',
    next: 'This is a mistake in a package.',
  },
  2350: {
    occurs: 'The cabinet could not be unpacked: damaged, no room, or a scanner in between.',
    next: 'Look at free space, then compare the .msp with the original.',
  },
  2351: {
    occurs: 'The cabinet does not hold a file that the tables list.',
    next: 'Compare the .msp with the original.',
  },
  2355: {
    occurs: 'The cabinet is damaged.',
    next: 'Compare the .msp with the original.',
  },
  2356: {
    occurs: 'The cabinet inside the package was not found.',
    next: 'Compare the .msp with the original.',
  },
  2371: {
    occurs: 'A file could not be patched.',
    next: 'Compare the version of the file with the list of builds.',
  },
  2373: {
    occurs: 'A file inside the patch is no patch.',
    next: 'Compare the .msp with the original.',
  },
  2711: {
    occurs: 'A feature is named that the package does not have.',
    next: 'Look at ADDLOCAL, REINSTALL and REMOVE on the command line.',
  },
  2717: {
    occurs: 'The condition of an action cannot be read.',
    next: 'This is a mistake in a package: see the action before the first Return value 3.',
  },
  2721: {
    occurs: 'A custom action names a row of the Binary table that the package does not have.',
    next: 'This is a mistake in a package.',
  },
  2722: {
    occurs: 'A custom action names a file that the package does not have.',
    next: 'This is a mistake in a package.',
  },
  2723: {
    occurs: 'The type of a custom action is none that the engine knows.',
    next: 'This is a mistake in a package.',
  },
  2727: {
    occurs: 'A folder is asked for that the Directory table does not have. Logs of good patch runs have it.',
    next: 'Nothing to look for.',
  },
  2729: {
    occurs: 'The engine was asked something before it was ready, or after it had ended. Runs that end early have it.',
    next: 'Look further up: the run was over already.',
  },
  2732: {
    occurs: 'A folder was asked for before costing.',
    next: 'Find the action in the log. This is a mistake in a package.',
  },
  2738: {
    occurs: 'A custom action is a VBScript, and the registered engine for it cannot be loaded.',
    next: 'See which library HKCR\\CLSID has for VBScript, and whether it is there.',
  },
  2739: {
    occurs: 'A custom action is a JScript, and the registered engine for it cannot be loaded.',
    next: 'See which library HKCR\\CLSID has for JScript, and whether it is there.',
  },
  2745: {
    occurs: 'A transform of the patch is for another language than the product has.',
    next: 'Take the package of the right language.',
  },
  2746: {
    occurs:
      'A transform of the patch is for another product. Patches hold one set of transforms for each target, so this is normal for those that do not fit.',
    next: 'If the run ends with 1642, the rollup is for another baseline.',
  },
  2747: {
    occurs:
      'A transform of the patch is for an older version of the product. This is normal for targets that do not fit.',
    next: 'If the run ends with 1642, the rollup is for another baseline.',
  },
  2748: {
    occurs:
      'A transform of the patch is for another version of the product. This is normal for targets that do not fit.',
    next: 'If the run ends with 1642, the rollup is for another baseline.',
  },
  2749: {
    occurs:
      'A transform of the patch is for another version of the product. This is normal for targets that do not fit.',
    next: 'If the run ends with 1642, the rollup is for another baseline.',
  },
  2750: {
    occurs:
      'A transform of the patch is for another version of the product. This is normal for targets that do not fit.',
    next: 'If the run ends with 1642, the rollup is for another baseline.',
  },
  2751: {
    occurs:
      'A transform of the patch is for another version of the product. This is normal for targets that do not fit.',
    next: 'If the run ends with 1642, the rollup is for another baseline.',
  },
  2755: {
    occurs:
      'The service opened the package and could not: its account may not read it, or the drive is mapped for one user.',
    next: 'Copy the package to a local folder that SYSTEM can read.',
  },
  2760: {
    occurs: 'A transform of the patch is for another family of products. This is normal for targets that do not fit.',
    next: 'If the run ends with 1642, the rollup is for another baseline.',
  },
  2762: {
    occurs: 'An action that belongs into the script stands before InstallInitialize or behind InstallFinalize.',
    next: 'This is a mistake in a package.',
  },
  2768: {
    occurs: 'A transform in the patch is invalid.',
    next: 'Compare the .msp with the original.',
  },
  2771: {
    occurs: 'A feature that the patch changes lacks a component.',
    next: 'Compare the baseline of the rollup with that of the product.',
  },
  2772: {
    occurs: 'The patch adds a feature in a way that is not allowed.',
    next: 'This is a mistake in a package.',
  },
  2826: {
    occurs: 'A control of a dialog reaches over its edge. It concerns looks only.',
    next: 'Nothing to look for.',
  },
  2898: {
    occurs: 'A font for the wizard was created. It concerns looks only.',
    next: 'Nothing to look for.',
  },
  2911: {
    occurs: 'A folder could not be removed at the end.',
    next: 'Nothing to look for.',
  },
}

export const internalMessageMeanings: readonly Meaning[] = meaningsOf('message', INTERNAL_MESSAGES, ADVICE)

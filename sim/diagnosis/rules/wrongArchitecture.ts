import { command, kbNumber, quoted, word } from '../../foreign/commandLine.ts'
import type { Evidence } from '../evidence.ts'
import type { Remedy } from '../finding.ts'
import { remedy, searched } from '../remedies.ts'
import { rollupPackage } from '../situation.ts'
import { refusalRule } from './refusal.ts'

/** The package is for the other kind of processor. Which one was meant is not known. */

export const wrongArchitecture = refusalRule({
  cause: 'wrong-architecture',
  title: 'The package is for the other architecture',
  message: /version of this file is not compatible with the version of Exchange Server 2007/i,
  remedies: evidence => [takeTheOther(evidence)],
})

/** Package names end in `-x64-EN.msp` or `-x86-EN.msp`. */
function takeTheOther(evidence: Evidence): Remedy {
  const { path, kb: number } = rollupPackage(evidence)
  const kb = kbNumber(number)
  const other = /-x86-/i.test(path ?? '') ? word`x64` : /-x64-/i.test(path ?? '') ? word`x86` : word`x64`
  const package_ = searched(word`path of the ${other} package`, word`Exchange2007-${kb ?? word`KB*`}-${other}-*.msp`)
  const log = quoted(word`C:\\${kb ?? word`rollup`}.log`)
  const install = command`msiexec /p ${quoted(word`<${package_.name}>`)} /lxv* ${log}`
  return {
    ...remedy(
      'install-other-architecture',
      `Take the ${other} package`,
      [package_.from, install],
      ['Confirm the new version of ExSetup.exe'],
    ),
    placeholders: [package_],
  }
}

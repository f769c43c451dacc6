import { fold } from '../../../model/machine/names.ts'
import type { Cmdlet } from './cmdlet.ts'
import { contentCmdlets } from './cmdletsOfContents.ts'
import { eventCmdlets } from './cmdletsOfEvents.ts'
import { fileCmdlets } from './cmdletsOfFiles.ts'
import { helpCmdlets } from './cmdletsOfHelp.ts'
import { outputCmdlets } from './cmdletsOfOutput.ts'
import { pipeCmdlets } from './cmdletsOfPipes.ts'
import { policyCmdlets } from './cmdletsOfPolicy.ts'
import { processCmdlets } from './cmdletsOfProcesses.ts'
import { registryCmdlets } from './cmdletsOfRegistry.ts'
import { serviceCmdlets } from './cmdletsOfServices.ts'
import { snapInCmdlets } from './cmdletsOfSnapIns.ts'

/** Everything that PowerShell knows here besides programs and scripts. What a cmdlet does: its own file. */
export const cmdlets: readonly Cmdlet[] = [
  ...policyCmdlets,
  ...serviceCmdlets,
  ...processCmdlets,
  ...fileCmdlets,
  ...contentCmdlets,
  ...registryCmdlets,
  ...pipeCmdlets,
  ...outputCmdlets,
  ...eventCmdlets,
  ...helpCmdlets,
  ...snapInCmdlets,
]

const byCmdletName: ReadonlyMap<string, Cmdlet> = new Map(
  cmdlets.flatMap(cmdlet => cmdlet.names.map((name): [string, Cmdlet] => [fold(name), cmdlet])),
)

/** By name or alias. */
export function cmdletNamed(name: string): Cmdlet | undefined {
  return byCmdletName.get(fold(name))
}

import type { ProgramResult, Programs } from '../../installer/database.ts'
import { evidenceMs } from '../../machine/evidence.ts'
import { about, type Host } from '../../machine/host.ts'
import { type Machine, registryText, serviceNamed } from '../../machine/machine.ts'
import { fold, leafOf } from '../../machine/names.ts'
import { mayRead } from '../../machine/verdict.ts'
import { powershellError } from '../../words/powershell.ts'
import { serviceControl } from './serviceControl.ts'
import { updateOwa } from './updateOwa.ts'

/**
 * PowerShell 1.0, as far as a rollup and an engineer at work on one need it: running the two scripts of the product.
 * Lines that are typed are the business of sim/prompt.
 */

export const LOCAL_POLICY_KEY = 'HKLM\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell'
export const GROUP_POLICY_KEY = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell'

/**
 * The policy in force. One that group policy sets is found with the help of WMI: while that service is down, scripts
 * are refused (KB981474).
 */
export function executionPolicy(machine: Machine): string {
  const group = registryText(machine, GROUP_POLICY_KEY, 'ExecutionPolicy')
  if (group !== undefined) return serviceNamed(machine, 'winmgmt')?.state === 'running' ? group : 'Restricted'
  return registryText(machine, LOCAL_POLICY_KEY, 'ExecutionPolicy') ?? 'Restricted'
}

const RUNS_SCRIPTS: ReadonlySet<string> = new Set(['remotesigned', 'unrestricted', 'bypass'])

export type PowerShellScript = (host: Host, argument: string) => number

const SCRIPTS: Readonly<Record<string, PowerShellScript>> = {
  'servicecontrol.ps1': serviceControl,
  'updateowa.ps1': host => updateOwa(host),
}

/** Where the policy in force is set. */
function policySetting(machine: Machine): string {
  const group = registryText(machine, GROUP_POLICY_KEY, 'ExecutionPolicy')
  return `${group === undefined ? LOCAL_POLICY_KEY : GROUP_POLICY_KEY}\\ExecutionPolicy`
}

/** What is refused is printed, or lost: that it is about the subject is told in either case. */
function refused(host: Host, kind: 'file' | 'setting', name: string, text: string): ProgramResult {
  return about(host, { kind, name }, () => ({ exitCode: 1, output: [text] }))
}

/** Runs `path argument` as a statement in a shell that is already open. */
export function runScript(host: Host, path: string, argument: string): ProgramResult {
  const script = SCRIPTS[fold(leafOf(path))]
  if (!script || mayRead(host.machine, path) !== 0) {
    return refused(host, 'file', path, powershellError('notRecognized', path))
  }
  if (!RUNS_SCRIPTS.has(fold(executionPolicy(host.machine)))) {
    return refused(host, 'setting', policySetting(host.machine), powershellError('scriptsDisabled', path))
  }
  return { exitCode: script(host, argument), output: [] }
}

/** `powershell -command . 'C:\...\servicecontrol.ps1' BeforePatch` */
const COMMAND = /^\s*-(?:command|c)\s+"?\s*[.&]?\s*'([^']+)'\s*([^"]*?)"?\s*$/i

/** `"QuietExe.exe" "powershell.exe" " -command ..."`: starts a program without a window; what it prints is lost. */
const QUIET = /^"[^"]*\\QuietExe\.exe"\s+"([^"]+)"\s+"(.*)"$/i

const NGEN = /ngen\.exe"?\s+update/i

/** Programs that the rollup's custom actions start. */
export const programs: Programs = (host, commandLine, user) => {
  const quiet = QUIET.exec(commandLine)
  if (quiet) return { exitCode: start(host, quiet[1]!, quiet[2]!, user).exitCode, output: [] }
  if (NGEN.test(commandLine)) {
    host.wait(NATIVE_IMAGE_BATCHES * evidenceMs(host.machine, user))
    host.spend(NATIVE_IMAGES_MS)
    return { exitCode: 0, output: [] }
  }
  return { exitCode: 1, output: [] }
}

/** "This process can take a long time to finish": some minutes for the assemblies of a rollup. */
const NATIVE_IMAGES_MS = 190_000

/** Each batch of assemblies is compiled by a process of its own, which asks for publisher evidence (modelled). */
const NATIVE_IMAGE_BATCHES = 12

function start(host: Host, program: string, argument: string, user: string): ProgramResult {
  // A managed program: it asks for publisher evidence before it looks at its command line.
  host.wait(evidenceMs(host.machine, user))
  host.spend(SHELL_START_MS)
  const statement = COMMAND.exec(argument)
  if (fold(leafOf(program)) !== 'powershell.exe' || !statement || mayRead(host.machine, program) !== 0) {
    return { exitCode: 1, output: [] }
  }
  return runScript(host, statement[1]!, statement[2]!.trim())
}

/** From the start of QuietExe to the first statement: 1.45 s to a refusal in the bulletin's first excerpt. */
const SHELL_START_MS = 1300

import { operatingSystems } from '../../../model/exchange/os.ts'
import { accountDomain } from '../../../model/installer/accounts.ts'
import { byName, fold, joinPath } from '../../../model/machine/names.ts'
import type { WindowsId } from '../../../model/words/wording.ts'
import { longDateOf, timeOf } from '../../forms/clock.ts'
import { searchPath } from './searchPath.ts'
import { machineOf, type PromptSession, printedFolder } from './session.ts'

/** The variables of the administrator who signed in, as both shells see them. A window that closes forgets what was set. */

type Source = (session: PromptSession) => string | undefined

const PROGRAM_FILES = 'C:\\Program Files'

const ROAMING: Readonly<Record<WindowsId, string>> = {
  'windows-server-2003': 'Application Data',
  'windows-server-2008': 'AppData\\Roaming',
}

const on64 = (session: PromptSession, path: string): string | undefined =>
  machineOf(session).arch === 'x64' ? path : undefined

const VARIABLES: Readonly<Record<string, Source>> = {
  ALLUSERSPROFILE: session => operatingSystems[machineOf(session).windows.id].allUsersProfile,
  APPDATA: session => joinPath(machineOf(session).windows.adminProfile, ROAMING[machineOf(session).windows.id]),
  CommonProgramFiles: () => `${PROGRAM_FILES}\\Common Files`,
  'CommonProgramFiles(x86)': session => on64(session, `${PROGRAM_FILES} (x86)\\Common Files`),
  COMPUTERNAME: session => machineOf(session).name,
  ComSpec: session => joinPath(machineOf(session).windows.systemRoot, 'system32', 'cmd.exe'),
  HOMEDRIVE: () => 'C:',
  HOMEPATH: session => machineOf(session).windows.adminProfile.slice('C:'.length),
  OS: () => 'Windows_NT',
  Path: session => searchPath(session).join(';'),
  PATHEXT: () => '.COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH',
  PROCESSOR_ARCHITECTURE: session => (machineOf(session).arch === 'x64' ? 'AMD64' : 'x86'),
  ProgramFiles: () => PROGRAM_FILES,
  'ProgramFiles(x86)': session => on64(session, `${PROGRAM_FILES} (x86)`),
  PROMPT: () => '$P$G',
  SystemDrive: () => 'C:',
  SystemRoot: session => machineOf(session).windows.systemRoot,
  TEMP: session => machineOf(session).windows.adminTemp,
  TMP: session => machineOf(session).windows.adminTemp,
  USERDOMAIN: session => accountDomain(machineOf(session)),
  USERNAME: () => 'Administrator',
  USERPROFILE: session => machineOf(session).windows.adminProfile,
  windir: session => machineOf(session).windows.systemRoot,
}

/** What cmd makes up when it is asked; they are in no list. */
const MADE_UP: Readonly<Record<string, Source>> = {
  cd: printedFolder,
  date: session => longDateOf(machineOf(session)),
  errorlevel: session => String(session.exitCode),
  time: session => timeOf(machineOf(session)),
}

const known: ReadonlyMap<string, readonly [name: string, of: Source]> = new Map(
  Object.entries(VARIABLES).map(([name, of]) => [fold(name), [name, of]]),
)

/** %NAME% */
export function variable(session: PromptSession, name: string): string | undefined {
  const set = environmentVariable(session, name)
  return set ?? (Object.hasOwn(MADE_UP, fold(name)) ? MADE_UP[fold(name)]!(session) : undefined)
}

/** The same without what only cmd makes up. */
export function environmentVariable(session: PromptSession, name: string): string | undefined {
  const set = session.environment.get(fold(name))
  return set ? set.value : known.get(fold(name))?.[1](session)
}

/** `NAME=value`, by name. */
export function environmentList(session: PromptSession): readonly (readonly [name: string, value: string])[] {
  const own = [...session.environment.values()].map(({ name, value }) => [name, value] as const)
  const others = [...known].flatMap(([folded, [name, of]]) =>
    session.environment.has(folded) ? [] : [[name, of(session)] as const],
  )
  return [...own, ...others]
    .filter((row): row is [string, string] => row[1] !== undefined)
    .sort((a, b) => byName(a[0], b[0]))
}

/** undefined takes it away. */
export function setVariable(session: PromptSession, name: string, value: string | undefined): void {
  session.environment.set(fold(name), {
    name: session.environment.get(fold(name))?.name ?? known.get(fold(name))?.[0] ?? name,
    value,
  })
}

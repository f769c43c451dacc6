import { clockTime, type Machine } from '../machine/machine.ts'
import { joinPath } from '../machine/names.ts'
import type { Windows } from '../machine/parts.ts'
import { clockText, shortDate } from '../machine/time.ts'
import { sidOf } from './accounts.ts'
import { setElevation } from './elevation.ts'
import { type InstallerRun, type InstallSession, log, setProperty, tempFolder } from './session.ts'

/**
 * What the engine knows of the machine and of the account before the first action: the properties of a dump between
 * VersionDatabase and Privileged. Names and order are those of real dumps (msi-log-anatomy.md); the figures of the
 * screen and of the memory are those of the modelled server. Knows no package.
 */
export function setWindowsProperties(session: InstallSession): void {
  const { machine } = session.run.host
  setProperty(session, 'VersionDatabase', '200')
  const folders = shellFolders(session.run)
  for (const { path } of folders) log(session, 'shellFolder', path)
  log(session, 'note5', 2898, FONT, FONT, 0, TEXT_HEIGHT)
  const rows = [...system(machine), ...standardFolders(session.run), ...folderProperties(folders), ...rest(session.run)]
  for (const [name, value] of rows) session.properties.set(name, value)
  setElevation(session)
  registeredOwner(session)
}

/** The font that the engine measures TextHeight with, before any dialog of the package (corpus 001 to 017). */
const FONT = 'MS Sans Serif'
const TEXT_HEIGHT = 16

type NamedText = readonly [name: string, value: string]

function system(machine: Machine): NamedText[] {
  const { engineNumber, versionNT, build, servicePack } = machine.windows
  return [
    ['VersionMsi', versionOf(engineNumber)],
    ['VersionNT', String(versionNT)],
    ...only64(machine, ['VersionNT64', String(versionNT)]),
    ['WindowsBuild', String(build)],
    ['ServicePackLevel', String(servicePack)],
    ['ServicePackLevelMinor', '0'],
    ['MsiNTProductType', '3'],
  ]
}

/** `3.01`, `4.05` */
export const versionOf = (engineNumber: number): string =>
  `${Math.floor(engineNumber / 100)}.${String(engineNumber % 100).padStart(2, '0')}`

function standardFolders(run: InstallerRun): NamedText[] {
  const { machine } = run.host
  const { systemRoot } = machine.windows
  const programs = machine.arch === 'x64' ? 'C:\\Program Files (x86)' : 'C:\\Program Files'
  return [
    ['WindowsFolder', `${systemRoot}\\`],
    ['WindowsVolume', `${systemRoot.slice(0, 2)}\\`],
    ...only64(machine, ['System64Folder', `${systemRoot}\\system32\\`]),
    ['SystemFolder', `${systemRoot}\\${machine.arch === 'x64' ? 'SysWOW64' : 'system32'}\\`],
    ['RemoteAdminTS', '1'],
    ['TempFolder', `${tempFolder(run)}\\`],
    ['ProgramFilesFolder', `${programs}\\`],
    ['CommonFilesFolder', `${programs}\\Common Files\\`],
    ...only64(
      machine,
      ['ProgramFiles64Folder', 'C:\\Program Files\\'],
      ['CommonFiles64Folder', 'C:\\Program Files\\Common Files\\'],
    ),
  ]
}

function only64(machine: Machine, ...rows: NamedText[]): NamedText[] {
  return machine.arch === 'x64' ? rows : []
}

interface ShellFolder {
  /** The property that it fills; one name may come twice, and then the second counts. */
  readonly property: string
  readonly path: string
}

/** In the order in which the shell is asked: the account's own, then those of all users, which win with ALLUSERS=1. */
function shellFolders(run: InstallerRun): ShellFolder[] {
  const { windows } = run.host.machine
  const names = windows.versionNT < 600 ? FOLDERS_2003 : FOLDERS_2008
  const own = run.request.user === 'SYSTEM' ? windows.systemProfile : windows.adminProfile
  const under = (rows: Readonly<Record<string, string>>, root: string): ShellFolder[] =>
    Object.entries(rows).map(([property, below]) => ({ property, path: joinPath(root, below) }))
  return [
    ...under(names.own, own),
    { property: 'CommonAppDataFolder', path: joinPath(windows.allUsersProfile, ...names.commonData) },
    ...under(names.local, own),
    ...menus(joinPath(own, ...names.menu), joinPath(own, 'Desktop')),
    ...menus(joinPath(windows.allUsersProfile, ...names.commonMenu), names.commonDesktop(windows)),
    { property: 'FontsFolder', path: joinPath(windows.systemRoot, 'Fonts') },
  ]
}

function menus(menu: string, desktop: string): ShellFolder[] {
  const programs = joinPath(menu, 'Programs')
  return [
    { property: 'AdminToolsFolder', path: joinPath(programs, 'Administrative Tools') },
    { property: 'StartupFolder', path: joinPath(programs, 'Startup') },
    { property: 'ProgramMenuFolder', path: programs },
    { property: 'StartMenuFolder', path: menu },
    { property: 'DesktopFolder', path: desktop },
  ]
}

interface FolderNames {
  readonly own: Readonly<Record<string, string>>
  readonly local: Readonly<Record<string, string>>
  readonly menu: readonly string[]
  readonly commonData: readonly string[]
  readonly commonMenu: readonly string[]
  readonly commonDesktop: (windows: Windows) => string
}

const FOLDERS_2003: FolderNames = {
  own: {
    AppDataFolder: 'Application Data',
    FavoritesFolder: 'Favorites',
    NetHoodFolder: 'NetHood',
    PersonalFolder: 'My Documents',
    PrintHoodFolder: 'PrintHood',
    RecentFolder: 'Recent',
    SendToFolder: 'SendTo',
    TemplateFolder: 'Templates',
  },
  local: {
    LocalAppDataFolder: 'Local Settings\\Application Data',
    MyPicturesFolder: 'My Documents\\My Pictures',
  },
  menu: ['Start Menu'],
  commonData: ['Application Data'],
  commonMenu: ['Start Menu'],
  commonDesktop: windows => joinPath(windows.allUsersProfile, 'Desktop'),
}

const FOLDERS_2008: FolderNames = {
  own: {
    AppDataFolder: 'AppData\\Roaming',
    FavoritesFolder: 'Favorites',
    NetHoodFolder: 'AppData\\Roaming\\Microsoft\\Windows\\Network Shortcuts',
    PersonalFolder: 'Documents',
    PrintHoodFolder: 'AppData\\Roaming\\Microsoft\\Windows\\Printer Shortcuts',
    RecentFolder: 'AppData\\Roaming\\Microsoft\\Windows\\Recent',
    SendToFolder: 'AppData\\Roaming\\Microsoft\\Windows\\SendTo',
    TemplateFolder: 'AppData\\Roaming\\Microsoft\\Windows\\Templates',
  },
  local: { LocalAppDataFolder: 'AppData\\Local', MyPicturesFolder: 'Pictures' },
  menu: ['AppData', 'Roaming', 'Microsoft', 'Windows', 'Start Menu'],
  commonData: [],
  commonMenu: ['Microsoft', 'Windows', 'Start Menu'],
  commonDesktop: () => 'C:\\Users\\Public\\Desktop',
}

function folderProperties(folders: readonly ShellFolder[]): NamedText[] {
  return folders.map(({ property, path }): NamedText => [property, `${path}\\`])
}

function rest(run: InstallerRun): NamedText[] {
  const { machine } = run.host
  const { texture } = machine
  const { memoryMb, screen } = texture
  return [
    ['GPTSupport', '1'],
    ['OLEAdvtSupport', '1'],
    ['ShellAdvtSupport', '1'],
    ...only64(machine, ['MsiAMD64', '6'], ['Msix64', '6']),
    ['Intel', '6'],
    ['PhysicalMemory', String(memoryMb)],
    ['VirtualMemory', String(virtualMb(memoryMb))],
    ...administrator(run),
    ['LogonUser', run.request.user],
    ['UserSID', sidOf(run.request.user, texture)],
    ['UserLanguageID', '1033'],
    ['ComputerName', machine.name],
    ['SystemLanguageID', '1033'],
    ['ScreenX', String(screen.x)],
    ['ScreenY', String(screen.y)],
    ['CaptionHeight', '26'],
    ['BorderTop', '1'],
    ['BorderSide', '1'],
    ['TextHeight', String(TEXT_HEIGHT)],
    ['TextInternalLeading', '3'],
    ['ColorBits', String(screen.colorBits)],
    ['TTCSupport', '1'],
    ['Time', clockText(clockTime(machine), machine.zone)],
    ['Date', shortDate(clockTime(machine), machine.zone)],
    ['MsiNetAssemblySupport', machine.windows.frameworkVersion],
    ['MsiWin32AssemblySupport', machine.windows.assemblySupport],
    ['RedirectedDllSupport', '2'],
    ...(machine.windows.engineNumber < 400 ? ([['Privileged', '1']] as const) : []),
  ]
}

/** What is left of memory and paging file together, where half as much again is paged (modelled). */
export const virtualMb = (memoryMb: number): number => Math.floor(memoryMb * 1.44)

/** From 4.0 on a filtered token is no administrator's by itself. */
function administrator({ host, request }: InstallerRun): NamedText[] {
  if (host.machine.windows.engineNumber < 400) return [['AdminUser', '1']]
  return request.elevated
    ? [
        ['AdminUser', '1'],
        ['MsiTrueAdminUser', '1'],
      ]
    : []
}

/** The old setup program that kept names of its own never ran here. What the client hands over is not looked for again. */
function registeredOwner(session: InstallSession): void {
  const { registeredOwner, registeredOrganization } = session.run.host.machine.texture
  for (const [property, value] of [
    ['USERNAME', registeredOwner],
    ['COMPANYNAME', registeredOrganization],
  ] as const) {
    if (session.properties.has(property)) continue
    log(session, 'note3', 1402, 'HKEY_CURRENT_USER\\Software\\Microsoft\\MS Setup (ACME)\\User Info', 2)
    setProperty(session, property, value)
  }
}

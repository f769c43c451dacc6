import { fromCivil } from '../machine/calendar.ts'
import type { Windows } from '../machine/parts.ts'
import { documented, modelled, observed, type Sourced, type SourcedRow } from '../words/grade.ts'
import type { WindowsId } from '../words/wording.ts'

/**
 * The two operating systems on which Exchange Server 2007 runs, and the installer engines found on them. Knows nothing
 * of Exchange.
 */

export type OsId = WindowsId
export type InstallerId = '3.1' | '4.0' | '4.5'

/** What a service pack of Windows decides. */
type OfPack = 'version' | 'build' | 'servicePack' | 'kernelRevision' | 'frameworkVersion' | 'assemblySupport'

export interface ServicePack extends SourcedRow, Pick<Windows, OfPack> {
  readonly os: OsId
  /** From when on servers have it; undefined: always. */
  readonly since: number | undefined
}

export interface OperatingSystem extends Omit<Windows, 'engine' | 'engineNumber' | OfPack> {
  /** `OS Name` of systeminfo. */
  readonly name: string
  readonly profiles: string
  readonly powershellVersion: string
  /** Of the administrator and of SYSTEM: `M/d/yyyy`. */
  readonly shortDate: string
  readonly time: string
  readonly framework: string
  readonly defaultInstaller: InstallerId
  /** Where each of the facts above comes from. */
  readonly fields: Readonly<Record<string, Sourced>>
}

const choice = modelled('decisions.md 11')
const memory = modelled('memory')
const bulletin = documented('bulletin')
const features = documented('windows-installer.md 0.3')

export const operatingSystems: Readonly<Record<OsId, OperatingSystem>> = {
  'windows-server-2003': {
    id: 'windows-server-2003',
    name: 'Microsoft(R) Windows(R) Server 2003 Standard x64 Edition',
    versionNT: 502,
    systemRoot: 'C:\\WINDOWS',
    systemFolder: 'C:\\WINDOWS\\system32',
    profiles: 'C:\\Documents and Settings',
    allUsersProfile: 'C:\\Documents and Settings\\All Users',
    systemProfile: 'C:\\WINDOWS\\system32\\config\\systemprofile',
    adminProfile: 'C:\\Documents and Settings\\Administrator',
    adminDesktop: 'C:\\Documents and Settings\\Administrator\\Desktop',
    adminTemp: 'C:\\Documents and Settings\\Administrator\\Local Settings\\Temp',
    systemTemp: 'C:\\WINDOWS\\Temp',
    applicationLog: 'C:\\WINDOWS\\system32\\config\\AppEvent.Evt',
    systemLog: 'C:\\WINDOWS\\system32\\config\\SysEvent.Evt',
    powershell: 'C:\\WINDOWS\\system32\\WindowsPowerShell\\v1.0\\powershell.exe',
    powershellVersion: '1.0',
    shortDate: 'M/d/yyyy',
    time: 'H:mm:ss',
    framework: 'C:\\WINDOWS\\Microsoft.NET\\Framework64\\v2.0.50727',
    restartManager: false,
    userAccountControl: false,
    defaultInstaller: '3.1',
    fields: {
      id: modelled('our choice: the name in scenarios'),
      name: memory,
      versionNT: memory,
      systemRoot: bulletin,
      systemFolder: memory,
      profiles: bulletin,
      allUsersProfile: memory,
      systemProfile: memory,
      adminProfile: bulletin,
      adminDesktop: bulletin,
      adminTemp: memory,
      systemTemp: modelled('decisions.md 3'),
      applicationLog: memory,
      systemLog: memory,
      powershell: bulletin,
      powershellVersion: modelled('memory: the only version that Exchange 2007 RTM supports'),
      shortDate: bulletin,
      time: bulletin,
      framework: memory,
      restartManager: features,
      userAccountControl: memory,
      defaultInstaller: choice,
    },
  },
  'windows-server-2008': {
    id: 'windows-server-2008',
    name: 'Microsoft® Windows Server® 2008 Standard',
    versionNT: 600,
    systemRoot: 'C:\\Windows',
    systemFolder: 'C:\\Windows\\System32',
    profiles: 'C:\\Users',
    allUsersProfile: 'C:\\ProgramData',
    systemProfile: 'C:\\Windows\\system32\\config\\systemprofile',
    adminProfile: 'C:\\Users\\Administrator',
    adminDesktop: 'C:\\Users\\Administrator\\Desktop',
    adminTemp: 'C:\\Users\\Administrator\\AppData\\Local\\Temp\\2',
    systemTemp: 'C:\\Windows\\Temp',
    applicationLog: 'C:\\Windows\\System32\\winevt\\Logs\\Application.evtx',
    systemLog: 'C:\\Windows\\System32\\winevt\\Logs\\System.evtx',
    powershell: 'C:\\Windows\\system32\\WindowsPowerShell\\v1.0\\powershell.exe',
    powershellVersion: '1.0',
    shortDate: 'M/d/yyyy',
    time: 'H:mm:ss',
    framework: 'C:\\Windows\\Microsoft.NET\\Framework64\\v2.0.50727',
    restartManager: true,
    userAccountControl: true,
    defaultInstaller: '4.5',
    fields: {
      id: modelled('our choice: the name in scenarios'),
      name: memory,
      versionNT: memory,
      systemRoot: bulletin,
      systemFolder: memory,
      profiles: bulletin,
      allUsersProfile: memory,
      systemProfile: memory,
      adminProfile: memory,
      adminDesktop: memory,
      adminTemp: bulletin,
      systemTemp: modelled('decisions.md 3'),
      applicationLog: memory,
      systemLog: memory,
      powershell: memory,
      powershellVersion: memory,
      shortDate: memory,
      time: memory,
      framework: memory,
      restartManager: features,
      userAccountControl: bulletin,
      defaultInstaller: choice,
    },
  },
}

/** Of each system the latest first. When they came out: memory. */
export const servicePacks: readonly ServicePack[] = [
  {
    os: 'windows-server-2003',
    since: undefined,
    version: '5.2.3790',
    build: 3790,
    servicePack: 2,
    kernelRevision: 3959,
    frameworkVersion: '2.0.50727.1433',
    assemblySupport: '5.2.3790.3959',
    ...memory,
    fields: { version: observed('formats.md 4'), build: observed('formats.md 4'), servicePack: choice },
  },
  {
    os: 'windows-server-2008',
    since: fromCivil({ year: 2009, month: 5, day: 26 }),
    version: '6.0.6002',
    build: 6002,
    servicePack: 2,
    kernelRevision: 18_005,
    frameworkVersion: '2.0.50727.4016',
    assemblySupport: '6.0.6002.18005',
    ...memory,
    fields: { servicePack: choice },
  },
  {
    os: 'windows-server-2008',
    since: undefined,
    version: '6.0.6001',
    build: 6001,
    servicePack: 1,
    kernelRevision: 18_000,
    frameworkVersion: '2.0.50727.1434',
    assemblySupport: '6.0.6001.18000',
    ...memory,
    fields: { servicePack: choice },
  },
]

export interface InstallerEngine extends SourcedRow {
  readonly os: OsId
  readonly servicePack: number
  readonly installer: InstallerId
  /** As the first line of a log prints it, after SHIP UNICODE. */
  readonly build: string
  /** Version of msi.dll. */
  readonly fileVersion: string
  /** In the header of a script: 301, 400, 405. */
  readonly number: number
}

const released = documented('windows-installer.md 0.2')
const unseen = { ...released, fields: { build: memory } }

export const installerEngines: readonly InstallerEngine[] = [
  engine('windows-server-2003', 2, '3.1', '3.01.4000.4042', '3.1.4000.4042', 301, bulletin),
  engine('windows-server-2003', 2, '4.5', '4.05.6001.00', '4.5.6001.22159', 405, unseen),
  engine('windows-server-2008', 1, '4.0', '4.00.6001.00', '4.0.6001.18000', 400, unseen),
  engine('windows-server-2008', 1, '4.5', '4.05.6001.00', '4.5.6001.22162', 405, unseen),
  engine('windows-server-2008', 2, '4.5', '4.05.6002.00', '4.5.6002.18005', 405, unseen),
]

function engine(
  os: OsId,
  servicePack: number,
  installer: InstallerId,
  build: string,
  fileVersion: string,
  number: number,
  origin: SourcedRow,
): InstallerEngine {
  return { os, servicePack, installer, build, fileVersion, number, ...origin }
}

/** What a server has at a time: the service pack of that time, and its engine of the installer. */
export interface Installed {
  readonly pack: ServicePack
  readonly engine: InstallerEngine
}

/**
 * Whoever has kept an engine that a service pack replaces has kept the service pack before it. Undefined where that engine
 * does not exist for the operating system.
 */
export function installedOn(os: OsId, at: number, installer?: InstallerId): Installed | undefined {
  const wanted = installer ?? operatingSystems[os].defaultInstaller
  for (const pack of servicePacks) {
    if (pack.os !== os || (pack.since !== undefined && at < pack.since)) continue
    const engine = installerEngines.find(
      row => row.os === os && row.servicePack === pack.servicePack && row.installer === wanted,
    )
    if (engine) return { pack, engine }
  }
  return undefined
}

import { accountDomain } from '../../installer/accounts.ts'
import { guidFrom } from '../../installer/guid.ts'
import type { Draw } from '../../machine/host.ts'
import type { Machine } from '../../machine/machine.ts'
import { fold, isWithin, joinPath, leafOf, normalPath } from '../../machine/names.ts'
import type { FileContent, FirstInstallation } from '../../machine/parts.ts'
import { imagePath } from '../../machine/services.ts'
import { type BaselineId, baselineOf, product } from '../builds.ts'
import { features } from '../features.ts'
import { inProduct, installedFiles, setupLogFiles, setupLogFolder } from '../files.ts'
import type { Role } from '../roles.ts'
import type { Setup } from './installation.ts'
import { prerequisitesXml } from './prerequisites.ts'
import { setupLogText } from './setupLog.ts'

/**
 * The installation of the product by its setup, months before anything is simulated, and the logs that it has left in
 * `C:\ExchangeSetupLogs`. It went well on every server, and nobody has to simulate it: minutes, names and order are modelled.
 */

export interface SetupFile {
  readonly name: string
  readonly content: FileContent
  readonly created: number
  readonly modified: number
}

export interface SetupOrder {
  readonly baseline: BaselineId
  readonly roles: readonly Role[]
  readonly source: string
  readonly packageName: string
  /** When the files of the product were copied. */
  readonly installed: number
}

const MINUTE = 60_000
const ENGLISH = 1033
const BEFORE_FILES = 4 * MINUTE

/** Files of the log folder that a finished installation leaves, as setup has written them on this machine. */
export function setupFiles(machine: Machine, asked: SetupOrder, draw: Draw): SetupFile[] {
  const order = { ...asked, installed: asked.installed + draw('setup second', MINUTE) }
  const installations = installationsOf(machine, order, draw)
  const setup = setupOf(machine, order, installations, draw)
  const told = setupLogText(setup)
  const written: ReadonlyMap<string, Omit<SetupFile, 'name'>> = new Map([
    ['ExchangeSetup.log', { ...text(told.text), created: setup.start, modified: told.end }],
    ['ExBPA.PreReqs.xml', { ...text(prerequisitesXml(setup)), created: setup.start, modified: setup.start }],
    ...[...installations].map(([log, installed]) => {
      const content: FileContent = { kind: 'first-install-log', installed }
      return [log, { content, created: installed.start, modified: installed.end }] as const
    }),
  ])
  return setupLogFiles
    .filter(({ kept }) => kept)
    .map(({ name }) => {
      const file = written.get(name)
      if (!file) throw new Error(`nobody has written ${name}`)
      return { name, ...file }
    })
}

const text = (value: string): Pick<SetupFile, 'content'> => ({ content: { kind: 'text', text: value } })

function setupOf(
  machine: Machine,
  { baseline, roles, source, installed }: SetupOrder,
  installations: ReadonlyMap<string, FirstInstallation>,
  draw: Draw,
): Setup {
  const own = [...machine.services.values()].filter(({ image }) =>
    isWithin(imagePath(image), normalPath(machine.texture.installPath)),
  )
  let steps = 0
  return {
    server: machine.name,
    accountDomain: accountDomain(machine),
    zone: machine.zone,
    domain: machine.domain,
    baseline,
    version: baselineOf(baseline).version,
    roles,
    source,
    target: machine.texture.installPath,
    services: new Map(own.map(({ name, state }) => [fold(name), state])),
    packages: [...installations].map(([log, { package: path, properties, start, end }]) => {
      return { task: TASKS[log]!, path, properties, log: joinPath(setupLogFolder, log), start, end }
    }),
    start: installed - BEFORE_FILES,
    pace: milliseconds => Math.floor(milliseconds / 2) + draw(`setup step ${steps++}`, milliseconds),
  }
}

// ------------------------------------------------------------------------------------------------------- packages

const TASKS: Readonly<Record<string, string>> = {
  'InstallSearch.msilog': 'Install-SearchPackage',
  'ExchangeSetup.msilog': 'Install-ExchangePackage',
  'Install.en.ExchangeServer.msilog': 'Install-LanguagePackage',
}

/** Packages are called in this order, each with a log of its own. Which there are is documented, what they say modelled. */
function installationsOf(
  machine: Machine,
  { baseline, roles, source, packageName, installed }: SetupOrder,
  draw: Draw,
): Map<string, FirstInstallation> {
  const { version } = baselineOf(baseline)
  const chosen = features.map(({ role, feature }) => ({
    name: feature,
    chosen: role === 'all' || roles.includes(role),
  }))
  const service = 4 * (300 + draw('setup service', 900))
  const common = {
    version,
    language: ENGLISH,
    caller: joinPath(source, 'Setup', 'ServerRoles', 'Common', 'ExSetup.exe'),
    pids: [4 * (300 + draw('setup client', 900)) + 3600, service] as const,
  }
  const addLocal = chosen.filter(feature => feature.chosen).map(({ name }) => name)
  const files = installedFiles(roles, baseline).map(({ path }) => inProduct(machine, path))
  const took = 2 * MINUTE + draw('setup copying', 3 * MINUTE)
  return new Map([
    [
      'InstallSearch.msilog',
      {
        ...common,
        name: 'Microsoft Full Text Indexing Engine for Exchange',
        code: guidFrom('full text indexing engine for Exchange 2007'),
        package: joinPath(source, 'Setup', 'ServerRoles', 'Mailbox', `msfte${machine.arch === 'x64' ? '64' : ''}.msi`),
        properties: 'REBOOT=ReallySuppress',
        features: [{ name: 'MSFTE', chosen: true }],
        files: [],
        start: installed - 40_000 - draw('setup search', 20_000),
        end: installed - 20_000,
      },
    ],
    [
      'ExchangeSetup.msilog',
      {
        ...common,
        name: product.name,
        code: product.code,
        package: joinPath(source, packageName),
        properties: `ADDLOCAL=${addLocal.join(',')} REBOOT=ReallySuppress TARGETDIR="${normalPath(machine.texture.installPath)}"`,
        features: chosen,
        files: files.filter(path => /\.(?:exe|dll)$/i.test(leafOf(path))).slice(0, SHOWN_FILES),
        start: installed,
        end: installed + took,
      },
    ],
    [
      'Install.en.ExchangeServer.msilog',
      {
        ...common,
        name: `${product.name} Language Pack - English`,
        code: guidFrom('language pack of Exchange 2007, English'),
        package: joinPath(source, 'Setup', 'ServerRoles', 'Common', 'en', 'ExchangeLanguagePack.msi'),
        properties: 'REBOOT=ReallySuppress',
        features: [{ name: 'Resources', chosen: true }],
        files: [],
        start: installed + took + 3_000,
        end: installed + took + 21_000 + draw('setup language', 9_000),
      },
    ],
  ])
}

/** The real log has them all, and megabytes of them. */
const SHOWN_FILES = 24

import { quietExec } from '../installer/customActionServer.ts'
import type {
  AppSearch,
  Catalogue,
  Component,
  CustomAction,
  Database,
  DialogRow,
  FileRow,
  LaunchCondition,
  Lookup,
  Package,
  Patch,
  RegistryRow,
  SequenceRow,
  Transform,
} from '../installer/database.ts'
import { type DirectoryRow, directoryRows, TARGET } from '../installer/directories.ts'
import { PRODUCT_CABINET } from '../installer/files.ts'
import { guidFrom } from '../installer/guid.ts'
import { recently } from '../machine/recently.ts'
import { compareVersions } from '../machine/version.ts'
import { LAUNCH_TEXTS } from '../words/launchTexts.ts'
import { upper } from '../words/letters.ts'
import {
  type Arch,
  type BaselineId,
  baselineOf,
  baselines,
  displayName,
  evidenceOff,
  logonPageReplaced,
  packageName,
  patchCode,
  product,
  type Rollup,
  rollups,
} from './builds.ts'
import { type Keys, keysOf } from './components.ts'
import { filesOf } from './contents.ts'
import { features, featuresOf } from './features.ts'
import { installedFiles, productFiles } from './files.ts'
import { type InterimUpdate, interimCode, interimFiles, interimName, interimOfCode } from './interim.ts'
import { prepareOwa } from './owaPreparation.ts'
import type { ProductFile } from './productFile.ts'
import { ROLES } from './roles.ts'

/**
 * Exchange Server 2007 as the installer sees it: an .msi per baseline and an .msp per rollup, made from the tables.
 * Knows no server and no run.
 */

const folderOf = ({ folder }: ProductFile, installPath: string): string => `${installPath}${folder}`

/** Parents are in the table before what is in them. */
const directoryOf = (
  files: readonly ProductFile[],
  known: readonly DirectoryRow[],
  installPath: string,
): DirectoryRow[] => directoryRows(new Set(files.map(file => folderOf(file, installPath))), known)

/** The folders that a package has by a name of the installer or of its own. */
const roots = (programFiles: string, installPath: string): readonly DirectoryRow[] => [
  TARGET,
  { directory: programFiles, parent: 'TARGETDIR', defaultDir: 'PFiles', path: 'C:\\Program Files\\' },
  {
    directory: 'MicrosoftFolder',
    parent: programFiles,
    defaultDir: 'MICROS~1|Microsoft',
    path: 'C:\\Program Files\\Microsoft\\',
  },
  { directory: 'INSTALLDIR', parent: 'MicrosoftFolder', defaultDir: 'EXCHAN~1|Exchange Server', path: installPath },
]

/** Every folder of the product, whatever a baseline has of it: keys are the same in all packages. */
function directoriesFrom(programFiles: string, installPath: string): readonly DirectoryRow[] {
  const known = roots(programFiles, installPath)
  return [...known, ...directoryOf(productFiles, known, installPath)]
}

const PROGRAM_FILES: Readonly<Record<Arch, string>> = { x64: 'ProgramFiles64Folder', x86: 'ProgramFilesFolder' }

/** Where the packages of a platform put things: tables have the folders as they are resolved on a server. */
interface Layout {
  readonly arch: Arch
  readonly installPath: string
  readonly directory: readonly DirectoryRow[]
}

const layoutOf = (arch: Arch, installPath: string): Layout => ({
  arch,
  installPath,
  directory: directoriesFrom(PROGRAM_FILES[arch], installPath),
})

/** One row for each component: that of its first file. */
function componentsOf(
  files: readonly ProductFile[],
  keys: ReadonlyMap<string, Keys>,
  installPath: string,
): Component[] {
  const rows = new Map<string, Component>()
  for (const file of files) {
    const { component, componentId } = keys.get(file.path)!
    if (rows.has(component)) continue
    rows.set(component, { component, componentId, features: featuresOf(file), directory: folderOf(file, installPath) })
  }
  return [...rows.values()]
}

/** Identity of the bytes of an unversioned file as a build has it. */
export const hashOf = (file: ProductFile, version: string): string => `${file.path} ${version}`

const turnsEvidenceOff = (file: ProductFile, version: string): boolean =>
  evidenceOff.files.test(file.name) && compareVersions(version, evidenceOff.from) >= 0

const followsLibrary = (file: ProductFile, version: string): boolean =>
  logonPageReplaced.page.test(file.path) && compareVersions(version, logonPageReplaced.from) >= 0

function fileRow(
  file: ProductFile,
  keys: ReadonlyMap<string, Keys>,
  version: string,
  sequence: number,
  source: string,
): FileRow {
  const { file: key, component, shortName } = keys.get(file.path)!
  return {
    file: key,
    component,
    fileName: file.name,
    ...(shortName !== undefined && { shortName }),
    fileSize: file.size,
    ...(file.versioned ? { version } : { hash: hashOf(file, version) }),
    ...(turnsEvidenceOff(file, version) && { text: evidenceOff.text }),
    ...(followsLibrary(file, version) && { companion: keys.get(logonPageReplaced.companion)!.file }),
    sequence,
    source,
  }
}

// ------------------------------------------------------------------------------------------------------ the msi

type NumberedAction = readonly [action: string, sequence: number]

const inSequence = (actions: readonly NumberedAction[]): SequenceRow[] =>
  actions.map(([action, sequence]) => ({ action, sequence }))

/** What both sequences begin with. */
const COSTING: readonly NumberedAction[] = [
  ['FindRelatedProducts', 25],
  ['AppSearch', 50],
  ['LaunchConditions', 100],
  ['ValidateProductID', 700],
  ['CostInitialize', 800],
  ['FileCost', 900],
  ['CostFinalize', 1000],
  ['MigrateFeatureStates', 1200],
]

/** As long as the product is not installed. */
const FIRST_INSTALLATION = 'NOT Installed'

const USER_INTERFACE = inSequence([...COSTING, ['ExecuteAction', 1300]])

/** InstallExecuteSequence of a full-schema package: windows-installer.md 4.3. */
const EXECUTE = inSequence([
  ...COSTING,
  ['InstallValidate', 1400],
  ['InstallInitialize', 1500],
  ['AllocateRegistrySpace', 1550],
  ['ProcessComponents', 1600],
  ['UnpublishComponents', 1700],
  ['MsiUnpublishAssemblies', 1750],
  ['UnpublishFeatures', 1800],
  ['StopServices', 1900],
  ['DeleteServices', 2000],
  ['UnregisterComPlus', 2100],
  ['SelfUnregModules', 2200],
  ['UnregisterTypeLibraries', 2300],
  ['RemoveODBC', 2400],
  ['UnregisterFonts', 2500],
  ['RemoveRegistryValues', 2600],
  ['UnregisterClassInfo', 2700],
  ['UnregisterExtensionInfo', 2800],
  ['UnregisterProgIdInfo', 2900],
  ['UnregisterMIMEInfo', 3000],
  ['RemoveIniValues', 3100],
  ['RemoveShortcuts', 3200],
  ['RemoveEnvironmentStrings', 3300],
  ['RemoveDuplicateFiles', 3400],
  ['RemoveFiles', 3500],
  ['RemoveFolders', 3600],
  ['CreateFolders', 3700],
  ['MoveFiles', 3800],
  ['InstallFiles', 4000],
  ['PatchFiles', 4090],
  ['DuplicateFiles', 4210],
  ['BindImage', 4300],
  ['CreateShortcuts', 4500],
  ['RegisterClassInfo', 4600],
  ['RegisterExtensionInfo', 4700],
  ['RegisterProgIdInfo', 4800],
  ['RegisterMIMEInfo', 4900],
  ['WriteRegistryValues', 5000],
  ['WriteIniValues', 5100],
  ['WriteEnvironmentStrings', 5200],
  ['RegisterFonts', 5300],
  ['InstallODBC', 5400],
  ['RegisterTypeLibraries', 5500],
  ['SelfRegModules', 5600],
  ['RegisterComPlus', 5700],
  ['InstallServices', 5800],
  ['StartServices', 5900],
  ['RegisterUser', 6000],
  ['RegisterProduct', 6100],
  ['PublishComponents', 6200],
  ['MsiPublishAssemblies', 6250],
  ['PublishFeatures', 6300],
  ['PublishProduct', 6400],
  ['InstallFinalize', 6600],
])

const FIRST: readonly SequenceRow[] = [
  { action: 'CheckStartedBySetup', sequence: 110, condition: `${FIRST_INSTALLATION} AND NOT STARTEDBYSETUP` },
  { action: 'SetARPInstallLocation', sequence: 1150, condition: FIRST_INSTALLATION },
]

/** What a product of its time says about itself besides: names are the SDK's, values our choice. */
const PRODUCT_PROPERTIES: Readonly<Record<string, string>> = {
  ARPCONTACT: 'Microsoft Product Support Services',
  ARPHELPLINK: 'http://support.microsoft.com',
  ARPNOMODIFY: '1',
  ARPNOREPAIR: '1',
  ARPURLINFOABOUT: 'http://www.microsoft.com/exchange',
}

/** What only a first installation does: in every other run their condition is false. Modelled. */
const PRODUCT_ACTIONS: readonly CustomAction[] = [
  { action: 'SetARPInstallLocation', type: 51, source: 'ARPINSTALLLOCATION', target: '[INSTALLDIR]' },
  { action: 'CheckStartedBySetup', type: 19, source: '', target: 'Please run Setup.exe to install [ProductName].' },
]

export const UPGRADE_CODE = guidFrom('Exchange Server 2007 upgrade code')

const packageCode = (baseline: BaselineId, arch: Arch): string => guidFrom(`package ${baseline} ${arch}`)

function productPackage(baseline: BaselineId, { arch, installPath, directory }: Layout): Package {
  const files = installedFiles(ROLES, baseline)
  const keys = keysOf(files)
  const { productVersion } = baselineOf(baseline)
  const database: Database = {
    property: {
      UpgradeCode: UPGRADE_CODE,
      ProductName: product.name,
      ProductCode: product.code,
      ProductVersion: productVersion,
      ProductLanguage: String(product.language),
      Manufacturer: 'Microsoft Corporation',
      ALLUSERS: '1',
      INSTALLDIR: installPath,
      ...PRODUCT_PROPERTIES,
    },
    appSearch: [],
    launchCondition: [],
    feature: features.map(({ feature, parent, title }) => ({
      feature,
      ...(parent !== undefined && { parent }),
      title,
    })),
    directory,
    component: componentsOf(files, keys, installPath),
    file: files.map((file, index) => fileRow(file, keys, productVersion, index + 1, PRODUCT_CABINET)),
    media: [{ diskId: 1, lastSequence: files.length, cabinet: 'Exchange.cab', source: PRODUCT_CABINET }],
    registry: [],
    customAction: PRODUCT_ACTIONS,
    serviceControl: [],
    serviceInstall: [],
    executeSequence: [...EXECUTE, ...FIRST].sort((a, b) => a.sequence - b.sequence),
    uiSequence: USER_INTERFACE,
    entryPoints: { CAQuietExec: quietExec },
    dialog: [],
  }
  return {
    packageCode: packageCode(baseline, arch),
    packageName: 'EXCHANGESERVER.msi',
    productCode: product.code,
    upgradeCode: UPGRADE_CODE,
    productName: product.name,
    manufacturer: 'Microsoft Corporation',
    version: productVersion,
    language: product.language,
    platform: arch,
    database,
  }
}

// ------------------------------------------------------------------------------------------------------ the msp

const SETUP_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup'

const LEVEL_FILE = '[INSTALLDIR]Bin\\ExSetup.exe'

const interimSearch: AppSearch = { property: 'INTERIMUPDATEDETECTED', key: SETUP_KEY, name: 'InterimUpdate' }

function rollupSearches(rollup: Rollup): AppSearch[] {
  const minVersion = rollup.version.replace(/\d+$/, last => String(Number(last) + 1))
  return [interimSearch, { property: 'NEWERROLLUPDETECTED', file: LEVEL_FILE, minVersion }]
}

function interimSearches({ target: { version } }: InterimUpdate): AppSearch[] {
  return [
    interimSearch,
    { property: 'TARGETROLLUPDETECTED', file: LEVEL_FILE, minVersion: version, maxVersion: version },
  ]
}

/**
 * What an update asks for while it is installed. PATCH says so: a removal and a repair have the same rows in their view.
 * Conditions are ours, the texts documented.
 */
function installConditions(arch: Arch): LaunchCondition[] {
  return [
    { condition: arch === 'x64' ? 'VersionNT64' : 'NOT VersionNT64', text: '[msgRequiresProc]' },
    { condition: 'NOT (PATCH AND INTERIMUPDATEDETECTED)', text: '[msgINTERIMUPDATEDETECTED]' },
  ]
}

function rollupConditions(rollup: Rollup, arch: Arch): LaunchCondition[] {
  return [
    ...installConditions(arch),
    {
      condition: 'NOT (PATCH AND NEWERROLLUPDETECTED)',
      text: '[msgOlderInstallOnNewerRollupIncorrectRollup]',
    },
    {
      condition: `NOT (MsiPatchRemovalList >< "${patchCode(rollup.kb, arch)}" AND INTERIMUPDATEDETECTED)`,
      text: '[msgUninstallTargetRollupBeforeInterim]',
    },
  ]
}

function interimConditions(arch: Arch): LaunchCondition[] {
  return [
    ...installConditions(arch),
    { condition: 'NOT PATCH OR TARGETROLLUPDETECTED', text: '[msgInterimIncorrectRollup]' },
  ]
}

const POWERSHELL = '"[%SystemRoot]\\system32\\WindowsPowerShell\\v1.0\\powershell.exe"'
const script = (name: string, operation: string): string =>
  `"[INSTALLDIR]bin\\QuietExe.exe" ${POWERSHELL} " -command . '[INSTALLDIR]bin\\${name}' ${operation}"`

/** While the package is applied or removed, not while the product is repaired. */
const SERVICING = '(PATCH OR MsiPatchRemovalList)'

/**
 * The rollup's own actions, in order (decisions.md 4). The two names with SERVICES are documented; the others are ours.
 * Each command stands in QtExecCmdLine, so each needs an action that sets it.
 */
const CUSTOM_ACTIONS: readonly {
  readonly action: string
  readonly sequence: number
  readonly condition: string
  readonly command?: string
  readonly entryPoint?: string
}[] = [
  {
    action: 'CA_PREPARE_OWA',
    sequence: 1010,
    condition: `${SERVICING} AND !ClientAccess = 3`,
    entryPoint: 'PrepareOwa',
  },
  {
    action: 'CA_SAVEDATA_STOP_SERVICES',
    sequence: 1030,
    condition: SERVICING,
    command: script('servicecontrol.ps1', 'BeforePatch'),
  },
  {
    action: 'CA_START_REMOVEDATA_SERVICES',
    sequence: 6620,
    condition: SERVICING,
    command: script('servicecontrol.ps1', 'AfterPatch'),
  },
  {
    action: 'CA_UPDATE_OWA',
    sequence: 6640,
    condition: `${SERVICING} AND !ClientAccess = 3`,
    command: script('updateowa.ps1', ''),
  },
  {
    action: 'CA_CREATE_NATIVE_IMAGES',
    sequence: 6660,
    condition: SERVICING,
    command: '"[%SystemRoot]\\Microsoft.NET\\Framework64\\v2.0.50727\\ngen.exe" update /queue',
  },
]

function customActions(): CustomAction[] {
  return CUSTOM_ACTIONS.flatMap(({ action, command, entryPoint }): CustomAction[] => {
    const call = { action, type: 1, source: 'WixCA', target: entryPoint ?? 'CAQuietExec' }
    if (command === undefined) return [call]
    return [{ action: `${action}_SET`, type: 51, source: 'QtExecCmdLine', target: command }, call]
  })
}

function sequenceRows(): SequenceRow[] {
  return CUSTOM_ACTIONS.flatMap(({ action, sequence, condition, command }): SequenceRow[] => {
    const call = { action, sequence, condition }
    return command === undefined ? [call] : [{ action: `${action}_SET`, sequence: sequence - 10, condition }, call]
  })
}

/**
 * The wizard. That its ErrorDlg has a BottomLine 5 pixels too long is documented (bulletin), and so is what the page of a
 * failure says (kb935490); both are those of the WiX user interface, from which the names and the rest are (observed in
 * logs of other packages with it).
 */
const WIZARD: readonly DialogRow[] = [
  {
    dialog: 'PrepareDlg',
    fonts: [
      { style: 'WixUI_Font_Normal', font: 'Tahoma', height: 13 },
      { style: 'WixUI_Font_Bigger', font: 'Tahoma', height: 19 },
    ],
    wide: ['BottomLine'],
  },
  { dialog: 'WelcomeDlg', modal: true, wide: ['BottomLine'] },
  {
    dialog: 'ProgressDlg',
    fonts: [{ style: 'WixUI_Font_Title', font: 'Tahoma', height: 14 }],
    wide: ['BannerLine', 'BottomLine'],
  },
  { dialog: 'FilesInUse', wide: ['BannerLine', 'BottomLine'] },
  { dialog: 'ErrorDlg', wide: ['BottomLine'] },
  { dialog: 'ExitDialog', wide: ['BottomLine'], text: '[Wizard] completed successfully.' },
  {
    dialog: 'UserExit',
    wide: ['BottomLine'],
    text: '[Wizard] was interrupted. Your system has not been modified. To install this program at a later time, please run the installation again.',
  },
  {
    dialog: 'FatalError',
    wide: ['BottomLine'],
    text: '[Wizard] ended prematurely because of an error. Your system has not been modified. To install this program at a later time, please run the installation again.',
  },
]

const WIZARD_SEQUENCE: readonly SequenceRow[] = [
  { action: 'FatalError', sequence: -3 },
  { action: 'UserExit', sequence: -2 },
  { action: 'ExitDialog', sequence: -1 },
  { action: 'PrepareDlg', sequence: 49 },
  { action: 'WelcomeDlg', sequence: 1298 },
  { action: 'ProgressDlg', sequence: 1299 },
]

const SERVICE_PACK: Readonly<Record<BaselineId, string>> = { rtm: 'SP0', sp1: 'SP1', sp2: 'SP2', sp3: 'SP3' }

/** Where a patch's own rows of Media and File begin, so that they stand behind those of the product (SDK: ImageFamilies). */
const MEDIA_DISK = 100
const FIRST_SEQUENCE = 10_000

/** What distinguishes one update from another; the rest of its package is the same for all. */
interface UpdateContents {
  readonly kb: string
  readonly baseline: BaselineId
  readonly version: string
  /** As lists of updates and events name it. */
  readonly displayName: string
  /** What the wizard calls itself. */
  readonly wizard: string
  readonly files: readonly ProductFile[]
  readonly appSearch: readonly AppSearch[]
  readonly launchCondition: readonly LaunchCondition[]
  readonly registry: readonly RegistryRow[]
}

/** What the client's searches have found goes to the service (SDK "SecureCustomProperties Property"). */
const secure = (searches: readonly AppSearch[]): string =>
  [...new Set(searches.map(row => row.property))].sort().join(';')

function transformOf(contents: UpdateContents, { directory, installPath }: Layout): Transform {
  const { kb, baseline, version, files, wizard, appSearch, launchCondition, registry } = contents
  const name = `${upper(baseline)}To${kb}`
  const keys = keysOf(files)
  return {
    name,
    // 0x0922, as patches are usually built: product, upgrade code and three equal fields of the version.
    validation: {
      productCode: product.code,
      upgradeCode: UPGRADE_CODE,
      version: baselineOf(baseline).productVersion,
    },
    property: {
      ...LAUNCH_TEXTS,
      Wizard: wizard,
      DefaultUIFont: 'WixUI_Font_Normal',
      ErrorDialog: 'ErrorDlg',
      SecureCustomProperties: secure(appSearch),
    },
    appSearch,
    launchCondition,
    directory: directoryOf(files, directory, installPath),
    component: componentsOf(files, keys, installPath),
    file: files.map((file, index) => fileRow(file, keys, version, FIRST_SEQUENCE + index, kb)),
    media: [
      { diskId: MEDIA_DISK, lastSequence: FIRST_SEQUENCE + files.length - 1, cabinet: `PCW_CAB_${name}`, source: kb },
    ],
    registry: [
      {
        registry: `Updates.${kb}`,
        key: `HKLM\\SOFTWARE\\Microsoft\\Updates\\Exchange 2007\\${SERVICE_PACK[baseline]}\\${kb}`,
        name: 'PackageName',
        type: 'sz',
        value: contents.displayName,
      },
      ...registry,
    ],
    customAction: customActions(),
    executeSequence: sequenceRows(),
    entryPoints: { PrepareOwa: prepareOwa },
    uiSequence: WIZARD_SEQUENCE,
    dialog: WIZARD,
  }
}

function patchOf(contents: UpdateContents, code: string, layout: Layout, family: string): Patch {
  const transform = transformOf(contents, layout)
  return {
    patchCode: code,
    displayName: contents.displayName,
    packageName: packageName(contents, layout.arch),
    fileSize: Math.round(transform.file.reduce((sum, row) => sum + row.fileSize, 0) * 0.4),
    moreInfoUrl: `http://support.microsoft.com/kb/${contents.kb.slice(2)}`,
    allowRemoval: true,
    targets: [product.code],
    transforms: [transform],
    obsoletes: [],
    sequences: [{ family, sequence: contents.version, supersedes: true }],
    minorUpdateTargetRTM: false,
  }
}

function rollupPatch(rollup: Rollup, layout: Layout): Patch {
  const contents = {
    ...rollup,
    displayName: displayName(rollup),
    wizard: `Setup Wizard for ${displayName({ ...rollup, buildInName: false }).replace('(KB', '(KB ')}`,
    files: filesOf(rollup),
    appSearch: rollupSearches(rollup),
    launchCondition: rollupConditions(rollup, layout.arch),
    registry: [],
  }
  return patchOf(contents, patchCode(rollup.kb, layout.arch), layout, `Exchange2007.${rollup.baseline}`)
}

/** A small update in a family of its own: it neither supersedes a rollup nor is superseded by one. */
function interimPatch(update: InterimUpdate, layout: Layout): Patch {
  const { kb, target, version } = update
  const name = interimName(update)
  const contents = {
    kb,
    version,
    baseline: target.baseline,
    displayName: name,
    wizard: `Setup Wizard for ${name}`,
    files: interimFiles(update),
    appSearch: interimSearches(update),
    launchCondition: interimConditions(layout.arch),
    registry: [
      { registry: `InterimUpdate.${kb}`, key: SETUP_KEY, name: 'InterimUpdate', type: 'sz', value: name } as const,
    ],
  }
  return patchOf(contents, interimCode(kb, target.kb, layout.arch), layout, `Exchange2007.${kb}`)
}

// --------------------------------------------------------------------------------------------------- everything

const ARCHES: readonly Arch[] = ['x64', 'x86']

/** A value is made when it is first asked for: no run needs every package. It is the same one ever after. */
function madeOnce<T>(makers: ReadonlyMap<string, () => T>): Lookup<T> {
  const made = new Map<string, T>()
  const get = (code: string): T | undefined => {
    if (!made.has(code) && makers.has(code)) made.set(code, makers.get(code)!())
    return made.get(code)
  }
  return { get, values: () => [...makers.keys()].map(code => get(code)!) }
}

const products = (layouts: readonly Layout[]): Lookup<Package> =>
  madeOnce(
    new Map(
      baselines.flatMap(({ id }) =>
        layouts.map(layout => [packageCode(id, layout.arch), () => productPackage(id, layout)] as const),
      ),
    ),
  )

const rollupPatches = (layouts: readonly Layout[]): Lookup<Patch> =>
  madeOnce(
    new Map(
      rollups.flatMap(rollup =>
        layouts.map(layout => [patchCode(rollup.kb, layout.arch), () => rollupPatch(rollup, layout)] as const),
      ),
    ),
  )

/** Made for its code. The memo lets the same code be the same value, for which views are kept. */
function interims(layouts: readonly Layout[]): (code: string) => Patch | undefined {
  const made = new Map<string, Patch>()
  return code => {
    const known = made.get(code)
    const found = known ? undefined : interimOfCode(code)
    if (!found) return known
    const patch = interimPatch(found.update, layouts.find(({ arch }) => arch === found.arch)!)
    made.set(code, patch)
    return patch
  }
}

function catalogueOf(installPath: string): Catalogue {
  const layouts = ARCHES.map(arch => layoutOf(arch, installPath))
  const [packages, ofRollups, interimOf] = [products(layouts), rollupPatches(layouts), interims(layouts)]
  return { packages, patches: { get: code => ofRollups.get(code) ?? interimOf(code), values: ofRollups.values } }
}

/** A catalogue takes some ten megabytes: a corpus has servers with the product in many folders. */
const ofFolder = recently<Catalogue>(6)

/** Every package that a server with the product in this folder can meet, by its code. The values never change. */
export const catalogueAt = (installPath: string): Catalogue => ofFolder(installPath, () => catalogueOf(installPath))

export const packageOf = (baseline: BaselineId, arch: Arch, installPath: string): Package =>
  catalogueAt(installPath).packages.get(packageCode(baseline, arch))!

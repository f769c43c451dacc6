import { quietExec } from '../installer/customactions.ts'
import type {
  AppSearch,
  Component,
  CustomAction,
  Database,
  FileRow,
  LaunchCondition,
  Package,
  Patch,
  SequenceRow,
  Transform,
} from '../installer/database.ts'
import { PRODUCT_CABINET } from '../installer/files.ts'
import { guidFrom } from '../installer/guid.ts'
import {
  type Arch,
  type BaselineId,
  baselineOf,
  displayName,
  packageName,
  patchCode,
  product,
  type Rollup,
  rollups,
} from './builds.ts'
import { filesOf } from './contents.ts'
import { installedFiles, installRoot, type ProductFile } from './files.ts'
import { prepareOwa } from './owaPreparation.ts'
import { type Role, serverRoles } from './roles.ts'

/** Exchange Server 2007 as the installer sees it: an .msi per baseline and an .msp per rollup, made from the tables. */

/** Features of the product, by the role that installs them. Titles as setup shows them. */
export const features: readonly { readonly role: Role | 'all'; readonly feature: string; readonly title: string }[] = [
  { role: 'all', feature: 'AdminTools', title: 'Management Tools' },
  { role: 'mailbox', feature: 'Mailbox', title: 'Mailbox Role' },
  { role: 'client-access', feature: 'ClientAccess', title: 'Client Access Role' },
  { role: 'hub-transport', feature: 'Bridgehead', title: 'Hub Transport Role' },
  { role: 'unified-messaging', feature: 'UnifiedMessaging', title: 'Unified Messaging Role' },
  { role: 'edge-transport', feature: 'Gateway', title: 'Edge Transport Role' },
]

const sharedFeature = 'AdminTools'

function featuresOf(file: ProductFile): string[] {
  if (file.roles === 'all') return [sharedFeature]
  const roles = file.roles
  return features.filter(f => f.role !== 'all' && roles.includes(f.role)).map(f => f.feature)
}

const keyOf = (path: string): string => path.replace(/[^A-Za-z0-9_.]/g, '_')

/** One component per file. */
function componentOf(file: ProductFile): Component {
  return {
    component: keyOf(file.path),
    componentId: guidFrom(`component ${file.path}`),
    features: featuresOf(file),
    directory: file.folder === '' ? installRoot.slice(0, -1) : `${installRoot}${file.folder}`,
  }
}

/** Identity of the bytes of an unversioned file as a build has it. */
export const hashOf = (file: ProductFile, version: string): string => `${file.path} ${version}`

function fileRow(file: ProductFile, version: string, sequence: number, source: string): FileRow {
  return {
    file: keyOf(file.path),
    component: keyOf(file.path),
    fileName: file.name,
    fileSize: file.size,
    ...(file.versioned ? { version } : { hash: hashOf(file, version) }),
    sequence,
    source,
  }
}

// ------------------------------------------------------------------------------------------------------ the msi

/** InstallExecuteSequence of a full-schema package: windows-installer.md 4.3. */
const EXECUTE: readonly SequenceRow[] = [
  ['FindRelatedProducts', 25],
  ['AppSearch', 50],
  ['LaunchConditions', 100],
  ['ValidateProductID', 700],
  ['CostInitialize', 800],
  ['FileCost', 900],
  ['CostFinalize', 1000],
  ['MigrateFeatureStates', 1200],
  ['InstallValidate', 1400],
  ['InstallInitialize', 1500],
  ['ProcessComponents', 1600],
  ['UnpublishFeatures', 1800],
  ['RemoveRegistryValues', 2600],
  ['RemoveFiles', 3500],
  ['RemoveFolders', 3600],
  ['CreateFolders', 3700],
  ['MoveFiles', 3800],
  ['InstallFiles', 4000],
  ['PatchFiles', 4090],
  ['DuplicateFiles', 4210],
  ['WriteRegistryValues', 5000],
  ['RegisterUser', 6000],
  ['RegisterProduct', 6100],
  ['PublishFeatures', 6300],
  ['PublishProduct', 6400],
  ['InstallFinalize', 6600],
].map(([action, sequence]) => ({ action: action as string, sequence: sequence as number }))

const USER_INTERFACE: readonly SequenceRow[] = [
  ['FindRelatedProducts', 25],
  ['AppSearch', 50],
  ['LaunchConditions', 100],
  ['ValidateProductID', 700],
  ['CostInitialize', 800],
  ['FileCost', 900],
  ['CostFinalize', 1000],
  ['MigrateFeatureStates', 1200],
  ['ExecuteAction', 1300],
].map(([action, sequence]) => ({ action: action as string, sequence: sequence as number }))

export const UPGRADE_CODE = guidFrom('Exchange Server 2007 upgrade code')

export function productPackage(baseline: BaselineId, arch: Arch): Package {
  const files = installedFiles([...serverRoles, 'management-tools'], baseline)
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
      INSTALLDIR: installRoot,
    },
    appSearch: [],
    launchCondition: [],
    feature: features.map(({ feature, title }) => ({ feature, title })),
    component: files.map(componentOf),
    file: files.map((file, index) => fileRow(file, productVersion, index + 1, PRODUCT_CABINET)),
    registry: [],
    customAction: [],
    serviceControl: [],
    serviceInstall: [],
    executeSequence: EXECUTE,
    uiSequence: USER_INTERFACE,
    entryPoints: { CAQuietExec: quietExec },
    dialog: {},
  }
  return {
    packageCode: guidFrom(`package ${baseline} ${arch}`),
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

/** Texts that every rollup's package carries as properties, so that every verbose log dumps them (bulletin). */
const MESSAGES: Readonly<Record<string, string>> = {
  msgRequiresProc:
    "The version of this file is not compatible with the version of Exchange Server 2007 that you're running. Check your computer to see whether you need an x64 (64-bit) or x86 (32-bit) version of this file.",
  msgINTERIMUPDATEDETECTED:
    'Unable to install because a previous Interim Update for Exchange Server 2007 has been installed. Please use Add/Remove Programs to uninstall the Interim Update before running this setup again.',
  msgInterimIncorrectRollup:
    'Installation cannot continue. The [Wizard] has determined that this Interim Update is incompatible with the current Exchange Server 2007 configuration.',
  msgUninstallTargetRollupBeforeInterim:
    'Uninstall cannot continue. The [Wizard] has determined that an Interim Update has been installed. This Update Rollup cannot be uninstalled until the Interim Update has been uninstalled.',
  msgOlderInstallOnNewerRollupIncorrectRollup:
    'Installation cannot continue. The [Wizard] has determined that this Update Rollup has been superseded by the currently installed Update Rollup. Installation of this Update Rollup is unnecessary.',
}

const SETUP_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup'

function searches(rollup: Rollup): AppSearch[] {
  return [
    { property: 'INTERIMUPDATEDETECTED', key: SETUP_KEY, name: 'InterimUpdate' },
    {
      property: 'NEWERROLLUPDETECTED',
      file: '[INSTALLDIR]Bin\\ExSetup.exe',
      minVersion: rollup.version.replace(/\d+$/, last => String(Number(last) + 1)),
    },
  ]
}

function launchConditions(arch: Arch): LaunchCondition[] {
  return [
    { condition: arch === 'x64' ? 'VersionNT64' : 'NOT VersionNT64', text: '[msgRequiresProc]' },
    { condition: 'NOT INTERIMUPDATEDETECTED', text: '[msgINTERIMUPDATEDETECTED]' },
    { condition: 'NOT NEWERROLLUPDETECTED', text: '[msgOlderInstallOnNewerRollupIncorrectRollup]' },
  ]
}

const POWERSHELL = '"[%SystemRoot]\\system32\\WindowsPowerShell\\v1.0\\powershell.exe"'
const script = (name: string, operation: string): string =>
  `"[INSTALLDIR]bin\\QuietExe.exe" ${POWERSHELL} " -command . '[INSTALLDIR]bin\\${name}' ${operation}"`

/**
 * The rollup's own actions, in order (decisions 4). The two names with SERVICES are documented; the others are ours.
 * Each command stands in QtExecCmdLine, so each needs an action that sets it.
 */
const ACTIONS: readonly {
  readonly action: string
  readonly sequence: number
  readonly condition: string
  readonly command?: string
  readonly entryPoint?: string
}[] = [
  { action: 'CA_PREPARE_OWA', sequence: 1010, condition: 'PATCH AND !ClientAccess = 3', entryPoint: 'PrepareOwa' },
  {
    action: 'CA_SAVEDATA_STOP_SERVICES',
    sequence: 1030,
    condition: 'PATCH',
    command: script('servicecontrol.ps1', 'BeforePatch'),
  },
  {
    action: 'CA_START_REMOVEDATA_SERVICES',
    sequence: 6620,
    condition: 'PATCH',
    command: script('servicecontrol.ps1', 'AfterPatch'),
  },
  {
    action: 'CA_UPDATE_OWA',
    sequence: 6640,
    condition: 'PATCH AND !ClientAccess = 3',
    command: script('updateowa.ps1', ''),
  },
  {
    action: 'CA_CREATE_NATIVE_IMAGES',
    sequence: 6660,
    condition: 'PATCH',
    command: '"[%SystemRoot]\\Microsoft.NET\\Framework64\\v2.0.50727\\ngen.exe" update /queue',
  },
]

function customActions(): CustomAction[] {
  return ACTIONS.flatMap(({ action, command, entryPoint }): CustomAction[] => {
    const call = { action, type: 1, source: 'WixCA', target: entryPoint ?? 'CAQuietExec' }
    if (command === undefined) return [call]
    return [{ action: `${action}_SET`, type: 51, source: 'QtExecCmdLine', target: command }, call]
  })
}

function sequenceRows(): SequenceRow[] {
  return ACTIONS.flatMap(({ action, sequence, condition, command }): SequenceRow[] => {
    const call = { action, sequence, condition }
    return command === undefined ? [call] : [{ action: `${action}_SET`, sequence: sequence - 10, condition }, call]
  })
}

const SERVICE_PACK: Readonly<Record<BaselineId, string>> = { rtm: 'SP0', sp1: 'SP1', sp2: 'SP2', sp3: 'SP3' }

function transformOf(rollup: Rollup, arch: Arch): Transform {
  const files = filesOf(rollup)
  const wizard = `Setup Wizard for ${displayName({ ...rollup, buildInName: false }).replace('(KB', '(KB ')}`
  return {
    name: `${rollup.baseline.toUpperCase()}To${rollup.kb}`,
    // 0x0922, as patches are usually built: product, upgrade code and three equal fields of the version.
    validation: {
      productCode: product.code,
      upgradeCode: UPGRADE_CODE,
      version: baselineOf(rollup.baseline).productVersion,
    },
    property: { ...MESSAGES, Wizard: wizard },
    appSearch: searches(rollup),
    launchCondition: launchConditions(arch),
    component: files.map(componentOf),
    file: files.map((file, index) => fileRow(file, rollup.version, 10_000 + index, rollup.kb)),
    registry: [
      {
        registry: `Updates.${rollup.kb}`,
        key: `HKLM\\SOFTWARE\\Microsoft\\Updates\\Exchange 2007\\${SERVICE_PACK[rollup.baseline]}\\${rollup.kb}`,
        name: 'PackageName',
        type: 'sz',
        value: displayName(rollup),
      },
    ],
    customAction: customActions(),
    executeSequence: sequenceRows(),
    entryPoints: { PrepareOwa: prepareOwa },
    dialog: {
      'ended-prematurely':
        '[Wizard] ended prematurely because of an error. Your system has not been modified. To install this program at a later time, please run the installation again.',
      completed: '[Wizard] completed successfully.',
    },
  }
}

export function rollupPatch(rollup: Rollup, arch: Arch): Patch {
  const transform = transformOf(rollup, arch)
  return {
    patchCode: patchCode(rollup.kb, arch),
    displayName: displayName(rollup),
    packageName: packageName(rollup, arch),
    fileSize: Math.round(transform.file.reduce((sum, row) => sum + row.fileSize, 0) * 0.4),
    moreInfoUrl: `http://support.microsoft.com/kb/${rollup.kb.slice(2)}`,
    allowRemoval: true,
    targets: [product.code],
    transforms: [transform],
    obsoletes: [],
    sequences: [{ family: `Exchange2007.${rollup.baseline}`, sequence: rollup.version, supersedes: true }],
    minorUpdateTargetRTM: false,
  }
}

// --------------------------------------------------------------------------------------------------- everything

const BASELINES: readonly BaselineId[] = ['rtm', 'sp1']
const ARCHES: readonly Arch[] = ['x64', 'x86']

/** Every package that a simulated server can meet, by its code. Made once; the values never change. */
export const catalogue = {
  packages: new Map(
    BASELINES.flatMap(id => ARCHES.map(arch => productPackage(id, arch))).map(p => [p.packageCode, p] as const),
  ),
  patches: new Map(
    rollups
      .filter(rollup => !rollup.listedOnly)
      .flatMap(rollup => ARCHES.map(arch => rollupPatch(rollup, arch)))
      .map(p => [p.patchCode, p] as const),
  ),
}

import { registryKey, registryText } from '../machine/machine.ts'
import { parentOf } from '../machine/names.ts'
import { MESSAGES, withFields } from '../words/messages.ts'
import { USER_EXIT } from './actionStatus.ts'
import { keyPathsOf } from './components.ts'
import { type Component, isInstalled, type Patch, productStateOf, type Transform, transformOf } from './database.ts'
import { directoriesOf, sourceFolder } from './directories.ts'
import { formatted, holds } from './environment.ts'
import { endWithText } from './errors.ts'
import { decisions, featuresNamed, filesGoingBack, filesLeaving } from './files.ts'
import { filesInUse, MANAGER_SESSION, management, noteHolders, shutDownHolders } from './filesInUse.ts'
import { packGuid } from './guid.ts'
import {
  COSTED_TABLES,
  ICONS,
  noteMissing,
  PATCH_TABLES,
  REMOVED_TABLES,
  SHOWN_TABLES,
  VALIDATED_TABLES,
} from './missingTables.ts'
import {
  copyPackage,
  publishFeature,
  publishProduct,
  registerProduct,
  registersAnew,
  registerUser,
  removesProduct,
  unpublishFeature,
  unregisterProduct,
  whenAnew,
} from './productRegistration.ts'
import { KEYS, localPatch, patchOrderValues, patchValues } from './registration.ts'
import { addValues, writeValue } from './registryOperations.ts'
import { removeFile, removeFolders, removeRegistry, unregisterComponents, unregisterPatch } from './removal.ts'
import { type ExecutionScript, fileCopy, progressTotal, type ScriptOperation } from './script.ts'
import { found } from './searches.ts'
import { DELETE, displayNameOf, installService, removeService, START, STOP, start, stop } from './serviceOperations.ts'
import { type Costing, type InstallSession, log, policies, property, STREAM_MISSING, setProperty } from './session.ts'
import { actionOf, componentAction, featureAction } from './states.ts'
import { tableState } from './tableState.ts'
import { begin, stateFileOf } from './transaction.ts'
import { findRelatedProducts } from './upgrade.ts'
import { askInWizard } from './wizard.ts'

/**
 * The standard actions that do something in a patch run, or in a run that adds or removes features. Each returns what the log prints as its return value: 1 done,
 * 0 nothing to do, 2 the user left, 3 failed. Actions that are only authored in full-schema packages and find no rows
 * are absent here and return 1. They know no product: tables and properties say everything.
 */
export type Action = (session: InstallSession, script: ExecutionScript) => number

const DONE = 1
const NOTHING = 0

export const ACTIONS: Readonly<Record<string, Action>> = {
  AppSearch: session => {
    for (const search of session.view.appSearch) setProperty(session, search.property, found(session, search))
    return DONE
  },

  LaunchConditions: session => {
    for (const { condition, text } of session.view.launchCondition) {
      if (holds(session, condition)) continue
      // The property that holds the text is a template itself: `The [Wizard] has determined ...`.
      return endWithText(session, formatted(session, formatted(session, text)))
    }
    return DONE
  },

  FindRelatedProducts: findRelatedProducts,

  CostInitialize: session => {
    policies(session, 'machine', 'MaxPatchCacheSize')
    setProperty(session, 'ROOTDRIVE', 'C:\\')
    setProperty(session, 'CostingComplete', '0')
    // A client only shows what it costs (corpus 001, 106).
    if (session.speaker.side === 's') noteMissing(session, PATCH_TABLES)
    return DONE
  },

  CostFinalize: session => {
    const { machine } = session.run.host
    for (const name of ['OutOfDiskSpace', 'OutOfNoRbDiskSpace']) setProperty(session, name, '0')
    for (const name of ['Available', 'Required', 'Remaining']) {
      setProperty(session, `PrimaryVolumeSpace${name}`, '0')
    }
    noteMissing(session, COSTED_TABLES)
    const installed = registryKey(machine, KEYS.features(session.product.productCode))
    const features = new Set([...(installed?.values.values() ?? [])].map(v => v.name))
    session.run.host.spend(COSTING_MS)
    const { view } = session
    session.costing = costed(session, features)
    const folders = directoriesOf(view)
    for (const { directory, path } of folders) setProperty(session, directory, path)
    log(session, 'targetResolution')
    log(session, 'targetNote')
    for (const { directory, path } of folders) log(session, 'directoryTarget', directory, path)
    setProperty(session, 'INSTALLLEVEL', '1')
    return DONE
  },

  MigrateFeatureStates: session => {
    log(session, 'skippingMaintenance', 'MigrateFeatureStates')
    return NOTHING
  },

  InstallValidate: session => {
    setProperty(session, MANAGER_SESSION, '')
    noteMissing(session, SHOWN_TABLES)
    logStates(session)
    noteMissing(session, VALIDATED_TABLES)
    noteMissing(session, REMOVED_TABLES)
    setProperty(session, 'CostingComplete', '1')
    noteMissing(session, VALIDATED_TABLES)
    return checkFilesInUse(session)
  },

  InstallInitialize: (session, script) => {
    policies(session, 'machine', 'AlwaysInstallElevated')
    policies(session, 'user', 'AlwaysInstallElevated')
    const ipi = stateFileOf(session.run.host)
    log(session, 'beginTransaction')
    log(session, 'note3', 2203, ipi, STREAM_MISSING)
    log(session, 'restorePointSkipped')
    log(session, 'note3', 2203, ipi, STREAM_MISSING)
    log(session, 'lockingServer', session.product.productCode)
    session.transaction = begin(session.run.host)
    if (!removesProduct(session)) return DONE
    setProperty(session, 'ProductToBeRegistered', '')
    noteMissing(session, ICONS)
    script.add(...unregisterProduct(session))
    return DONE
  },

  ProcessComponents: (session, script) => {
    const { view, costing, product } = session
    if (tableState(view, 'MsiPatchCertificate') === 'absent') log(session, 'luaPatchingDisabled')
    const gone = unregisterComponents(session)
    const kept = view.component.filter(row => componentAction(costing!, row) === 'local')
    script.add(progressTotal('ProcessComponents', gone.length + kept.length, 1, COMPONENT_BYTES), ...gone)
    const keyPaths = keyPathsOf(view)
    for (const row of kept) script.add(registerComponent(product.productCode, row, keyPaths.get(row.component)!))
    return DONE
  },

  UnpublishFeatures: (session, script) => {
    for (const feature of session.costing!.removed) script.add(unpublishFeature(session, feature))
    return DONE
  },

  RemoveRegistryValues: (session, script) => {
    script.add(...removeRegistry(session))
    return DONE
  },

  RemoveFiles: (session, script) => {
    script.add(...session.costing!.leaving.map(removeFile))
    return DONE
  },

  RemoveFolders: (session, script) => {
    script.add(...removeFolders(session))
    return DONE
  },

  StopServices: (session, script) => {
    script.add(...controlled(session, STOP, 'StopServices', stop))
    return DONE
  },

  DeleteServices: (session, script) => {
    script.add(...controlled(session, DELETE, 'DeleteServices', removeService))
    return DONE
  },

  InstallServices: (session, script) => {
    for (const { service, component } of session.view.serviceInstall) {
      if (actionOf(session, component) === 'local') script.add(installService(service))
    }
    return DONE
  },

  StartServices: (session, script) => {
    script.add(...controlled(session, START, 'StartServices', start))
    return DONE
  },

  InstallFiles: (session, script) => {
    const action = 'InstallFiles'
    // The files of the product come before those of its patches, whose numbers are higher.
    const files = [...session.costing!.files].sort((a, b) => a.sequence - b.sequence)
    const bytes = files.reduce((sum, file) => sum + (file.install ? file.size : 0), 0)
    script.add(progressTotal(action, bytes, 0, 1))
    let folder = ''
    let source = ''
    for (const file of files) {
      if (file.folder !== folder) {
        folder = file.folder
        script.add({ action, text: `SetTargetFolder(Folder=${folder}\\)` })
        script.add({ action, text: `SetSourceFolder(Folder=1\\${sourceFolder(session.view, folder)})` })
      }
      if (file.source !== source) {
        source = file.source
        script.add({ action, text: changeMedia(session, source) })
      }
      script.add(fileCopy(file))
    }
    script.add({ action, text: 'CacheSizeFlush(,)' })
    return DONE
  },

  WriteRegistryValues: (session, script) => {
    const rows = session.view.registry.filter(
      ({ component }) => component === undefined || actionOf(session, component) === 'local',
    )
    const values = rows.map(row => ({
      key: row.key,
      name: row.name,
      type: row.type,
      data: typeof row.value === 'string' ? formatted(session, row.value) : row.value,
    }))
    const action = 'WriteRegistryValues'
    if (values.length > 0) script.add(progressTotal(action, values.length, 1, REGISTRY_BYTES))
    script.add(...addValues(action, values))
    return DONE
  },

  InstallODBC: () => NOTHING,

  RegisterUser: (session, script) => {
    if (!registersAnew(session) || removesProduct(session)) return NOTHING
    script.add(registerUser(session))
    return DONE
  },

  RegisterProduct: (session, script) => {
    if (removesProduct(session)) return NOTHING
    const { productCode, upgradeCode, version, manufacturer } = session.product
    const source = registryText(session.run.host.machine, KEYS.installProperties(productCode), 'InstallSource') ?? ''
    const action = 'RegisterProduct'
    setProperty(session, 'ProductToBeRegistered', '1')
    script.add(
      {
        action,
        text: `DatabaseCopy(DatabasePath=${session.cachedPackage},ProductCode=${productCode},,,)`,
        ...whenAnew(session, copyPackage),
      },
      {
        action,
        text: `ProductRegister(UpgradeCode=${upgradeCode},VersionString=${version},,,,InstallSource=${source},Publisher=${manufacturer},,,,,,,,,,,,EstimatedSize=0,,,,)`,
        data: { 1: productCode },
        ...whenAnew(session, registerProduct),
      },
      { action, text: 'ProductCPDisplayInfoRegister()' },
    )
    return DONE
  },

  PublishFeatures: (session, script) => {
    const { features, added, removed } = session.costing!
    for (const feature of [...features, ...added]) {
      if (!removed.has(feature)) script.add(publishFeature(session, feature))
    }
    return DONE
  },

  PublishProduct: (session, script) => {
    const { product, patch, order, superseded, run } = session
    const action = 'PublishProduct'
    const removes = patch !== undefined && run.request.operation === 'remove'
    script.add({ action, text: 'CleanupConfigData()', perform: noteFirstPatch(USER_DATA) })
    const register = `RegisterPatchOrder(Continue=0,SequenceType=1,Remove=${removes ? 1 : 0})`
    script.add({ action, text: register, perform: noteFirstPatch('UNKNOWN') })
    if (removesProduct(session)) return DONE
    if (removes) script.add(...unregisterPatch(session, action))
    if (patch && !removes) {
      const source = `${parentOf(run.request.package) ?? ''}\\`
      const values = [
        ...patchValues(product, patch, property(session, CACHED_PATCH), source, run.host.machine),
        ...patchOrderValues(product, order, superseded),
      ]
      script.add(...addValues(action, values))
    }
    script.add({
      action,
      text: `ProductPublish(PackageKey=${product.packageCode})`,
      data: { 1: product.productCode },
      ...whenAnew(session, publishProduct),
    })
    script.add({ action, text: `UpgradeCodePublish(UpgradeCode=${product.upgradeCode})` })
    script.add({ action, text: 'SourceListPublish(,,,,NumberOfDisks=0)' })
    script.add({ action, text: 'ProductPublishClient(,,)' })
    return DONE
  },
}

/** What the run does with features and files, by the properties that name features. */
function costed(session: InstallSession, features: ReadonlySet<string>): Costing {
  const { view, installed, product, run } = session
  const mode = property(session, 'REINSTALLMODE') || 'omus'
  const wishes = { mode, productLanguage: product.language }
  const removed = featuresNamed(features, property(session, 'REMOVE'))
  const others = new Set(view.feature.map(row => row.feature).filter(feature => !features.has(feature)))
  const reinstalled = without(featuresNamed(features, property(session, 'REINSTALL')), removed)
  const states = { features, reinstalled, removed, added: featuresNamed(others, property(session, 'ADDLOCAL')) }
  const wanted = (component: Component): boolean => componentAction(states, component) === 'local'
  const goingBack = installed && filesGoingBack(installed, view)
  const costing = { ...states, files: decisions(run.host.machine, view, wanted, wishes, goingBack) }
  return { ...costing, leaving: filesLeaving(session, costing, wishes) }
}

function without(features: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return others.size === 0 ? features : new Set([...features].filter(feature => !others.has(feature)))
}

interface Registration {
  readonly productCode: string
  readonly keyPath: string
  readonly operation: ScriptOperation
}

const registrations = new WeakMap<Component, Registration>()

/** The operation is the same in every run, as long as the product and the key path are: made once for each row. */
function registerComponent(productCode: string, row: Component, keyPath: string): ScriptOperation {
  const known = registrations.get(row)
  if (known?.productCode === productCode && known.keyPath === keyPath) return known.operation
  const operation = componentRegister(productCode, row, keyPath)
  registrations.set(row, { productCode, keyPath, operation })
  return operation
}

function componentRegister(productCode: string, { componentId }: Component, keyPath: string): ScriptOperation {
  const value = { key: KEYS.component(componentId), name: packGuid(productCode), type: 'sz', data: keyPath } as const
  const text = `ComponentRegister(ComponentId=${componentId},KeyPath=${keyPath},State=3,,Disk=1,SharedDllRefCount=0,BinaryType=1)`
  const undoing = (): string =>
    `ComponentUnregister(ComponentId=${componentId},ProductKey=${productCode},BinaryType=1,)`
  return writeValue('ProcessComponents', value, text, { data: { 1: productCode, 2: componentId, 3: keyPath }, undoing })
}

/** The bits of ServiceControl for a removal stand so many places higher. */
const ON_REMOVAL = 4

/** The rows of ServiceControl that have the event for what this run does with their component. */
function controlled(
  session: InstallSession,
  event: number,
  action: string,
  perform: (session: InstallSession, name: string) => number,
): ScriptOperation[] {
  return session.view.serviceControl
    .filter(row => {
      const does = actionOf(session, row.component)
      return does !== undefined && (row.event >> (does === 'local' ? 0 : ON_REMOVAL)) & event
    })
    .map(({ name }) => ({
      action,
      text: `ServiceControl(,Name=${name},Action=${event},Wait=1,)`,
      data: { 1: displayNameOf(session, name) },
      perform: current => perform(current, name),
    }))
}

/** As notes print it. */
const USER_DATA = 'HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Installer\\UserData\\S-1-5-18'

/**
 * A product that has never been patched has no list of patches: the engine notes the key that it does not find, the first
 * time by its name and then without (msi-log-anatomy.md 5.4, corpus 009).
 */
function noteFirstPatch(root: string): (session: InstallSession) => number {
  return session => {
    const { productCode } = session.product
    if (!registryKey(session.run.host.machine, KEYS.userPatches(productCode))) {
      log(session, 'note3', 1402, `${root}\\Products\\${packGuid(productCode)}\\Patches`, 2)
    }
    return DONE
  }
}

/** Where the service has its copy of the patch; it becomes the LocalPackage of the registered one. */
export const CACHED_PATCH = 'PATCHCACHE'

/** What one component and one registry value count for in the progress: as real scripts have it. */
const COMPONENT_BYTES = 24_000
const REGISTRY_BYTES = 13_200

/** Walking the component and file tables of Exchange and reading some hundred file versions. */
const COSTING_MS = 1900

const FEATURE_WORDS = { reinstall: 'Reinstall', local: 'Local', absent: 'Absent' } as const

/** Features in table order, then components: what there is, and what is asked for and done. */
function logStates(session: InstallSession): void {
  const { view } = session
  const costing = session.costing!
  const installed = (is: boolean): string => (is ? 'Local' : 'Absent')
  for (const { feature } of view.feature) {
    const does = featureAction(costing, feature)
    const word = does ? FEATURE_WORDS[does] : 'Null'
    log(session, 'featureState', feature, installed(costing.features.has(feature)), word, word)
  }
  for (const component of view.component) {
    const does = componentAction(costing, component)
    const word = does ? FEATURE_WORDS[does] : 'Null'
    log(session, 'componentState', component.component, installed(isInstalled(component, costing.features)), word, word)
  }
}

function checkFilesInUse(session: InstallSession): number {
  const { host, request } = session.run
  const manager = management(session.run)
  log(session, 'note2', 2727, '')
  // The engine's own table, which only a session of the Restart Manager fills (without one: corpus 108).
  if (manager !== 'absent') log(session, 'note3', 2205, '', 'FilesInUse')
  host.spend(manager === 'absent' ? 60 : 1400)
  log(session, 'note2', 2727, '')
  for (;;) {
    const found = filesInUse(session)
    if (found.length === 0) return DONE
    noteHolders(session, found)
    if (request.ui !== 'full') {
      if (manager === 'closes') shutDownHolders(session, found)
      return DONE
    }
    const text = found.map(f => `${f.holder.process.name} (${f.holder.process.pid})`).join('\n')
    const answer = askInWizard(session, 'files-in-use', text, ['exit', 'retry', 'ignore'])
    if (answer === 'exit') return USER_EXIT
    if (answer === 'ignore') return DONE
  }
}

/** Which cabinet comes next, and the package that has it: the product's own, a registered patch's, or the new one's. */
function changeMedia(session: InstallSession, source: string): string {
  const { patch, order, product, run } = session
  const transform = (p: Patch): Transform => transformOf(p, productStateOf(product))
  const owner = order.find(p => transform(p).file[0]?.source === source)
  const cabinet = session.view.media?.find(row => row.source === source)?.cabinet ?? ''
  const fresh = owner === patch && run.request.operation === 'patch' ? property(session, CACHED_PATCH) : undefined
  const module = owner ? (fresh ?? localPatch(run.host.machine, owner.patchCode)) : session.cachedPackage
  return `ChangeMedia(,MediaPrompt=${withFields(MESSAGES[1302].text, {})},MediaCabinet=${cabinet},BytesPerTick=65536,CopierType=2,ModuleFileName=${module},,,,,IsFirstPhysicalMedia=1)`
}

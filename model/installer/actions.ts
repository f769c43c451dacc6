import { about } from '../machine/host.ts'
import { fileAt, longKey, registryKey, registryText, registryValue } from '../machine/machine.ts'
import { leafOf, normalPath, parentOf } from '../machine/names.ts'
import { compareVersions } from '../machine/version.ts'
import { MESSAGES, productText, withFields } from '../words/messages.ts'
import { FAILURE, USER_EXIT } from './actionStatus.ts'
import {
  type AppSearch,
  type Database,
  isInstalled,
  type Patch,
  productStateOf,
  type Transform,
  transformOf,
} from './database.ts'
import { formatted, holds } from './environment.ts'
import { decisions, filesGoingBack, filesLeaving, reinstalledFeatures } from './files.ts'
import { filesInUse, MANAGER_SESSION, management, noteHolders, shutDownHolders } from './filesInUse.ts'
import { compressGuid, packGuid } from './guid.ts'
import { noteMissing, VALIDATED_TABLES } from './missingTables.ts'
import { KEYS, localPatch, patchOrderValues, patchValues, type RegistryEntry } from './registration.ts'
import { addValues, writeValue } from './registryOperations.ts'
import { removeFile, removeFolders, removeRegistry, unregisterComponents, unregisterPatch } from './removal.ts'
import { reportLaunch } from './results.ts'
import { type ExecutionScript, fileCopy, progressTotal, type ScriptOperation } from './script.ts'
import { DELETE, displayNameOf, installService, removeService, START, STOP, start, stop } from './serviceOperations.ts'
import { bare, type InstallSession, log, policies, property, STREAM_MISSING, setProperty } from './session.ts'
import { begin, stateFileOf } from './transaction.ts'
import { askInWizard } from './wizard.ts'

/**
 * The standard actions that do something in a patch run. Each returns what the log prints as its return value: 1 done,
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
      refuseLaunch(session, formatted(session, formatted(session, text)))
      return FAILURE
    }
    return DONE
  },

  FindRelatedProducts: session => {
    log(session, 'skippingMaintenance', 'FindRelatedProducts')
    return NOTHING
  },

  CostInitialize: session => {
    policies(session, 'machine', 'MaxPatchCacheSize')
    setProperty(session, 'ROOTDRIVE', 'C:\\')
    setProperty(session, 'CostingComplete', '0')
    return DONE
  },

  CostFinalize: session => {
    const { machine } = session.run.host
    for (const name of ['OutOfDiskSpace', 'OutOfNoRbDiskSpace']) setProperty(session, name, '0')
    for (const name of ['Available', 'Required', 'Remaining']) {
      setProperty(session, `PrimaryVolumeSpace${name}`, '0')
    }
    const installed = registryKey(machine, KEYS.features(session.product.productCode))
    const features = new Set([...(installed?.values.values() ?? [])].map(v => v.name))
    session.run.host.spend(COSTING_MS)
    const wishes = { mode: property(session, 'REINSTALLMODE'), productLanguage: session.product.language }
    const { view, installed: before } = session
    const reinstalled = reinstalledFeatures(features, property(session, 'REINSTALL'))
    session.costing = {
      features,
      reinstalled,
      files: decisions(machine, view, reinstalled, wishes, before && filesGoingBack(before, view)),
      leaving: before ? filesLeaving(machine, before, view, features, wishes) : [],
    }
    const folders = directories(view)
    for (const [key, path] of folders) setProperty(session, key, path)
    log(session, 'targetResolution')
    log(session, 'targetNote')
    for (const [key, path] of folders) log(session, 'directoryTarget', key, path)
    setProperty(session, 'INSTALLLEVEL', '1')
    return DONE
  },

  MigrateFeatureStates: session => {
    log(session, 'skippingMaintenance', 'MigrateFeatureStates')
    return NOTHING
  },

  InstallValidate: session => {
    setProperty(session, MANAGER_SESSION, '')
    logStates(session)
    setProperty(session, 'CostingComplete', '1')
    for (let i = 0; i < 2; i++) noteMissing(session, VALIDATED_TABLES)
    log(session, 'note2', 2727, '')
    return checkFilesInUse(session)
  },

  InstallInitialize: session => {
    policies(session, 'machine', 'AlwaysInstallElevated')
    policies(session, 'user', 'AlwaysInstallElevated')
    const ipi = stateFileOf(session.run.host)
    log(session, 'beginTransaction')
    log(session, 'note3', 2203, ipi, STREAM_MISSING)
    log(session, 'restorePointSkipped')
    log(session, 'note3', 2203, ipi, STREAM_MISSING)
    log(session, 'lockingServer', session.product.productCode)
    session.transaction = begin(session.run.host)
    return DONE
  },

  ProcessComponents: (session, script) => {
    const { productCode } = session.product
    const name = packGuid(productCode)
    const components = new Map(session.view.component.map(c => [c.component, c]))
    const { files } = session.costing!
    const gone = unregisterComponents(session)
    script.add(progressTotal('ProcessComponents', gone.length + files.length, 1, COMPONENT_BYTES), ...gone)
    for (const file of files) {
      const { componentId } = components.get(file.component)!
      const text = `ComponentRegister(ComponentId=${componentId},KeyPath=${file.path},State=3,,Disk=1,SharedDllRefCount=0,BinaryType=1)`
      const undoing = (): string =>
        `ComponentUnregister(ComponentId=${componentId},ProductKey=${productCode},BinaryType=1,)`
      const value: RegistryEntry = { key: KEYS.component(componentId), name, type: 'sz', data: file.path }
      const data = { 1: productCode, 2: componentId, 3: file.path }
      script.add(writeValue('ProcessComponents', value, text, { data, undoing }))
    }
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
      if (isReinstalled(session, component)) script.add(installService(service))
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
        script.add({ action, text: 'SetSourceFolder(Folder=1\\)' })
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
    const values = session.view.registry.map(row => ({
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

  RegisterUser: () => NOTHING,

  RegisterProduct: (session, script) => {
    const { productCode, upgradeCode, version, manufacturer } = session.product
    const source = registryText(session.run.host.machine, KEYS.installProperties(productCode), 'InstallSource') ?? ''
    const action = 'RegisterProduct'
    setProperty(session, 'ProductToBeRegistered', '1')
    script.add(
      { action, text: `DatabaseCopy(DatabasePath=${session.cachedPackage},ProductCode=${productCode},,,)` },
      {
        action,
        text: `ProductRegister(UpgradeCode=${upgradeCode},VersionString=${version},,,,InstallSource=${source},Publisher=${manufacturer},,,,,,,,,,,,EstimatedSize=0,,,,)`,
        data: { 1: productCode },
      },
      { action, text: 'ProductCPDisplayInfoRegister()' },
    )
    return DONE
  },

  PublishFeatures: (session, script) => {
    for (const feature of session.costing!.features) {
      const text = `FeaturePublish(Feature=${feature},,Absent=2,${componentsOf(session, feature)})`
      script.add({ action: 'PublishFeatures', text, data: { 1: feature } })
    }
    return DONE
  },

  PublishProduct: (session, script) => {
    const { product, patch, order, superseded, run } = session
    const action = 'PublishProduct'
    const removes = run.request.operation === 'remove'
    script.add({ action, text: 'CleanupConfigData()', perform: noteFirstPatch(USER_DATA) })
    const register = `RegisterPatchOrder(Continue=0,SequenceType=1,Remove=${removes ? 1 : 0})`
    script.add({ action, text: register, perform: noteFirstPatch('UNKNOWN') })
    if (removes) script.add(...unregisterPatch(session, action))
    if (patch && !removes) {
      const source = `${parentOf(run.request.package) ?? ''}\\`
      const values = [
        ...patchValues(product, patch, property(session, CACHED_PATCH), source, run.host.machine),
        ...patchOrderValues(product, order, superseded),
      ]
      script.add(...addValues(action, values))
    }
    script.add({ action, text: `ProductPublish(PackageKey=${product.packageCode})`, data: { 1: product.productCode } })
    script.add({ action, text: `UpgradeCodePublish(UpgradeCode=${product.upgradeCode})` })
    script.add({ action, text: 'SourceListPublish(,,,,NumberOfDisks=0)' })
    script.add({ action, text: 'ProductPublishClient(,,)' })
    return DONE
  },
}

/** The rows of ServiceControl that have the event and whose component this run reinstalls. */
function controlled(
  session: InstallSession,
  event: number,
  action: string,
  perform: (session: InstallSession, name: string) => number,
): ScriptOperation[] {
  return session.view.serviceControl
    .filter(row => row.event & event && isReinstalled(session, row.component))
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

/** The codes of a feature's components, 20 characters each (msi-log-anatomy.md 5.4). */
function componentsOf({ view }: InstallSession, feature: string): string {
  const ids = view.component.filter(row => row.features.includes(feature)).map(row => compressGuid(row.componentId))
  return ids.length === 0 ? '' : `Component=${ids.join('')}`
}

function isReinstalled(session: InstallSession, name: string): boolean {
  const component = session.view.component.find(row => row.component === name)
  return component !== undefined && isInstalled(component, session.costing!.reinstalled)
}

/** Where the service has its copy of the patch; it becomes the LocalPackage of the registered one. */
export const CACHED_PATCH = 'PATCHCACHE'

/** What one component and one registry value count for in the progress: as real scripts have it. */
const COMPONENT_BYTES = 24_000
const REGISTRY_BYTES = 13_200

/** Walking the component and file tables of Exchange and reading some hundred file versions. */
const COSTING_MS = 1900

/** What a search finds: the path of the file, the data of the value, or nothing. */
function found(session: InstallSession, search: AppSearch): string {
  const { machine } = session.run.host
  if ('file' in search) {
    const path = formatted(session, search.file)
    const version = fileAt(machine, path)?.version
    if (version === undefined || compareVersions(version, search.minVersion) < 0) return ''
    return search.maxVersion === undefined || compareVersions(version, search.maxVersion) <= 0 ? path : ''
  }
  if (!registryKey(machine, search.key)) {
    log(session, 'note3', 1402, longKey(search.key), 2)
    return ''
  }
  return String(registryValue(machine, search.key, search.name)?.data ?? '')
}

/** A false launch condition: its text is the message and, as event 10005, the only explanation. */
function refuseLaunch(session: InstallSession, text: string): void {
  const { run, product } = session
  const line = productText(product.productName, text)
  const subject = { kind: 'product', name: product.productName } as const
  run.host.tell({ kind: 'refused', code: 1603, text, subject })
  about(run.host, subject, () => {
    log(session, 'eventText', line)
    bare(run, 'blank')
    bare(run, 'refusal', text)
    reportLaunch(run, product, line)
  })
  if (run.request.ui === 'none') return
  askInWizard(session, 'error', text, ['ok'])
}

const directoriesByView = new WeakMap<Database, ReadonlyMap<string, string>>()

/**
 * The Directory table: every folder of a component, whether that is installed or not, under the name that it has on the
 * disk; a name that is taken gets a number. Made once for each view.
 */
function directories(view: Database): ReadonlyMap<string, string> {
  const known = directoriesByView.get(view)
  if (known) return known
  const folders = new Map<string, string>([['TARGETDIR', 'C:\\']])
  for (const path of new Set(view.component.map(row => `${row.directory}\\`))) {
    const name = leafOf(normalPath(path))
      .replace(/\W/g, '_')
      .replace(/^(?=\d)/, '_')
    let key = name
    for (let n = 2; folders.has(key); n++) key = `${name}_${n}`
    folders.set(key, path)
  }
  directoriesByView.set(view, folders)
  return folders
}

/** Features in table order, then components: what is reinstalled, and what is not or is not there at all. */
function logStates(session: InstallSession): void {
  const { view } = session
  const { features, reinstalled } = session.costing!
  for (const { feature } of view.feature) {
    const action = reinstalled.has(feature) ? 'Reinstall' : 'Null'
    log(session, 'featureState', feature, features.has(feature) ? 'Local' : 'Absent', action, action)
  }
  for (const component of view.component) {
    const installed = isInstalled(component, features) ? 'Local' : 'Absent'
    const request = isInstalled(component, reinstalled) ? 'Local' : 'Null'
    log(session, 'componentState', component.component, installed, request, request)
  }
}

function checkFilesInUse(session: InstallSession): number {
  const { host, request } = session.run
  const manager = management(session.run)
  host.spend(manager === 'absent' ? 60 : 1400)
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
  const cabinet = owner ? `PCW_CAB_${transform(owner).name}` : 'Exchange.cab'
  const fresh = owner === patch && run.request.operation === 'patch' ? property(session, CACHED_PATCH) : undefined
  const module = owner ? (fresh ?? localPatch(run.host.machine, owner.patchCode)) : session.cachedPackage
  return `ChangeMedia(,MediaPrompt=${withFields(MESSAGES[1302].text, {})},MediaCabinet=${cabinet},BytesPerTick=65536,CopierType=2,ModuleFileName=${module},,,,,IsFirstPhysicalMedia=1)`
}

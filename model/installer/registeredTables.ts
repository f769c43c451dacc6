import { SUCCESS } from './actionStatus.ts'
import { keyPathsOf } from './components.ts'
import { formatted } from './environment.ts'
import type { FurtherTables } from './furtherTables.ts'
import { compressGuid, packGuid } from './guid.ts'
import type { RegistryEntry } from './registration.ts'
import { deleteRegistryValue, deleteTree, writeEntry } from './registryOperations.ts'
import type { ExecutionScript, ScriptOperation } from './script.ts'
import { type InstallSession, property } from './session.ts'
import { actionOf } from './states.ts'

/**
 * Tables whose rows end as values of the registry: two standard actions each, one that writes what the rows of installed
 * components stand for, one that takes away that of components which go. Keys: documentation of the tables. Names of
 * operations are modelled: no script that has them is known. Knows no file.
 */

/** What a row stands for. */
interface Registered {
  readonly component: string
  /** What the row is called: the only field of its action data. */
  readonly name: string
  readonly entries: readonly RegistryEntry[]
  /** Keys that go with all that is below them; without any, only the values go. */
  readonly trees?: readonly string[]
}

interface RegisteringTable {
  readonly register: string
  readonly unregister: string
  /** Before the parenthesis of an operation, without Register or Unregister. */
  readonly operation: string
  readonly rows: (tables: FurtherTables, session: InstallSession) => readonly Registered[]
}

const text = (key: string, name: string, data: string): RegistryEntry => ({ key, name, type: 'sz', data })

const FONTS = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Fonts'
const ODBC = 'HKLM\\SOFTWARE\\ODBC\\ODBCINST.INI'
const MACHINE_ENVIRONMENT = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment'

/** Where the installer publishes for everybody, or for one user. */
const published = (session: InstallSession): string =>
  property(session, 'ALLUSERS') === '' ? 'HKCU\\Software\\Microsoft\\Installer' : 'HKLM\\SOFTWARE\\Classes\\Installer'

/** Product, feature and component in one text; the feature is left out where there is only one. */
function descriptor({ product, view }: InstallSession, feature: string, component: string): string {
  const { componentId } = view.component.find(row => row.component === component)!
  const named = view.feature.length > 1 ? feature : ''
  return `${compressGuid(product.productCode)}${named}>${compressGuid(componentId)}`
}

function fileRowOf({ view }: InstallSession, key: string): { component: string; fileName: string } {
  return view.file.find(row => row.file === key) ?? { component: '', fileName: '' }
}

const TABLES: readonly RegisteringTable[] = [
  {
    register: 'RegisterFonts',
    unregister: 'UnregisterFonts',
    operation: 'Font',
    rows: ({ font = [] }, session) =>
      font.map(({ file, title }) => {
        const { component, fileName } = fileRowOf(session, file)
        return { component, name: fileName, entries: [text(FONTS, title, fileName)] }
      }),
  },
  {
    register: 'InstallODBC',
    unregister: 'RemoveODBC',
    operation: 'ODBCDriver',
    rows: ({ odbcDriver = [] }, session) =>
      odbcDriver.map(({ component, description, file }) => ({
        component,
        name: description,
        entries: [
          text(`${ODBC}\\ODBC Drivers`, description, 'Installed'),
          text(`${ODBC}\\${description}`, 'Driver', formatted(session, `[#${file}]`)),
        ],
        trees: [`${ODBC}\\${description}`],
      })),
  },
  {
    register: 'RegisterTypeLibraries',
    unregister: 'UnregisterTypeLibraries',
    operation: 'TypeLibrary',
    rows: ({ typeLib = [] }, { view }) =>
      typeLib.map(({ component, libId, version, description }) => {
        const key = `HKCR\\TypeLib\\${libId}\\${version}`
        const path = keyPathsOf(view).get(component) ?? ''
        const entries = [text(key, '', description), text(`${key}\\0\\win32`, '', path)]
        return { component, name: libId, entries, trees: [key] }
      }),
  },
  {
    register: 'PublishComponents',
    unregister: 'UnpublishComponents',
    operation: 'Component',
    rows: ({ publishComponent = [] }, session) =>
      publishComponent.map(({ component, componentId, qualifier, feature, appData = '' }) => {
        const key = `${published(session)}\\Components\\${packGuid(componentId)}`
        const data = [`${descriptor(session, feature, component)}${appData}`]
        return { component, name: componentId, entries: [{ key, name: qualifier, type: 'multi-sz', data }] }
      }),
  },
  {
    register: 'RegisterClassInfo',
    unregister: 'UnregisterClassInfo',
    operation: 'Class',
    rows: ({ class: classes = [] }, { view }) =>
      classes.map(({ component, clsid, context, description = '', progId, appId, fileTypeMask }) => {
        const key = `HKCR\\CLSID\\${clsid}`
        const path = keyPathsOf(view).get(component) ?? ''
        const trees = [
          key,
          ...(appId === undefined ? [] : [`HKCR\\AppID\\${appId}`]),
          ...(fileTypeMask === undefined ? [] : [`HKCR\\FileType\\${clsid}`]),
        ]
        const entries = [
          text(key, '', description),
          text(`${key}\\${context}`, '', path),
          ...(progId === undefined ? [] : [text(`${key}\\ProgID`, '', progId)]),
          ...(appId === undefined ? [] : [text(key, 'AppId', appId), text(`HKCR\\AppID\\${appId}`, '', description)]),
          ...(fileTypeMask === undefined ? [] : [text(`HKCR\\FileType\\${clsid}\\0`, '', fileTypeMask)]),
        ]
        return { component, name: clsid, entries, trees }
      }),
  },
  {
    register: 'RegisterExtensionInfo',
    unregister: 'UnregisterExtensionInfo',
    operation: 'Extension',
    rows: ({ extension: extensions = [] }) =>
      extensions.map(({ component, extension, progId, verbs }) => {
        const key = `HKCR\\.${extension}`
        const shell = `HKCR\\${progId ?? `.${extension}`}\\shell`
        const commands = verbs.map(({ verb, command }) => text(`${shell}\\${verb}\\command`, '', command))
        return { component, name: extension, entries: [text(key, '', progId ?? ''), ...commands], trees: [key, shell] }
      }),
  },
  {
    register: 'RegisterProgIdInfo',
    unregister: 'UnregisterProgIdInfo',
    operation: 'ProgId',
    rows: ({ progId: rows = [] }) =>
      rows.map(({ component, progId, clsid, description, parent }) => {
        const key = `HKCR\\${progId}`
        const entries = [
          text(key, '', description),
          ...(clsid === undefined ? [] : [text(`${key}\\CLSID`, '', clsid)]),
          ...(parent === undefined ? [] : [text(`${key}\\CurVer`, '', parent)]),
        ]
        return { component, name: progId, entries, trees: [key] }
      }),
  },
  {
    register: 'RegisterMIMEInfo',
    unregister: 'UnregisterMIMEInfo',
    operation: 'MIME',
    rows: ({ mime = [] }) =>
      mime.map(({ component, contentType, extension }) => {
        const key = `HKCR\\MIME\\Database\\Content Type\\${contentType}`
        return { component, name: contentType, entries: [text(key, 'Extension', `.${extension}`)], trees: [key] }
      }),
  },
  {
    register: 'MsiPublishAssemblies',
    unregister: 'MsiUnpublishAssemblies',
    operation: 'Assembly',
    rows: ({ msiAssembly = [] }, session) =>
      msiAssembly.map(({ component, feature, name }) => {
        const key = `${published(session)}\\Assemblies\\Global`
        return {
          component,
          name,
          entries: [{ key, name, type: 'multi-sz', data: [descriptor(session, feature, component)] }],
        }
      }),
  },
  {
    register: 'WriteEnvironmentStrings',
    unregister: 'RemoveEnvironmentStrings',
    operation: 'EnvironmentString',
    rows: ({ environment = [] }, session) =>
      environment.map(({ component, name, value, machine }) => {
        const key = machine === true ? MACHINE_ENVIRONMENT : 'HKCU\\Environment'
        return { component, name, entries: [text(key, name, formatted(session, value))] }
      }),
  },
]

/** Adds to the script what an action of these tables does; false where it is none of theirs. */
export function addRegistered(session: InstallSession, script: ExecutionScript, action: string): boolean {
  const table = TABLES.find(({ register, unregister }) => register === action || unregister === action)
  const { tables } = session.view
  if (!table || !tables) return false
  const wanted = table.register === action ? 'local' : 'absent'
  const rows = table.rows(tables, session).filter(row => actionOf(session, row.component) === wanted)
  script.add(...rows.map(row => (wanted === 'local' ? registering(table, row) : unregistering(table, row))))
  return rows.length > 0
}

function registering(
  { register: action, operation }: RegisteringTable,
  { name, entries }: Registered,
): ScriptOperation {
  return {
    action,
    text: `${operation}Register(Name=${name})`,
    data: { 1: name },
    perform: session => untilFailure(entries, entry => writeEntry(session, action, entry)),
  }
}

function unregistering(
  { unregister: action, operation }: RegisteringTable,
  { name, entries, trees = [] }: Registered,
): ScriptOperation {
  return {
    action,
    text: `${operation}Unregister(Name=${name})`,
    data: { 1: name },
    perform(session) {
      const value = untilFailure(entries, entry => deleteRegistryValue(session, action, entry.key, entry.name))
      return value === SUCCESS ? untilFailure(trees, tree => deleteTree(session, action, tree)) : value
    },
  }
}

function untilFailure<T>(items: readonly T[], perform: (item: T) => number): number {
  for (const item of items) {
    const value = perform(item)
    if (value !== SUCCESS) return value
  }
  return SUCCESS
}

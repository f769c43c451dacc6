import type {
  Component,
  CustomAction,
  Database,
  EntryPoint,
  FileRow,
  SequenceRow,
} from '../../model/installer/database.ts'
import type { FurtherTables } from '../../model/installer/furtherTables.ts'
import { decompressGuid, guidFrom, unpackGuid } from '../../model/installer/guid.ts'
import { iniValue } from '../../model/installer/iniText.ts'
import { clone } from '../../model/machine/apply.ts'
import { createKey, deleteKey, makeFolder, setValue, writeFile } from '../../model/machine/calls.ts'
import { fileAt, type Machine, registryKey, registryValue, serviceNamed } from '../../model/machine/machine.ts'
import { joinPath } from '../../model/machine/names.ts'
import type { Service } from '../../model/machine/parts.ts'
import { startService } from '../../model/machine/services.ts'
import { FOLDER, FRAME, installPackage, packageOf, sequenceOf, type World, world } from './foreign.ts'

/**
 * Files of vectors about when the effect of a standard action is seen: by an immediate custom action right behind it, and by
 * a deferred one; and about what custom actions return and read. The packages are made of rows that have the effects.
 */
interface EffectsFile {
  readonly visibility: readonly EffectVector[]
  readonly customActionReturnValues: readonly ReturnVector[]
  readonly deferredFacts: readonly { readonly source: string; readonly facts: readonly string[] }[]
}

export function effectChecks(json: unknown) {
  const file = json as EffectsFile
  const sources = [...new Set(file.visibility.map(({ source }) => source))]
  return [
    ...sources.flatMap(source => visibilityChecks(file.visibility.filter(vector => vector.source === source))),
    ...file.customActionReturnValues.map(returnCheck),
    ...file.deferredFacts.flatMap(({ facts }) => facts).map(factCheck),
  ]
}

// ---- what is seen when

interface EffectVector {
  readonly source: string
  readonly afterStandardAction: string
  readonly customAction: string
  readonly condition: string
  readonly timing: 'immediate' | 'deferred'
  readonly sees: readonly Seen[]
}

interface Seen {
  readonly check: string
  readonly key?: string
  readonly name?: string
  readonly expected?: string
  readonly path?: string
  readonly service?: string
  readonly names?: readonly string[]
  readonly libid?: string
  readonly version?: string
  readonly file?: string
  readonly section?: string
}

/** Standard actions in the order of a full sequence; the custom actions stand right behind theirs. */
export const ORDER = [
  'ProcessComponents',
  'UnpublishComponents',
  'MsiUnpublishAssemblies',
  'UnpublishFeatures',
  'StopServices',
  'DeleteServices',
  'SelfUnregModules',
  'UnregisterTypeLibraries',
  'RemoveODBC',
  'UnregisterFonts',
  'RemoveRegistryValues',
  'UnregisterClassInfo',
  'UnregisterExtensionInfo',
  'UnregisterProgIdInfo',
  'UnregisterMIMEInfo',
  'RemoveIniValues',
  'RemoveShortcuts',
  'RemoveEnvironmentStrings',
  'RemoveDuplicateFiles',
  'RemoveFiles',
  'RemoveFolders',
  'CreateFolders',
  'MoveFiles',
  'InstallFiles',
  'DuplicateFiles',
  'CreateShortcuts',
  'RegisterClassInfo',
  'RegisterExtensionInfo',
  'RegisterProgIdInfo',
  'RegisterMIMEInfo',
  'WriteRegistryValues',
  'WriteIniValues',
  'WriteEnvironmentStrings',
  'RegisterFonts',
  'InstallODBC',
  'RegisterTypeLibraries',
  'SelfRegModules',
  'InstallServices',
  'StartServices',
  'RegisterUser',
  'RegisterProduct',
  'PublishComponents',
  'MsiPublishAssemblies',
  'PublishFeatures',
  'PublishProduct',
]
const BETWEEN = 20
const FIRST = 1600
export const numberOf = (action: string): number => FIRST + BETWEEN * ORDER.indexOf(action)

/** What takes away is seen in the removal of the package, everything else in its installation. */
const isOfRemoval = (action: string): boolean => /^(?:Un|Remove|MsiUn|SelfUnreg)/.test(action)

function visibilityChecks(vectors: readonly EffectVector[]) {
  let seen: ReadonlyMap<EffectVector, Machine> | undefined
  return vectors.map(vector => ({
    id: `${vector.source.split(':').at(-1)}: ${vector.customAction} behind ${vector.afterStandardAction}`,
    expected: vector.sees.map(look => look.expected ?? look.check),
    actual() {
      seen ??= machinesSeen(vectors)
      const machine = seen.get(vector)
      return vector.sees.map(look => (machine ? answerOf(machine, look) : 'was not run'))
    },
  }))
}

/** Installs and removes the package of these vectors; the machine as each of their actions saw it. */
function machinesSeen(vectors: readonly EffectVector[]): ReadonlyMap<EffectVector, Machine> {
  const of = world()
  const seen = new Map<EffectVector, Machine>()
  const actions = vectors.map((vector, i): [CustomAction, SequenceRow, EntryPoint] => {
    const action = `${vector.customAction} ${i}`
    const deferred = vector.timing === 'deferred'
    const condition = isOfRemoval(vector.afterStandardAction) ? 'REMOVE' : 'NOT REMOVE'
    return [
      { action, type: deferred ? 1025 : 1, source: 'Test', target: action },
      { action, sequence: numberOf(vector.afterStandardAction) + (deferred ? 10 : 5), condition },
      ({ host }) => {
        seen.set(vector, clone(host.machine))
        return 0
      },
    ]
  })
  const rows = rowsFor(vectors)
  prepare(of)
  const sequence = sequenceOf({ ...FRAME, ...Object.fromEntries(ORDER.map(action => [action, numberOf(action)])) })
  const { identity, ...database } = rows
  const product = packageOf(
    {
      ...database,
      property: isPerUser(vectors) ? { ALLUSERS: '' } : {},
      customAction: actions.map(([row]) => row),
      executeSequence: [...sequence, ...actions.map(([, row]) => row)].sort((a, b) => a.sequence - b.sequence),
      entryPoints: { ...rows.entryPoints, ...Object.fromEntries(actions.map(([row, , entry]) => [row.action, entry])) },
    },
    identity,
  )
  const added = product.database.feature.map(row => row.feature).filter(feature => feature !== LEFT_OUT)
  installPackage(of, product, { ADDLOCAL: added.join() })
  installPackage(of, product, { REMOVE: 'ALL' })
  return seen
}

const PER_USER = 'HKCU\\Software\\Microsoft\\Installer\\'
const isPerUser = (vectors: readonly EffectVector[]): boolean =>
  vectors.some(({ sees }) => sees.some(({ key }) => key?.startsWith(PER_USER)))

/** Keys that stand on a machine before the package comes, each with a value of somebody else. */
const STANDING = [
  'HKCU\\msitest',
  'HKCU\\Environment',
  'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Fonts',
  'HKCU\\Software\\Microsoft\\Installer\\Assemblies\\Global',
]

export function prepare({ recorder }: World): void {
  for (const key of STANDING) setValue(recorder, key, 'somebody', 'sz', 'else')
  makeFolder(recorder, FOLDER)
  for (const name of ['canada source', 'dominica source']) writeFile(recorder, joinPath(FOLDER, name), { size: 10 })
  for (const name of ['Spooler', 'TestService3']) {
    recorder.record({ kind: 'service', name, before: serviceNamed(recorder.machine, name), after: serviceOf(name) })
    startService(recorder, name)
  }
}

const IMAGE = 'C:\\WINDOWS\\system32\\cmd.exe'

function serviceOf(name: string): Service {
  return {
    name,
    displayName: name,
    start: 'automatic',
    state: 'stopped',
    account: 'LocalSystem',
    image: IMAGE,
    shared: false,
    dependsOn: [],
    managed: false,
    startMs: 100,
    stopMs: 100,
  }
}

// ---- looking

type Look = (machine: Machine, seen: Seen) => string

const there = (is: boolean, yes: string, no: string): string => (is ? yes : no)
const target = (path = ''): string => joinPath('C:\\Program Files', path)
const running = (machine: Machine, name = ''): boolean => serviceNamed(machine, name)?.state === 'running'
const odbcDriver = (machine: Machine, name: string): boolean =>
  registryKey(machine, `HKLM\\SOFTWARE\\ODBC\\ODBCINST.INI\\${name}`) !== undefined

/** By the first words of a check; what is seen, in the words of the vectors. */
const LOOKS: readonly (readonly [words: RegExp, look: Look])[] = [
  [/^registry key$/, (machine, { key }) => there(registryKey(machine, key!) !== undefined, 'present', 'absent')],
  [/^registry value$/, valueSeen],
  [
    /^target /,
    (machine, { path }) => there(fileAt(machine, target(path)) !== undefined, 'target exists', 'target absent'),
  ],
  [
    /^service (?:running|stopped)$/,
    (machine, { service }) => there(running(machine, service), 'service running', 'service stopped'),
  ],
  [
    /^service /,
    (machine, { service }) => there(serviceNamed(machine, service!) !== undefined, 'service exists', 'service absent'),
  ],
  [
    /^ODBC drivers /,
    (machine, { names = [] }) =>
      there(
        names.every(name => odbcDriver(machine, name)),
        'ODBC drivers registered',
        'ODBC drivers not registered',
      ),
  ],
  [
    /^type library /,
    (machine, { libid, version }) =>
      there(
        registryKey(machine, `HKCR\\TypeLib\\${libid}\\${version}`) !== undefined,
        'type library registered',
        'type library not registered',
      ),
  ],
  [
    /^ini value /,
    (machine, { file, section, key }) => {
      const content = fileAt(machine, target(file))?.content
      const value = content?.kind === 'text' ? iniValue(content.text, section!, key!) : undefined
      return there(value !== undefined, 'ini value exists', 'ini value absent')
    },
  ],
]

function answerOf(machine: Machine, seen: Seen): string {
  const look = LOOKS.find(([words]) => words.test(seen.check))
  return look ? look[1](machine, seen) : `nothing can look for ${seen.check}`
}

/** A path without a drive is the end of one; a list is one text. */
function valueSeen(machine: Machine, { key, name, expected }: Seen): string {
  const value = registryValue(machine, key!, name!)
  if (!value) return 'absent'
  const data = Array.isArray(value.data) ? value.data.join() : String(value.data)
  if (expected === 'present') return 'present'
  return expected?.startsWith('\\') && data.endsWith(expected) ? expected : data
}

// ---- packages

interface Rows extends Partial<Database> {
  readonly identity?: Parameters<typeof packageOf>[1]
}

const component = (name: string, features: readonly string[] = ['One'], folder = FOLDER): Component => ({
  component: name,
  componentId: guidFrom(`msitest ${name}`),
  features,
  directory: folder,
})

const fileRow = (of: string, fileName: string): FileRow => ({
  file: fileName,
  component: of,
  fileName,
  fileSize: 100,
  hash: fileName,
  sequence: 1,
  source: 'product',
})

/** A feature that nobody installs. */
const LEFT_OUT = 'LeftOut'
const FEATURES = [
  { feature: 'One', title: 'One' },
  { feature: LEFT_OUT, title: 'Left out' },
]
const ONE = { component: [component('one')], file: [fileRow('one', 'one.dll')] }
const withTables = (tables: FurtherTables): Rows => ({ ...ONE, tables })
const CLSID = '{110913E7-86D1-4BF3-9922-BA103FCDDDFA}'
const CLASS = { component: 'one', clsid: CLSID, context: 'LocalServer32', description: 'Class' }

/** The packages of single tests, by the name of the test. */
export const PACKAGES: Readonly<Record<string, Rows>> = {
  test_move_files: withTables({
    moveFile: ['canada', 'dominica'].map(name => ({
      component: 'one',
      sourceFolder: FOLDER,
      sourceName: `${name} source`,
      destFolder: FOLDER,
      destName: name,
      move: name === 'dominica',
    })),
  }),
  test_write_registry_values: {
    ...ONE,
    registry: [{ registry: 'r', component: 'one', key: 'HKCU\\msitest', name: 'sz', type: 'sz', value: 'string' }],
  },
  test_envvar: withTables({
    environment: ['MSITESTVAR3', 'MSITESTVAR4'].map(name => ({ component: 'one', name, value: '1' })),
  }),
  test_create_remove_folder: {
    component: ['first', 'second', 'third'].map(name => component(name, ['One'], joinPath(FOLDER, name))),
    file: [fileRow('first', 'one.txt'), fileRow('second', 'two.txt')],
    tables: {
      createFolder: ['first', 'second', 'third'].map(name => ({ component: name, folder: joinPath(FOLDER, name) })),
    },
  },
  test_start_stop_services: { ...ONE, serviceControl: [{ name: 'Spooler', event: 3, component: 'one' }] },
  test_delete_services: { ...ONE, serviceControl: [{ name: 'TestService3', event: 8, component: 'one' }] },
  test_install_services: { ...ONE, serviceInstall: [{ service: serviceOf('TestService'), component: 'one' }] },
  test_self_registration: {
    ...withTables({ selfReg: [{ file: 'one.dll' }] }),
    entryPoints: {
      'one.dll DllRegisterServer': ({ host }) => createKey(host, 'HKCR\\selfreg_test'),
      'one.dll DllUnregisterServer': ({ host }) => deleteKey(host, 'HKCR\\selfreg_test'),
    },
  },
  test_register_font: withTables({ font: [{ file: 'one.dll', title: 'msi test font' }] }),
  test_install_remove_odbc: withTables({
    odbcDriver: ['ODBC test driver', 'ODBC test driver2'].map(description => ({
      component: 'one',
      description,
      file: 'one.dll',
    })),
  }),
  test_register_typelib: withTables({
    typeLib: [{ component: 'one', libId: '{EAC5166A-9734-4D91-878F-1DD02304C66C}', version: '7.1', description: 'x' }],
  }),
  test_create_remove_shortcut: withTables({
    shortcut: [{ component: 'one', folder: FOLDER, name: 'shortcut', target: '[#one.dll]' }],
  }),
  test_publish_components: withTables({
    publishComponent: [
      {
        component: 'one',
        componentId: unpackGuid('0CBCFA296AC907244845745CEEB2F8AA'),
        qualifier: 'english.txt',
        feature: 'One',
      },
    ],
  }),
  test_remove_duplicate_files: {
    feature: FEATURES,
    component: [component('one'), component('two', [LEFT_OUT])],
    file: [fileRow('one', 'original.txt'), fileRow('two', 'other.txt')],
    tables: {
      duplicateFile: [
        { component: 'one', file: 'original.txt', destName: 'original2.txt' },
        { component: 'one', file: 'original.txt', destName: 'duplicate.txt' },
        { component: 'two', file: 'original.txt', destName: 'original3.txt' },
        { component: 'two', file: 'other.txt', destName: 'duplicate2.txt' },
      ],
    },
  },
  test_ini_values: withTables({
    iniFile: [
      { component: 'one', folder: FOLDER, fileName: 'test.ini', section: 'section1', key: 'key1', value: 'value1' },
    ],
  }),
  test_register_class_info: withTables({
    class: [{ ...CLASS, appId: '{CFCC3B38-E683-497D-9AB4-CB40AAFE307F}', fileTypeMask: '0,4,FFFFFFFF,BEBAFECA' }],
  }),
  test_register_extension_info: withTables({
    extension: [
      {
        component: 'one',
        extension: 'extension',
        progId: 'Prog.Id.1',
        verbs: [{ verb: 'Open', command: '[#one.dll]' }],
      },
    ],
  }),
  test_register_progid_info: withTables({
    class: [CLASS],
    progId: ['Winetest.Class.1', 'Winetest.Class', 'Winetest.Class.2'].map(progId => ({
      component: 'one',
      progId,
      clsid: CLSID,
      description: 'Class',
    })),
  }),
  test_register_mime_info: withTables({
    mime: [{ component: 'one', contentType: 'mime/type', extension: 'mime' }],
  }),
}

/** The package of the tests about the registration of a product: identity and codes are those in its keys. */
export const REGISTERED: Rows = {
  identity: { packageCode: unpackGuid('AC75740029052C94DA02821EECD05F2F') },
  feature: [
    { feature: 'feature', title: 'feature' },
    { feature: 'montecristo', title: 'montecristo' },
  ],
  component: [
    {
      component: 'maximus',
      componentId: unpackGuid('CBABC2FDCCB35E749A8944D8C1C098B5'),
      features: ['feature', 'montecristo'],
      directory: FOLDER,
    },
  ],
  file: [fileRow('maximus', 'maximus')],
}

function rowsFor(vectors: readonly EffectVector[]): Rows {
  const test = vectors[0]!.source.split(':').at(-1)!
  return test === 'test_publish_assemblies' ? assemblyRows(vectors) : (PACKAGES[test] ?? REGISTERED)
}

/** Name and codes of the assembly stand in the vectors. */
function assemblyRows(vectors: readonly EffectVector[]): Rows {
  const value = vectors.flatMap(({ sees }) => sees).find(({ check }) => check === 'registry value')
  const code = value?.expected?.split('>')[1] ?? ''
  return {
    component: [{ ...component('one'), componentId: decompressGuid(code) }],
    file: [fileRow('one', 'one.dll')],
    tables: { msiAssembly: [{ component: 'one', feature: 'One', name: value?.name ?? '' }] },
  }
}

// ---- what actions return and read

interface ReturnVector {
  readonly customActionType: number
  readonly returnValue: number
  readonly installResultCode: number
}

function returnCheck({ customActionType: type, returnValue, installResultCode }: ReturnVector) {
  return {
    id: `a function that returns ${returnValue}`,
    expected: installResultCode,
    actual: () => runActions([{ action: 'Act', type, source: 'Test', target: 'Act' }], { Act: () => returnValue }),
  }
}

function runActions(
  customAction: readonly CustomAction[],
  entryPoints: Readonly<Record<string, EntryPoint>>,
  property: Readonly<Record<string, string>> = {},
): number {
  const rows = customAction.map(({ action }, i) => [action, 2000 + i] as const)
  const executeSequence = sequenceOf({ ...FRAME, ...Object.fromEntries(rows) })
  return installPackage(world(), packageOf({ customAction, entryPoints, executeSequence, property }))
}

const IMMEDIATE = { type: 1, source: 'Test' }
const DEFERRED = { type: 1025, source: 'Test' }

/** Runs a deferred action and an immediate one behind it; what each of them notes, in the order in which they run. */
function noted(note: (call: Parameters<EntryPoint>[0], who: string) => unknown): unknown[] {
  const notes: unknown[] = []
  const entry =
    (who: string): EntryPoint =>
    call => {
      notes.push(note(call, who))
      return 0
    }
  runActions(
    [
      { action: 'Set', type: 51, source: 'deferred', target: '[TESTPATH]' },
      { action: 'deferred', ...DEFERRED, target: 'deferred' },
      { action: 'immediate', ...IMMEDIATE, target: 'immediate' },
    ],
    { deferred: entry('deferred'), immediate: entry('immediate') },
    { TESTPATH: 'C:\\test' },
  )
  return notes
}

/** Each fact by words of it: does it hold? */
const FACTS: readonly (readonly [words: RegExp, holds: () => boolean])[] = [
  [/^sequence: InstallInitialize/, () => noted(() => 0).length === 2],
  [/^the immediate action runs first/, () => noted((_call, who) => who).join() === 'immediate,deferred'],
  [/CustomActionData holds/, () => noted(call => call.property('CustomActionData'))[1] === 'C:\\test'],
  [
    /ProductCode and UserSID are readable/,
    () => noted(call => ['ProductCode', 'UserSID'].every(name => call.property(name) !== ''))[1] === true,
  ],
  [/^in the immediate action run modes/, () => noted(call => call.mode).join() === 'immediate,scheduled'],
  [/any other property \(TESTPATH\) reads as empty/, () => noted(call => call.property('TESTPATH'))[1] === ''],
  [/same process environment/, environmentIsShared],
  [/^an asynchronous action/, nobodyWaits],
  [
    /^a type 19 action whose condition is true/,
    () => runActions([{ action: 'Act', type: 19, source: '', target: 'No.' }], {}) === 1603,
  ],
]

function environmentIsShared(): boolean {
  const seen: (string | undefined)[] = []
  const entry: EntryPoint = ({ environment }) => {
    seen.push(environment.get('MSITEST'))
    environment.set('MSITEST', 'set')
    return 0
  }
  runActions(
    [
      { action: 'One', ...IMMEDIATE, target: 'entry' },
      { action: 'Two', ...IMMEDIATE, target: 'entry' },
      { action: 'Three', ...DEFERRED, target: 'entry' },
    ],
    { entry },
  )
  return seen.join() === ',set,set'
}

/** What follows it does not depend on it, whatever it returns; the end of the sequence does. */
function nobodyWaits(): boolean {
  const ran: string[] = []
  const entry =
    (name: string, code: number): EntryPoint =>
    () => {
      ran.push(name)
      return code
    }
  const code = runActions(
    [
      { action: 'Slow', type: 129, source: 'Test', target: 'slow' },
      { action: 'Next', ...IMMEDIATE, target: 'next' },
    ],
    { slow: entry('slow', 1603), next: entry('next', 0) },
  )
  return ran.join() === 'slow,next' && code === 1603
}

function factCheck(fact: string) {
  const known = FACTS.find(([words]) => words.test(fact))
  return { id: fact, expected: true, actual: () => known?.[1]() ?? 'nothing can check this' }
}

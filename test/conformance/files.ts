import type { Component, FileLocator } from '../../model/installer/database.ts'
import { getFileHash, getFileVersion, type TextBuffer } from '../../model/installer/fileFunctions.ts'
import { guidFrom } from '../../model/installer/guid.ts'
import { parseProperties } from '../../model/installer/language/commandLine.ts'
import { isRestartPending } from '../../model/installer/preconditions.ts'
import { KEYS } from '../../model/installer/registration.ts'
import { makeFolder, setValue, writeFile } from '../../model/machine/calls.ts'
import { fileAt, registryNumber, registryText } from '../../model/machine/machine.ts'
import { joinPath } from '../../model/machine/names.ts'
import { SYSTEM_ERRORS } from '../../model/words/systemErrors.ts'
import { restart } from '../../sim/server/restart.ts'
import {
  call,
  emptyServer,
  FOLDER,
  FRAME,
  type Identity,
  installPackage,
  packageOf,
  sequenceOf,
  type World,
  world,
} from './foreign.ts'

/** Files of vectors about versions, hashes and what becomes of a file that is read-only or held. */
interface VersionsFile {
  readonly fileHash: { readonly vectors: readonly HashVector[]; readonly arguments: readonly HashArguments[] }
  readonly getFileVersion: { readonly vectors: readonly VersionVector[] }
  readonly productVersionRules: readonly ProductRule[]
  readonly signatureRanges: readonly SignatureVector[]
  readonly overwrite: readonly OverwriteVector[]
}

export function fileChecks(json: unknown) {
  const file = json as VersionsFile
  return [
    ...file.fileHash.vectors.map(hashCheck),
    ...file.fileHash.arguments.map(hashArgumentsCheck),
    ...file.getFileVersion.vectors.map(versionCheck),
    ...file.productVersionRules.map(productCheck),
    ...file.signatureRanges.map(signatureCheck),
    ...file.overwrite.map(overwriteCheck),
  ]
}

const nameOf = (code: number): string =>
  code === 0
    ? 'ERROR_SUCCESS'
    : (Object.entries(SYSTEM_ERRORS).find(([, row]) => row.code === code)?.[0] ?? String(code))

// ---- MsiGetFileHash

interface HashVector {
  readonly content: string
  readonly paddedToBytes: number
  readonly hashParts: readonly number[]
}

const HASHED = 'C:\\hashed.txt'

function hashCheck({ content, paddedToBytes, hashParts }: HashVector) {
  return {
    id: `hash of ${JSON.stringify(content)}, ${paddedToBytes} bytes`,
    expected: { error: 'ERROR_SUCCESS', parts: hashParts },
    actual() {
      const recorder = emptyServer()
      writeFile(recorder, HASHED, { content: { kind: 'text', text: content.padEnd(paddedToBytes, '\0') } })
      const { error, parts } = getFileHash(recorder.machine, HASHED, 0)
      return { error: nameOf(error), parts: parts?.map(part => part >>> 0) }
    },
  }
}

interface HashArguments {
  readonly args: { readonly path: string | null; readonly options: number; readonly infoSize: number | string }
  readonly expected: string
}

function hashArgumentsCheck({ args, expected }: HashArguments) {
  const { path, options, infoSize } = args
  const size = infoSize === 'right' ? undefined : infoSize === 0 ? 0 : -1
  return {
    id: `hash with ${JSON.stringify(args)}`,
    expected,
    actual() {
      const where = path === 'nonexistent' ? 'C:\\nonexistent' : path
      return oneOf(expected, nameOf(getFileHash(emptyServer().machine, where, options, size).error))
    },
  }
}

/** `A or B`: either will do. */
const oneOf = (expected: string, actual: string): string =>
  expected.split(' or ').includes(actual) ? expected : actual

// ---- MsiGetFileVersion

interface GivenBuffer {
  readonly given: boolean
  readonly size: number | null
}

interface VersionVector {
  readonly line: number
  readonly file: string | null
  readonly versionBuffer: GivenBuffer
  readonly languageBuffer: GivenBuffer
  readonly expected: string
}

const VERSIONED = 'C:\\versioned.dll'
const PLAIN = 'C:\\plain.txt'

/** By the words of the vectors. */
const FILES: Readonly<Record<string, string>> = {
  '': '',
  nonexistent: 'C:\\nonexistent',
  'text file without version resource': PLAIN,
  'bare name of a system DLL': 'kernel32.dll',
  'full path of a versioned DLL': VERSIONED,
}

function versionCheck({ line, file, versionBuffer, languageBuffer, expected }: VersionVector) {
  const buffer = ({ given, size }: GivenBuffer): TextBuffer => ({ given, size: size ?? undefined })
  return {
    id: `version ${line}`,
    expected,
    actual() {
      const recorder = emptyServer()
      writeFile(recorder, VERSIONED, { version: '6.1.7601.24545', languages: [1033] })
      writeFile(recorder, PLAIN, { content: { kind: 'text', text: 'text' } })
      const path = file === null ? null : FILES[file]!
      return nameOf(getFileVersion(recorder.machine, path, buffer(versionBuffer), buffer(languageBuffer)).error)
    },
  }
}

// ---- packages of one file

const COMPONENT: Component = {
  component: 'maximus',
  componentId: '{DF2CBABC-3BCC-47E5-A998-448D1C0C895B}',
  features: ['One'],
  directory: FOLDER,
}
const FILE = {
  file: 'maximus',
  component: 'maximus',
  fileName: 'maximus',
  fileSize: 500,
  sequence: 1,
  source: 'product',
}

const SEQUENCE = {
  ...FRAME,
  FindRelatedProducts: 25,
  RemoveExistingProducts: 1401,
  ProcessComponents: 1600,
  UnpublishFeatures: 1800,
  RemoveFiles: 3500,
  InstallFiles: 4000,
  RegisterProduct: 6100,
  PublishFeatures: 6300,
  PublishProduct: 6400,
}

const productOf = (identity: Identity, upgrade: readonly object[] = []) =>
  packageOf(
    {
      component: [COMPONENT],
      file: [{ ...FILE, hash: 'new content' }],
      executeSequence: sequenceOf(SEQUENCE),
      tables: { upgrade: upgrade as never },
    },
    identity,
  )

// ---- which package may take the place of which

interface ProductRule {
  readonly rule: string
  readonly expected: string | Readonly<Record<string, number>>
  readonly expectedCode?: number
  readonly versionAfter?: string
  readonly oldProductAfter?: string
}

const FIRST = productOf({ version: '1.1.1' })
const OTHER_CODE = guidFrom('msitest package 2')

/** What each rule does, found by words of it; returns the code of the last run. */
const RULES: readonly (readonly [words: RegExp, run: (of: World) => number])[] = [
  [
    /plain install$/,
    of => {
      installPackage(of, FIRST)
      return call(of, productOf({ version: '1.1.2', packageCode: OTHER_CODE }))
    },
  ],
  [
    /REINSTALLMODe=V/,
    of => {
      installPackage(of, FIRST)
      const parsed = parseProperties('REINSTALLMODe=V')
      if ('error' in parsed) return parsed.error
      return call(of, productOf({ version: '1.1.2', packageCode: OTHER_CODE }), Object.fromEntries(parsed.properties))
    },
  ],
  [
    /^new product code/,
    of => {
      installPackage(of, productOf({ version: '1.1.2' }))
      const row = { upgradeCode: FIRST.upgradeCode, versionMax: '1.1.3', attributes: 0, actionProperty: 'OLDER' }
      return installPackage(
        of,
        productOf({ version: '1.1.3', productCode: NEW_PRODUCT, packageCode: OTHER_CODE }, [row]),
      )
    },
  ],
  [/^product not registered/, of => installPackage(of, productOf({ version: '1.1.2' }))],
  [
    /^product registered at 1\.1\.1/,
    of => {
      installPackage(of, FIRST)
      of.packages.length = 0
      return call(of, productOf({ version: '1.1.2' }))
    },
  ],
  [/is written as Version DWORD/, of => installPackage(of, FIRST)],
  [
    /own upgrade code/,
    of => {
      const upgradeCode = FIRST.upgradeCode
      const row = { upgradeCode, versionMin: '1.1.1', versionMax: '2.2.2', attributes: 768, actionProperty: 'FOUND' }
      installPackage(of, FIRST)
      const refusesItself = { action: 'Found', type: 19, source: '', target: 'It finds itself.' }
      const { database, ...identity } = productOf({}, [row])
      const executeSequence = sequenceOf({ ...SEQUENCE, Found: [26, 'FOUND'] })
      const product = { ...identity, database: { ...database, customAction: [refusesItself], executeSequence } }
      of.packages.length = 0
      return installPackage(of, product, { REINSTALL: 'ALL' })
    },
  ],
]

const NEW_PRODUCT = guidFrom('msitest product 2')

function productCheck({ rule, expected, expectedCode = 0, versionAfter, oldProductAfter }: ProductRule) {
  const values = typeof expected === 'string' ? {} : expected
  return {
    id: rule,
    expected: { code: expectedCode, versionAfter, old: oldProductAfter, values },
    actual() {
      const of = world()
      const code = RULES.find(([words]) => words.test(rule))![1](of)
      const { machine } = of.recorder
      const isRegistered = registryText(machine, KEYS.product(FIRST.productCode), 'PackageCode') !== undefined
      const key = KEYS.installProperties(isRegistered ? FIRST.productCode : NEW_PRODUCT)
      return {
        code,
        versionAfter: versionAfter === undefined ? undefined : registryText(machine, key, 'DisplayVersion'),
        old: oldProductAfter === undefined ? undefined : isRegistered ? 'there' : 'ERROR_UNKNOWN_PRODUCT',
        values: Object.fromEntries(Object.keys(values).map(name => [name, registryNumber(machine, key, name)])),
      }
    },
  }
}

// ---- searches

interface SignatureVector {
  readonly locator: 'CompLocator' | 'RegLocator' | 'IniLocator' | 'DrLocator'
  readonly fileVersion: string
  readonly minVersion: string
  readonly maxVersion: string
  readonly signatureFileName: string
  readonly fileOnDisk: string
  readonly found: boolean
}

const SEARCHED = guidFrom('searched component')

const LOCATORS: Readonly<Record<SignatureVector['locator'], FileLocator>> = {
  CompLocator: { kind: 'component', componentId: SEARCHED },
  RegLocator: { kind: 'registry', key: 'HKLM\\SOFTWARE\\msitest', name: 'path' },
  IniLocator: { kind: 'ini', file: 'C:\\WINDOWS\\msitest.ini', section: 'section', key: 'path' },
  DrLocator: { kind: 'folder', folder: FOLDER },
}

function signatureCheck(vector: SignatureVector) {
  const { locator, fileVersion, minVersion, maxVersion, signatureFileName, fileOnDisk, found } = vector
  return {
    id: `${locator} ${fileOnDisk}`,
    expected: found,
    actual() {
      const of = world()
      const path = joinPath(FOLDER, fileOnDisk)
      makeFolder(of.recorder, FOLDER)
      writeFile(of.recorder, path, { version: fileVersion })
      setValue(of.recorder, KEYS.component(SEARCHED), 'client', 'sz', path)
      setValue(of.recorder, 'HKLM\\SOFTWARE\\msitest', 'path', 'sz', path)
      const text = `[section]\r\npath=${path}\r\n`
      writeFile(of.recorder, 'C:\\WINDOWS\\msitest.ini', { content: { kind: 'text', text } })
      const signature = { fileName: signatureFileName, minVersion, maxVersion }
      const ends = { action: 'Ends', type: 19, source: '', target: 'It is there.' }
      const product = packageOf({
        appSearch: [{ property: 'FOUND', locator: LOCATORS[locator], signature }],
        customAction: [ends],
        executeSequence: sequenceOf({ ...FRAME, AppSearch: 50, Ends: [60, 'FOUND'] }),
      })
      return installPackage(of, product) === 1603
    },
  }
}

// ---- a file that is read-only or held

interface OverwriteVector {
  readonly source: string
  readonly existing: string
  readonly incoming: string
  readonly expectedReturn: string
  readonly overwritten: boolean
  readonly pendingRename?: boolean
  readonly afterPendingRename?: string
  readonly afterRemoveAll?: string
}

const TARGET = joinPath(FOLDER, 'maximus')
const CODES: Readonly<Record<string, number>> = { ERROR_SUCCESS: 0, ERROR_SUCCESS_REBOOT_REQUIRED: 3010 }

function overwriteCheck(vector: OverwriteVector) {
  const { source, existing, expectedReturn, overwritten, pendingRename = false, ...after } = vector
  const isNew = after.afterPendingRename === 'new content'
  return {
    id: source,
    expected: {
      code: CODES[expectedReturn],
      overwritten,
      pendingRename,
      after: isNew,
      removed: after.afterRemoveAll === undefined ? undefined : CODES[after.afterRemoveAll],
    },
    actual() {
      const of = world()
      makeFolder(of.recorder, FOLDER)
      writeFile(of.recorder, TARGET, { hash: 'other', attributes: /read-only file/.test(existing) ? 'R' : '' })
      if (/held open with read sharing only/.test(existing)) hold(of)
      const product = productOf({})
      const code = installPackage(of, product)
      const { machine } = of.recorder
      const now = fileAt(machine, TARGET)?.hash === 'new content'
      const pending = isRestartPending(machine)
      if (after.afterPendingRename !== undefined) restart(of.recorder)
      const then = after.afterPendingRename !== undefined && fileAt(machine, TARGET)?.hash === 'new content'
      const removed = after.afterRemoveAll === undefined ? undefined : installPackage(of, product, { REMOVE: 'ALL' })
      return { code, overwritten: now, pendingRename: pending, after: then, removed }
    },
  }
}

function hold({ recorder }: World): void {
  const handles = [{ path: TARGET, share: 'read' }] as const
  const after = { pid: 9996, name: 'reader.exe', path: 'C:\\reader.exe', user: 'SYSTEM', services: [], handles }
  recorder.record({ kind: 'process', pid: 9996, before: undefined, after })
}

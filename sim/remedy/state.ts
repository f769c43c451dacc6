import { product } from '../../model/exchange/builds.ts'
import { owaFolder } from '../../model/exchange/files.ts'
import { owaPage } from '../../model/exchange/owaPreparation.ts'
import { KEYS, localPackage, localPatch, registeredPatches } from '../../model/installer/registration.ts'
import {
  childrenOf,
  fileAt,
  type Machine,
  registryNumber,
  registryText,
  servicesByName,
  within,
} from '../../model/machine/machine.ts'
import { fold, isWithin, leafOf, normalPath } from '../../model/machine/names.ts'
import type { FileNode } from '../../model/machine/parts.ts'
import { compareVersions } from '../../model/machine/version.ts'
import { serviceStateText } from '../story/services.ts'
import { policies } from './policies.ts'

/**
 * What of a server counts when it is compared with its healthy twin: the registration of the product, the versions of its
 * files, the services, Outlook Web Access, customised files, policies. Each thing is a row by its name. What always
 * differs (ids, times, logs) is no row. Does not know what is right.
 */
export type State = ReadonlyMap<string, string>

export function stateOf(machine: Machine): State {
  return new Map(rowsOf(machine).map(({ name, value }) => [name, value]))
}

/** What a row is about: whoever mends something mends one of these. */
export const PARTS = ['rollup', 'services', 'policies', 'files', 'Outlook Web Access'] as const
export type Part = (typeof PARTS)[number]

export interface StateRow {
  readonly part: Part
  readonly name: string
  readonly value: string
}

export function rowsOf(machine: Machine): StateRow[] {
  return PARTS.flatMap(part =>
    ROWS[part].flatMap(rows => rows(machine).map(([name, value]) => ({ part, name, value }))),
  )
}

type Row = readonly [name: string, value: string]

/** Services that run when somebody needs them: of these only the start type counts. */
const BY_THEMSELVES: ReadonlySet<string> = new Set(['msiserver', 'termservice'].map(fold))

const ROWS: Readonly<Record<Part, readonly ((machine: Machine) => Row[])[]>> = {
  rollup: [registration, productFiles],
  services: [services],
  policies: [policies],
  files: [
    cachedPackages,
    customised,
    machine => [['C:\\ExchangeSetupLogs', fileAt(machine, 'C:\\ExchangeSetupLogs')?.folder ? 'a folder' : 'absent']],
  ],
  'Outlook Web Access': [machine => [['Outlook Web Access', owaPage(machine)]]],
}

const STATES: Readonly<Record<number, string>> = { 1: 'installed', 2: 'superseded', 4: 'obsoleted' }

function registration(machine: Machine): Row[] {
  return registeredPatches(machine, product.code).map(code => {
    const key = KEYS.userPatch(product.code, code)
    return [
      registryText(machine, key, 'DisplayName') ?? code,
      STATES[registryNumber(machine, key, 'State') ?? 0] ?? '?',
    ]
  })
}

function cachedPackages(machine: Machine): Row[] {
  const copies = [
    localPackage(machine, product.code),
    ...registeredPatches(machine, product.code).map(code => localPatch(machine, code)),
  ]
  const gone = copies.filter(path => path === undefined || !fileAt(machine, path))
  return gone.length > 0 ? [['cached packages', `${gone.length} missing`]] : []
}

const productFolder = ({ texture }: Machine): string => normalPath(texture.installPath)

/** What the product brings, by version or content; texts are what somebody wrote. */
function productFiles(machine: Machine): Row[] {
  const owa = owaFolder(machine)
  return within(machine, productFolder(machine)).flatMap(node => {
    const value = contentOf(node, owa)
    return value === undefined ? [] : [[node.path, value]]
  })
}

const VERSION_FOLDER = /^\d+(?:\.\d+){3}$/

/** A file that somebody wrote into a version folder of Outlook Web Access: it works only in the newest. */
export interface Customised {
  /** Below the version folder: `themes\\base\\logo.png`. */
  readonly name: string
  readonly path: string
  /** Where it has to be; undefined where it is there. */
  readonly missingAt: string | undefined
}

export function customisedFiles(machine: Machine): Customised[] {
  const versions = childrenOf(machine, owaFolder(machine)).filter(
    node => node.folder && VERSION_FOLDER.test(leafOf(node.path)),
  )
  const newest = versions.toSorted((a, b) => compareVersions(leafOf(a.path), leafOf(b.path))).at(-1)
  return versions.flatMap(folder =>
    within(machine, folder.path).flatMap(({ path, content }) => {
      if (content?.kind !== 'text' || !newest) return []
      const name = path.slice(folder.path.length + 1)
      const there = `${newest.path}\\${name}`
      const now = fileAt(machine, there)?.content
      const stands = now?.kind === 'text' && now.text === content.text
      return [{ name, path, missingAt: stands ? undefined : there }]
    }),
  )
}

function customised(machine: Machine): Row[] {
  return customisedFiles(machine).map(({ name, missingAt }) => [
    `customised ${name}`,
    missingAt === undefined ? 'in place' : 'left behind in an older folder',
  ])
}

/** What the scripts of Outlook Web Access have moved out of their way. */
export const MOVED_ASIDE = /\\owa\\[\d.]+\.old(?:\\|$)/i
const LOG = /\\Logging\\|\.log$/i

function contentOf({ folder, version, hash, content, path }: FileNode, owa: string): string | undefined {
  if (folder || LOG.test(path) || MOVED_ASIDE.test(path)) return undefined
  if (content?.kind === 'text')
    return VERSION_FOLDER.test(path.slice(owa.length + 1).split('\\')[0] ?? '') ? undefined : content.text
  return version ?? hash
}

function services(machine: Machine): Row[] {
  return servicesByName(machine).map(service => {
    return [service.name, BY_THEMSELVES.has(fold(service.name)) ? service.start : serviceStateText(service)]
  })
}

/** What stands on the one and not, or otherwise, on the other; in words, in the order of names. */
export function differences(machine: Machine, twin: Machine): string[] {
  const [here, there] = [stateOf(machine), stateOf(twin)]
  const names = [...new Set([...here.keys(), ...there.keys()])].sort()
  const rows = names.flatMap(name => {
    const [is, should] = [here.get(name) ?? ABSENT, there.get(name) ?? ABSENT]
    return is === should ? [] : [{ name, text: `${name} is ${is} and should be ${should}` }]
  })
  const isFile = ({ name }: { name: string }): boolean => isWithin(name, productFolder(machine))
  return [...rows.filter(row => !isFile(row)).map(row => row.text), ...filesInShort(rows.filter(isFile))]
}

const ABSENT = 'absent'
const SHOWN = 3

/** A rollup has hundreds of files: the first few stand for the rest. */
function filesInShort(rows: readonly { readonly text: string }[]): string[] {
  const shown = rows.slice(0, SHOWN).map(row => row.text)
  const rest = rows.length - shown.length
  return rest > 0 ? [...shown, `${rest} more files are not as they should be`] : shown
}

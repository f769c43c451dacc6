import { guidFrom } from '../installer/guid.ts'
import { extensionOf, fold } from '../machine/names.ts'
import { shortNames } from '../machine/shortNames.ts'
import { productFiles } from './files.ts'
import type { FileKind, ProductFile } from './productFile.ts'

/**
 * Which files are one component, and what the rows of the File and Component tables are called. Modelled: a program or a
 * library is one of its own, as the SDK wants it, with the configuration that lies beside it; texts of one language, and
 * pages and pictures of one folder, go together. Knows no build and no server.
 */

/** What a file is called in the tables. */
export interface Keys {
  readonly file: string
  readonly component: string
  readonly componentId: string
  /** Has the key path of its component. */
  readonly first: boolean
  readonly shortName: string | undefined
}

const TOGETHER: ReadonlySet<FileKind> = new Set(['web-static', 'web', 'data'])
const SATELLITE = /\.resources\.dll$/

/** The part of a path that files of one component share. */
function groupOf({ kind, folder, path, name }: ProductFile): string {
  if (SATELLITE.test(name)) return `${folder}\\*.resources`
  if (kind === 'config') return path.replace(/\.config$/, '')
  if (kind === 'perf') return path.slice(0, path.length - extensionOf(name).length)
  return TOGETHER.has(kind) ? `${folder}\\*` : path
}

/** Who has them, since when: a component is there as a whole or not at all. */
const tellsApart = ({ roles, since }: ProductFile): string => `${String(roles)} ${since ?? ''}`

const plain = (text: string): string => text.replace(/[^\w.]/g, '_').replace(/^(?=[\d.])/, '_')
const lastOf = (folder: string): string => folder.slice(folder.lastIndexOf('\\') + 1)

/** The name alone, with its folder where another folder has the name too, or with the whole path. */
function fileKeys(files: readonly ProductFile[]): string[] {
  const spellings: readonly ((file: ProductFile) => string)[] = [
    ({ name }) => plain(name),
    ({ folder, name }) => plain(`${lastOf(folder)}_${name}`),
    ({ path }) => plain(path.replaceAll('\\', '_')),
  ]
  const counts = spellings.map(spell => counted(files.map(file => fold(spell(file)))))
  return files.map(file => {
    const level = spellings.findIndex((spell, i) => counts[i]!.get(fold(spell(file))) === 1)
    return (spellings[level] ?? spellings[2]!)(file)
  })
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

function shortNamesOf(files: readonly ProductFile[]): (file: ProductFile) => string | undefined {
  const folders = new Map<string, string[]>()
  for (const { folder, name } of files) {
    const names = folders.get(folder)
    if (names) names.push(name)
    else folders.set(folder, [name])
  }
  const tables = new Map([...folders].map(([folder, names]) => [folder, shortNames(names)]))
  return ({ folder, name }) => tables.get(folder)?.get(name)
}

/** The keys of these files, in their order; a component is named after its first file. */
function keysFor(files: readonly ProductFile[]): Map<string, Keys> {
  const names = fileKeys(files)
  const shortName = shortNamesOf(files)
  const firsts = new Map<string, Pick<Keys, 'component' | 'componentId'>>()
  return new Map(
    files.map((file, i): [string, Keys] => {
      const group = `${groupOf(file)} ${tellsApart(file)}`
      const known = firsts.get(group)
      const of = known ?? { component: names[i]!, componentId: guidFrom(`component ${file.path}`) }
      firsts.set(group, of)
      return [file.path, { file: names[i]!, ...of, first: known === undefined, shortName: shortName(file) }]
    }),
  )
}

let product: ReadonlyMap<string, Keys> | undefined

/** Of files of the product, and of those that a rollup brings besides. Those of the product are made once, when first asked for. */
export function keysOf(files: readonly ProductFile[]): ReadonlyMap<string, Keys> {
  product ??= keysFor(productFiles)
  const known = product
  const others = files.filter(file => !known.has(file.path))
  return others.length === 0 ? known : new Map([...known, ...keysFor(others)])
}

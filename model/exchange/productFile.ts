import type { SourcedRow } from '../words/grade.ts'
import type { BaselineId } from './builds.ts'
import type { Roles } from './roles.ts'

/** What the tables of files say of each: its kind, its roles, its size. Knows no particular file. */

/** A file that setup installs. */
export type FileKind =
  | 'native-exe'
  | 'managed-exe'
  | 'native-dll'
  | 'managed-dll'
  | 'script'
  | 'config'
  | 'aspx'
  | 'web'
  | 'web-static'
  | 'data'
  | 'ldf'
  | 'perf'
  | 'msi'

export interface ProductFile extends SourcedRow {
  readonly name: string
  /** Below the install root, without a backslash at either end. */
  readonly folder: string
  /** Below the install root: folder and name. */
  readonly path: string
  readonly kind: FileKind
  readonly roles: Roles
  /** Has a version resource. */
  readonly versioned: boolean
  readonly size: number
  readonly since?: BaselineId
}

/** What a table says of a file; the rest follows. */
export type FileFields = Pick<ProductFile, 'name' | 'folder' | 'kind' | 'roles' | 'size' | 'since'>

export function productFile({ since, ...fields }: FileFields, origin: SourcedRow): ProductFile {
  const { kind, folder, name } = fields
  const versioned = kind.endsWith('-exe') || kind.endsWith('-dll')
  const file = { ...fields, path: `${folder}\\${name}`, versioned, ...origin }
  return since === undefined ? file : { ...file, since }
}

/** Libraries of texts are small, libraries of code are not; smallest size and span. */
const SIZES: Readonly<Partial<Record<FileKind, readonly [smallest: number, span: number]>>> = {
  'managed-dll': [20_480, 400_000],
  ldf: [20_000, 200_000],
}

/** A size that is nobody's measurement: drawn from the path. */
export function sizeFrom(kind: FileKind, path: string): number {
  const [smallest, span] = SIZES[kind] ?? [400, 30_000]
  let state = 0x811c9dc5
  for (const char of path) state = Math.imul(state ^ char.charCodeAt(0), 0x01000193)
  return smallest + ((state >>> 0) % span)
}

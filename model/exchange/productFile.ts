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

import { modelled } from '../words/grade.ts'
import { BIN } from './listings/bin.ts'
import { CLIENT_ACCESS } from './listings/clientAccess.ts'
import { REST } from './listings/rest.ts'
import { type FileKind, type ProductFile, productFile, sizeFrom } from './productFile.ts'
import { ROLES, type Role, type Roles } from './roles.ts'

/**
 * Listings of files: a line `folder | roles` and below it, indented, the names in that folder; `{a,b}` stands for each of
 * these. All names in them are our choice, such as a product would have. What a file is follows from its name. Knows no
 * rollup.
 */

const invented = {
  ...modelled('our choice: names as a product would have'),
  fields: { size: modelled('our choice: drawn from the path') },
}

/** The first that fits. */
const KINDS: readonly (readonly [path: RegExp, kind: FileKind])[] = [
  [/^Setup\\Perf\\/, 'perf'],
  [/\\(?:Microsoft|Interop|ExBPA|ExTRA)\.[^\\]*\.dll$/, 'managed-dll'],
  [/\.dll$/, 'native-dll'],
  [/\.ps1$/, 'script'],
  [/\.ldf$/, 'ldf'],
  [/\.aspx$/, 'aspx'],
  [/\.(?:gif|css|js|htm)$/, 'web-static'],
  [/\.config$/, 'web'],
  [/./, 'data'],
]

/** `a{b,c}d` -> abd, acd; several braces, every combination. */
function expanded(text: string): string[] {
  const open = text.indexOf('{')
  if (open < 0) return [text]
  const close = text.indexOf('}', open)
  const rest = expanded(text.slice(close + 1))
  const choices = text.slice(open + 1, close).split(',')
  return choices.flatMap(choice => rest.map(tail => `${text.slice(0, open)}${choice}${tail}`))
}

function rolesOf(text: string): Roles {
  if (text === 'all') return text
  const named = text.split(',')
  const roles: Role[] = ROLES.filter(role => named.includes(role))
  if (roles.length !== named.length) throw new RangeError(`not roles: ${text}`)
  return roles
}

function fileOf(folder: string, name: string, roles: Roles): ProductFile {
  const path = `${folder}\\${name}`
  const kind = KINDS.find(([pattern]) => pattern.test(path))![1]
  return productFile({ name, folder, kind, roles, size: sizeFrom(kind, path) }, invented)
}

export function listedFiles(listing: string): ProductFile[] {
  let folders: string[] = []
  let roles: Roles = 'all'
  return listing.split('\n').flatMap(line => {
    const [head = '', whose] = line.split(' | ')
    if (whose !== undefined) {
      folders = expanded(head)
      roles = rolesOf(whose)
      return []
    }
    const names = line.split(' ').filter(Boolean).flatMap(expanded)
    return folders.flatMap(folder => names.map(name => fileOf(folder, name, roles)))
  })
}

export const inventedFiles: readonly ProductFile[] = [CLIENT_ACCESS, BIN, REST].flatMap(listedFiles)

import { type Path, select } from './paths.ts'

/**
 * What the scenario contract has and the simulation does not have yet. A scenario that uses it is refused, because a
 * server that only looks clustered, or a disk that only looks full, would teach something false.
 *
 * When a mechanism lands, its row goes.
 */
interface Unbuilt {
  /** Where in the document: `servers[].change[].installing`. */
  readonly path: string
  /** Only this value; without it, the key itself. */
  readonly value?: string | boolean
  /** How the message names it, if the key alone would not say it. */
  readonly name?: string
}

export const UNBUILT: readonly Unbuilt[] = [
  { path: 'servers[].baseline', value: 'sp2' },
  { path: 'servers[].baseline', value: 'sp3' },
]

export interface UnbuiltUse {
  readonly path: Path
  readonly message: string
  /** The key itself is not built; without this, its value is not. */
  readonly about?: 'key'
}

/** Every use in a document as YAML gives it, in the order of the table. */
export function unbuiltUses(document: unknown): UnbuiltUse[] {
  return UNBUILT.flatMap(row =>
    select(document, row.path)
      .filter(found => row.value === undefined || found.value === row.value)
      .map(found => ({
        path: found.path,
        message: `\`${nameOf(row)}\` is part of the scenario contract but not simulated yet`,
        ...(row.value === undefined && { about: 'key' as const }),
      })),
  )
}

function nameOf({ path, value, name }: Unbuilt): string {
  const key = path.slice(path.lastIndexOf('.') + 1)
  return name ?? (value === undefined ? key : `${key}: ${value}`)
}

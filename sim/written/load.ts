import type { z } from 'zod'
import { INPUT_LIMITS } from '../limits.ts'
import type { Complaint } from './form.ts'
import { printPath } from './paths.ts'
import { type Problem, problemsInOrder } from './problems.ts'
import { type Locate, type Position, readSource, type SourceFault } from './source.ts'
import { complaintsOf } from './words.ts'

/** From the text of a YAML file to what a schema makes of it, or to everything that is wrong with it. Knows no schema. */

export type Loaded<T> =
  | {
      readonly ok: true
      readonly value: T
      /** Where a path such as `['servers', 0, 'rollups', 1]` stands, for whoever finds fault with it later. */
      readonly locate: Locate
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * The text of a file, read and checked. `file` is only the name that problems carry. Never throws; if anything is wrong,
 * everything that is wrong comes back at once, up to a thousand entries, in the order of the file: YAML and contract.
 */
export function load<S extends z.ZodType>(schema: S, text: string, file: string): Loaded<z.output<S>> {
  const { data, faults, locate } = readSource(text)
  const fromYaml = faults.map(fault => faultOf(fault, file))
  if (data === undefined) return { ok: false, problems: problemsInOrder(fromYaml) }

  const result = schema.safeParse(data)
  const issues = result.success ? [] : result.error.issues.slice(0, INPUT_LIMITS.complaints.most)
  const complaints = complaintsOf(schema, data, issues).slice(0, INPUT_LIMITS.complaints.most)
  if (result.success && complaints.length === 0 && faults.length === 0) {
    return { ok: true, value: result.data, locate }
  }
  const broken = faults.find(fault => fault.breaks)?.position
  const fromContract = complaints
    .map(complaint => ({ complaint, position: locate(complaint.path, complaint.about === 'key' ? 'key' : 'value') }))
    .filter(({ complaint, position }) => !broken || (complaint.about !== 'absence' && isBefore(position, broken)))
    .map(({ complaint, position }) => problemOf(complaint, file, position))
  return { ok: false, problems: problemsInOrder([...fromYaml, ...fromContract]) }
}

/** Where YAML is broken, what follows has the wrong shape and something is bound to seem missing. */
function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column)
}

function faultOf({ position, message }: SourceFault, file: string): Problem {
  return { file, ...position, path: '', message }
}

/** A complaint in its place. */
export function problemOf({ path, message, allowed, nearest }: Complaint, file: string, position: Position): Problem {
  return {
    file,
    ...position,
    path: printPath(path),
    message,
    ...(allowed && allowed.length > 0 && { allowed }),
    ...(nearest !== undefined && { nearest }),
  }
}

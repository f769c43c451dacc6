import type { Grade } from '../../model/words/grade.ts'
import type { Row } from '../../model/words/wording.ts'

/**
 * What numbers of an installation mean. What Windows says stands in model/words; here stands what somebody who reads it
 * should know. Nothing here knows the rest of the model.
 */

export type Kind = 'return-code' | 'message' | 'event' | 'return-value' | 'storage-code' | 'system-error'

export interface Meaning {
  readonly kind: Kind
  readonly code: number
  /** `ERROR_INSTALL_FAILURE`, `MsiInstaller 1023`, `message 1306` */
  readonly name: string
  /** As Windows prints it; `[2]` and `%1` are filled in there. */
  readonly text: string
  /** Where Server 2003 words it otherwise. */
  readonly textOn2003?: string
  /** When an installation of a rollup has it. */
  readonly occurs: string
  readonly next: string
  /** Of number, name and text. */
  readonly grade: Grade
  readonly source: string
}

/** What is to be said about a row of model/words. */
export interface Advice {
  readonly occurs: string
  readonly next: string
}

export interface Named {
  readonly kind: Kind
  readonly code: number
  /** Where the number has no name of its own, it goes by its kind. */
  readonly name?: string
}

export function meaningOf({ kind, code, name }: Named, row: Row, { occurs, next }: Advice): Meaning {
  const { text, on2003, grade, source } = row
  const older = on2003 && { textOn2003: on2003.text }
  return { kind, code, name: name ?? `${kind.replace('-', ' ')} ${code}`, text, ...older, occurs, next, grade, source }
}

/** A table of model/words by number, with what is to be said about each of its rows. */
export function meaningsOf<Code extends number>(
  kind: Kind,
  rows: Readonly<Record<Code, Row>>,
  advice: Readonly<Record<Code, Advice>>,
  nameOf?: (code: number) => string,
): readonly Meaning[] {
  const codes = Object.keys(rows).map(Number) as Code[]
  return codes.map(code => meaningOf({ kind, code, ...(nameOf && { name: nameOf(code) }) }, rows[code], advice[code]))
}

/** The same of a table by name, whose rows have the number. */
export function meaningsByName<Name extends string>(
  kind: Kind,
  rows: Readonly<Record<Name, Row & { readonly code: number }>>,
  advice: Readonly<Record<Name, Advice>>,
): readonly Meaning[] {
  const names = Object.keys(rows) as Name[]
  return names.map(name => meaningOf({ kind, code: rows[name].code, name }, rows[name], advice[name]))
}

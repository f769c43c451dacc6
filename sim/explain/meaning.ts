/** What numbers of an installation mean. Nothing here knows the model: words stand apart from what they are about. */

export type Kind = 'return-code' | 'message' | 'event' | 'return-value' | 'storage-code' | 'system-error'

/** `documented`: a vendor's page; `observed`: a real log; `derived`: read off a script or a log; `modelled`: our choice. */
export type Grade = 'documented' | 'observed' | 'derived' | 'modelled'

export interface Meaning {
  readonly kind: Kind
  readonly code: number
  /** `ERROR_INSTALL_FAILURE`, `MsiInstaller 1023`, `message 1306` */
  readonly name: string
  /** As Windows prints it; `[2]` and `%1` are filled in there. */
  readonly text: string
  /** When an installation of a rollup has it. */
  readonly occurs: string
  readonly next: string
  /** Of number, name and text. */
  readonly grade: Grade
  readonly source: string
}

/** A row of a table: what differs from the rest of the table. */
export interface Entry {
  readonly code: number
  readonly name?: string
  readonly text: string
  readonly occurs: string
  readonly next: string
  readonly grade?: Grade
  readonly source?: string
}

/** What the rows of a table have in common. `name` is that of the source of events. */
export interface Common {
  readonly name?: string
  readonly grade: Grade
  readonly source: string
}

export function meaningsOf(kind: Kind, { name, grade, source }: Common, entries: readonly Entry[]): readonly Meaning[] {
  return entries.map(entry => ({
    kind,
    code: entry.code,
    name: entry.name ?? `${name ?? kind.replace('-', ' ')} ${entry.code}`,
    text: entry.text,
    occurs: entry.occurs,
    next: entry.next,
    grade: entry.grade ?? grade,
    source: entry.source ?? source,
  }))
}

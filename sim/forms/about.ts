import { fold } from '../../model/machine/names.ts'

/**
 * What the rows of evidence are about, and where they stand: by this a row is found that speaks of something, in any form.
 * Does not know what a row means to whoever looks for a cause.
 */
export type About = { readonly kind: 'fact'; readonly fact: number } | Thing

/** A thing on a server, which somebody can have made as it is. An update goes by the key that registers it, a right by the path that it is about. */
export type Thing =
  | { readonly kind: 'value'; readonly key: string; readonly name: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'update'; readonly key: string }
  | { readonly kind: 'process'; readonly pid: number }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'right'; readonly path: string }
  | { readonly kind: 'drive'; readonly name: string }

/** One name for one thing, however it is spelled. */
export function nameOf(thing: Thing): string {
  const { kind, ...name } = thing
  return fold([kind, ...Object.values(name)].join('\0'))
}

/** Where in a file: lines counted from 1, a record of an event log by its number, a value of the registry. */
export type Selector =
  | { readonly type: 'text'; readonly line: number; readonly endLine: number }
  | { readonly type: 'record'; readonly id: number }
  | { readonly type: 'registry'; readonly key: string; readonly value: string }

export const lineAt = (line: number, endLine = line): Selector => ({ type: 'text', line, endLine })

/** A place in a file that is about something. */
export interface Spot {
  /** Of the file on the simulated disk, or `exports\NAME`. */
  readonly path: string
  readonly selector: Selector
  readonly about: About
}

/** Is a fact one of those whose rows are looked for? Most are not. */
export type Sought = (fact: number) => boolean

import { join } from 'node:path'

/** What takes the place of Node where a browser runs the library. Does not know who asks for it. */

const standIn = (name: string): string => join(import.meta.dirname, `${name}.ts`)

/** Modules by the name they are imported by. */
export const STAND_INS: Readonly<Record<string, string>> = Object.fromEntries(
  ['buffer', 'crypto', 'fs', 'zlib'].map(name => [`node:${name}`, standIn(name)]),
)

/** Globals, each with its module and its name there. */
export const STAND_IN_GLOBALS = { Buffer: [standIn('buffer'), 'Buffer'] as [string, string] }

/** The version of the program, and of what `--json` prints. Does not know what is printed. */

export { VERSION } from '../sim/version.ts'

/** Of every object that `--json` prints. */
export const SCHEMA_VERSION = 1

/** The version of the program, and of what `--json` prints. Does not know what is printed. */

/** Put in by the bundler from package.json, so that nothing has to be read at start. */
declare const LAB1603_VERSION: string | undefined

export const VERSION: string = typeof LAB1603_VERSION === 'string' ? LAB1603_VERSION : 'unbuilt'

/** Of every object that `--json` prints. */
export const SCHEMA_VERSION = 1

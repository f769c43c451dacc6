/** The version of the program: it stands in every bundle. Does not know what else is said of it. */

/** Put in by the bundler from package.json, so that nothing has to be read at start. */
declare const LAB1603_VERSION: string | undefined

export const VERSION: string = typeof LAB1603_VERSION === 'string' ? LAB1603_VERSION : 'unbuilt'

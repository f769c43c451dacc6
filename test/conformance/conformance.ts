import { VECTORS } from '../needs.ts'
import { report, vectorFiles } from './report.ts'

/**
 * `npm run conformance [-- FILE...]`: is the model what vectors say of the installer? Without a file: our own and, where
 * they are beside the project, the independent ones.
 */
const given = process.argv.slice(2)
if (given.length === 0 && VECTORS.missing !== undefined) console.log(`passed over: ${VECTORS.missing}`)
process.exitCode = report(given.length > 0 ? given : vectorFiles(), line => console.log(line))

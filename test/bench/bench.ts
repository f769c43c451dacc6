import { measure } from './measure.ts'
import { asTable } from './table.ts'

/** `npm run bench [-- --json]`: how fast things are here and now. Nothing is asserted; a floor is measured beside them. */
const report = measure()
console.log(process.argv.includes('--json') ? JSON.stringify(report, undefined, 2) : asTable(report))

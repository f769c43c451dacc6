import { report } from './report.ts'

/** `npm run conformance -- FILE...`: is the model what independent vectors say of the installer? */
process.exitCode = report(process.argv.slice(2), line => console.log(line))

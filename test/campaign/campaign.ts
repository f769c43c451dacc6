import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { count, jobs, seed } from '../../tui/options.ts'
import { TRIALS } from '../laws/trials.ts'
import { listed, optionsOf, someOf } from '../options.ts'
import { type Campaign, lead, type Part, takePart } from './lead.ts'

/**
 * `npm run campaign`: every law in all of its cases, of which `npm test` takes a sample. Cases that break one are stored,
 * and the next test run takes them first.
 */
const JOB = '--as-job'

if (process.argv[2] === JOB) process.once('message', part => takePart(part as Part))
else process.exitCode = await lead(optionsOf<Campaign>(commandLine()), fileURLToPath(import.meta.url), JOB)

function commandLine(): Command {
  const names = TRIALS.map(({ name }) => name)
  return new Command('npm run campaign --')
    .description('Takes laws in all of their cases: npm test takes a sample of each.')
    .addOption(someOf('--only <laws>', names))
    .option('--seed <n>', 'the first case of each, from which the others follow (default: a fresh one)', seed)
    .option('--cases <n>', 'how many cases of each law (default: all)', count)
    .option('--seconds <n>', 'how long each law takes: fewer cases than all, or of drawn ones more', count)
    .option('--jobs <n>', 'how many processes, one for each processor if not said', jobs, availableParallelism())
    .addHelpText('after', `\nLaws:\n${listed(TRIALS.map(({ name, law }) => [name, law]))}`)
}

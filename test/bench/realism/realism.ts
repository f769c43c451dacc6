import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { EXIT } from '../../../tui/exit.ts'
import { count } from '../../../tui/options.ts'
import { REAL_LOGS } from '../../needs.ts'
import { optionsOf } from '../../options.ts'
import { reportOf, type Verdict } from './report.ts'
import { ownSubjects, realSubjects } from './subjects.ts'

/** `npm run realism`: can a plain classifier tell our verbose logs from real ones, and by what? Nothing is asserted. */
interface Options {
  readonly real: string
  readonly seeds: number
  readonly strongest: number
  readonly json?: true
}

const { real, seeds, strongest, json } = optionsOf<Options>(
  new Command('npm run realism --')
    .description('Tells our verbose logs from real ones, groups left out in turn, and says by what. About a minute.')
    .option('--real <dir>', 'real logs, NNN-product-what.txt', REAL_LOGS.path)
    .option('--seeds <n>', 'seeds for each scenario', count, 2)
    .option('--strongest <n>', 'how many features to tell', count, 10)
    .option('--json', 'print one JSON object'),
)

if (existsSync(real)) lead()
else {
  console.error(`no real logs in ${real}: nothing to compare with; --real names a folder of them`)
  process.exitCode = EXIT.wrongUsage
}

function lead(): void {
  const subjects = [...realSubjects(real), ...ownSubjects(Array.from({ length: seeds }, (_, i) => i + 1))]
  const report = reportOf(subjects, strongest)
  console.log(
    json ? JSON.stringify(report, undefined, 2) : [...report.compared, '', ...report.verdicts.flatMap(told)].join('\n'),
  )
}

function told({ what, area, shuffled, strongest }: Verdict): string[] {
  const rows = strongest.map(({ name, weight, ours, real, alone, example }) =>
    [
      `  ${weight > 0 ? 'ours' : 'real'} ${Math.abs(weight).toFixed(3)}  ${name}`,
      `    ours ${ours}, real ${real}, alone ${alone}${example === undefined ? '' : `\n    ${example}`}`,
    ].join('\n'),
  )
  return [`${what}: ${area}${shuffled === undefined ? '' : ` (classes shuffled: ${shuffled})`}`, ...rows, '']
}

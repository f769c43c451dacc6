import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { Command } from 'commander'
import { EXIT } from '../../tui/exit.ts'
import { count, seed } from '../../tui/options.ts'
import { optionsOf } from '../options.ts'
import { KINDS, type Mutant, mutantsOf } from './mutants.ts'

/**
 * `npm run mutation`: one place of `model/` is changed at a time, and the tests that are near to it are run. A change that
 * no test notices is printed with its place: there a test is missing, or the code says more than it means.
 */

interface Options {
  readonly count: number
  readonly seed: number
}

interface Placed extends Mutant {
  readonly file: string
  readonly line: number
  readonly text: string
}

/** What the tests beside the model notice, the scenarios are not asked. */
const STAGES: readonly (readonly string[])[] = [
  ['--project', 'model'],
  ['--project', 'scenarios', 'answerKeys', 'mechanism'],
]

function run({ count, seed }: Options): number {
  const all = everyMutant()
  const alive: Placed[] = []
  for (const mutant of sample(all, count, seed)) {
    const noticed = STAGES.find(stage => fails(stage, mutant))
    if (!noticed) alive.push(mutant)
    console.log(`${noticed ? 'noticed' : 'ALIVE  '}  ${described(mutant)}${noticed ? `  (${noticed[1]})` : ''}`)
  }
  const killed = count - alive.length
  console.log(`${killed} of ${count} noticed, of ${all.length} changes that there are; seed ${seed}`)
  return alive.length === 0 ? EXIT.done : EXIT.expectationFailed
}

function everyMutant(): Placed[] {
  const files = readdirSync('model', { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
  return files
    .map(name => `model/${name}`)
    .sort()
    .flatMap(file => {
      const text = readFileSync(file, 'utf8')
      return mutantsOf(text).map(mutant => ({ ...mutant, file, ...placeIn(text, mutant.start) }))
    })
}

function placeIn(text: string, offset: number): Pick<Placed, 'line' | 'text'> {
  const line = text.slice(0, offset).split('\n').length
  return { line, text: text.split('\n')[line - 1]!.trim() }
}

/** Of each kind in turn, spread over all files by the golden section, from a place that the seed says. */
function sample(all: readonly Placed[], length: number, first: number): Placed[] {
  return Array.from({ length }, (_, i) => {
    const ofKind = all.filter(({ kind }) => kind === KINDS[i % KINDS.length])
    return ofKind[Math.floor((((first + i) * GOLDEN) % 1) * ofKind.length)]!
  })
}

const GOLDEN = 0.618_033_988_75

function fails(stage: readonly string[], mutant: Placed): boolean {
  const args = [
    'vitest',
    'run',
    '--config',
    'test/mutation/vitest.config.ts',
    '--bail',
    '1',
    '--reporter',
    'dot',
    ...stage,
  ]
  const env = { ...process.env, LAB1603_MUTANT: JSON.stringify(mutant) }
  const { status } = spawnSync('npx', args, { env, stdio: 'ignore', timeout: HANGS_MS, killSignal: 'SIGKILL' })
  return status !== 0
}

/** A change may make a loop that never ends: that is noticed as well. */
const HANGS_MS = 600_000

function described({ file, line, kind, replacement, text }: Placed): string {
  const what = kind === 'statement' ? 'dropped' : `-> ${replacement.length < 60 ? replacement : '!(...)'}`
  return `${file}:${line}  ${kind} ${what}  | ${text}`
}

process.exitCode = run(
  optionsOf<Options>(
    new Command('npm run mutation --')
      .description('Changes one place of model/ at a time and runs the tests: which changes does nobody notice?')
      .option('--count <n>', 'how many changes', count, 60)
      .option('--seed <n>', 'which of them', seed, 1),
  ),
)

import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { EXIT } from '../../tui/exit.ts'
import { count, seed } from '../../tui/options.ts'
import { optionsOf } from '../options.ts'
import { KINDS, mutantsOf } from './mutants.ts'
import { type Answer, type Changed, runner } from './runner.ts'

/**
 * `npm run mutation`: one place of `model/` is changed at a time, and the tests that are near to it are run. A change that
 * no test notices is printed with its place: there a test is missing, or the code says more than it means.
 */

interface Options {
  readonly count: number
  readonly seed: number
}

interface Placed extends Changed {
  readonly line: number
  readonly text: string
}

async function lead({ count, seed }: Options): Promise<number> {
  const all = everyMutant()
  const tests = new Tests()
  const wrong = await tests.answer(null)
  if (wrong !== null) {
    console.log(`the tests fail as it is: ${wrong}`)
    return EXIT.unusable
  }
  let noticed = 0
  for (const mutant of sample(all, count, seed)) {
    const by = await tests.answer(mutant)
    if (by !== null) noticed++
    console.log(`${by === null ? 'ALIVE  ' : 'noticed'}  ${described(mutant)}${by === null ? '' : `  (${by})`}`)
  }
  tests.end()
  console.log(`${noticed} of ${count} noticed, of ${all.length} changes that there are; seed ${seed}`)
  return noticed === count ? EXIT.done : EXIT.expectationFailed
}

// ------------------------------------------------------------------------------------------------------------ mutants

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

function described({ file, line, kind, replacement, text }: Placed): string {
  const what = kind === 'statement' ? 'dropped' : `-> ${replacement}`
  return `${file}:${line}  ${kind} ${what}  | ${text}`
}

// -------------------------------------------------------------------------------------------------------------- tests

const AS_RUNNER = '--as-runner'
const HANGS_MS = 600_000

/** A process that runs the tests, and another one after it where a change makes it hang. */
class Tests {
  #child: ChildProcess | undefined

  /** Which tests notice a change, or null. */
  async answer(changed: Changed | null): Promise<string | null> {
    const child = this.#child ?? (await this.#start())
    child.send({ changed })
    const by = await heard(child)
    if (by === HANGS) this.end()
    return by === null ? null : relative(process.cwd(), by)
  }

  end(): void {
    this.#child?.kill('SIGKILL')
    this.#child = undefined
  }

  async #start(): Promise<ChildProcess> {
    this.#child = fork(fileURLToPath(import.meta.url), [AS_RUNNER], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    await heard(this.#child)
    return this.#child
  }
}

const HANGS = 'it hangs'

function heard(child: ChildProcess): Promise<string | null> {
  return new Promise(resolve => {
    const watch = setTimeout(() => resolve(HANGS), HANGS_MS)
    child.once('message', answer => {
      clearTimeout(watch)
      resolve((answer as Answer).by)
    })
  })
}

if (process.argv[2] === AS_RUNNER) await runner()
else {
  process.exitCode = await lead(
    optionsOf<Options>(
      new Command('npm run mutation --')
        .description('Changes one place of model/ at a time and runs the tests: which changes does nobody notice?')
        .option('--count <n>', 'how many changes', count, 60)
        .option('--seed <n>', 'which of them', seed, 1),
    ),
  )
}

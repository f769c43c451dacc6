import { resolve } from 'node:path'
import { createVitest, type TestSpecification, type Vitest } from 'vitest/node'
import type { Mutant } from './mutants.ts'

/**
 * The tests that stand near to the model, run again and again in one process: with one place of one file changed, or with
 * none. A change may make a loop that never ends; then whoever asked gets no answer, and ends the process.
 */

export interface Changed extends Mutant {
  readonly file: string
}

/** Which tests have noticed the change; null if none, and once everything is ready. */
export interface Answer {
  readonly by: string | null
}

const answer = (answer: Answer): unknown => process.send!(answer)

/**
 * First what stands beside the model, then every scenario with its answer key. What reads the sources of the project cannot
 * notice a change that is on no disk.
 */
const STAGES: readonly (readonly string[])[] = [
  ['test/model/installer', 'test/model/exchange', 'scenarios/mechanism'],
  ['test/model/words'],
  ['scenarios/answerKeys'],
]

export async function runner(): Promise<void> {
  const vitest = await createVitest('test', {
    config: 'test/mutation/vitest.config.ts',
    watch: false,
    bail: 1,
    maxWorkers: 1,
    project: ['model', 'scenarios'],
    reporters: [{}],
  })
  const stages = await Promise.all(STAGES.map(files => vitest.globTestSpecifications([...files])))
  let before: string | undefined
  process.on('message', async ({ changed }: { readonly changed: Changed | null }) => {
    for (const file of [before, changed?.file]) if (file !== undefined) vitest.invalidateFile(resolve(file))
    before = changed?.file
    process.env.LAB1603_MUTANT = JSON.stringify(changed)
    answer({ by: await firstFailing(vitest, stages) })
  })
  answer({ by: null })
}

async function firstFailing(vitest: Vitest, stages: readonly TestSpecification[][]): Promise<string | null> {
  for (const stage of stages) {
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(stage)
    const failed = testModules.find(module => !module.ok())
    if (failed || unhandledErrors.length > 0) return failed?.moduleId ?? 'an error'
  }
  return null
}

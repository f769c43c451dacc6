import { defineConfig } from 'vitest/config'
import { scenarioTexts } from './packaging/scenarioTexts.ts'
import { yaml } from './packaging/yaml.ts'

const every = { testTimeout: 600_000 }

/** Tests of one folder, which share what they have loaded: nothing in the simulator remembers a run. */
const folder = (name: string, include = [`test/${name}/**/*.test.ts`], exclude: string[] = []) => ({
  plugins: [yaml(), scenarioTexts()],
  test: { ...every, name, include, exclude, isolate: false },
})

/**
 * What `npm run quick` takes, to be done in a minute: whatever a new scenario, rule or fact can break. Of the simulator that
 * is what reads them, and what looks at every scenario.
 */
const QUICK = [
  'test/*.test.ts',
  'test/!(laws|sim|tui)/**/*.test.ts',
  'test/sim/{bundle,diagnosis,explain,scenario}/**/*.test.ts',
  'test/sim/forms/log/{consistency,shares,templates}.test.ts',
]

/** They draw their own input, whatever scenarios, rules and facts there are. */
const NOT_QUICK = [
  'test/bench/realism/realism.test.ts',
  'test/project/{patterns,shown}.test.ts',
  'test/sim/diagnosis/{appended,budget,robust}.test.ts',
  'test/sim/diagnosis/algebra/*.test.ts',
  'test/sim/diagnosis/pasted/*.test.ts',
  'test/sim/scenario/{contradictions,mutation}.test.ts',
]

/** Each can be run alone: `npx vitest run --project sim`. */
const PROJECTS = ['model', 'sim', 'scenarios', 'laws', 'tui']

export default defineConfig({
  test: {
    reporters: ['default', './test/passedOver.ts'],
    // Vitest itself would leave one processor idle, which is half of two.
    maxWorkers: '100%',
    coverage: {
      provider: 'v8',
      include: ['model/**', 'sim/**', 'tui/**'],
      reporter: ['text-summary', 'json-summary'],
      // Beside the other things that are not packed.
      reportsDirectory: 'tools/coverage',
    },
    // Its tests are those of other projects: it runs when it is asked for. Vitest's types know the option on the command line only.
    ...{ project: ['!quick'] },
    projects: [
      folder('model'),
      folder('sim'),
      folder('scenarios'),
      folder('laws'),
      {
        plugins: [yaml(), scenarioTexts()],
        test: {
          ...every,
          name: 'tui',
          include: ['test/tui/**/*.test.{ts,tsx}'],
          // The command line is tested as it is shipped.
          globalSetup: 'test/tui/build.ts',
        },
      },
      // Whatever stands elsewhere.
      folder(
        'project',
        ['test/**/*.test.ts'],
        PROJECTS.map(name => `test/${name}/**`),
      ),
      folder('quick', QUICK, NOT_QUICK),
    ],
  },
})

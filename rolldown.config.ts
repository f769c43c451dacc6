import { defineConfig } from 'rolldown'
import packageJson from './package.json' with { type: 'json' }
import { declarations } from './packaging/declarations.ts'
import { scenarioTexts } from './packaging/scenarioTexts.ts'
import { schemas } from './packaging/schemas.ts'
import { thirdParty } from './packaging/thirdParty.ts'
import { STAND_IN_GLOBALS, STAND_INS } from './packaging/web/standIns.ts'
import { yaml } from './packaging/yaml.ts'

/** What is known when it is built: the version, and that React need not check its callers. */
const define = {
  LAB1603_VERSION: JSON.stringify(packageJson.version),
  'process.env.NODE_ENV': JSON.stringify('production'),
  'process.env.DEV': JSON.stringify('false'),
}

/** Ink can talk to React's developer tools, which nobody who installs this has; its part for that stays out. */
const withoutDevtools = {
  name: 'without-devtools',
  resolveId: (id: string) => (id === './devtools.js' ? '\0devtools' : undefined),
  load: (id: string) => (id === '\0devtools' ? 'export {}' : undefined),
}

/** Entry points of the library: each is a module for browsers, one for Node, and declarations. */
const ANYWHERE = {
  index: 'library/index.ts',
  eventlog: 'library/eventlog.ts',
  'fast-check': 'library/fast-check.ts',
}
/** The matcher reads folders, and a drive is mounted for what asks for Node's file system: they are for Node alone. */
const LIBRARY = { ...ANYWHERE, disk: 'library/disk.ts', vitest: 'library/vitest.ts' }

/** What npm starts for those who work on the program: each a program of its own, with chunks that bear its name. */
const TOOLS = {
  bench: 'test/bench/bench.ts',
  campaign: 'test/campaign/campaign.ts',
  conformance: 'test/conformance/conformance.ts',
  docs: 'test/documents/write.ts',
  mutation: 'test/mutation/mutation.ts',
  nodes: 'test/nodes/nodes.ts',
  realism: 'test/bench/realism/realism.ts',
}

/** Of which whoever uses that part of the library or of the program brings one. */
const PEERS = /^(?:@aws-sdk\/client-s3|bullmq|fast-check|ioredis|vitest)\b/

const packages = thirdParty()

/** `dist` is what is packed; `tools` is not. */
export default defineConfig([
  {
    input: ANYWHERE,
    platform: 'browser',
    external: PEERS,
    resolve: { alias: STAND_INS },
    transform: { define, inject: STAND_IN_GLOBALS },
    plugins: [yaml(), scenarioTexts(), packages.gather],
    output: {
      dir: 'dist',
      format: 'esm',
      minify: true,
      entryFileNames: 'web/[name].js',
      chunkFileNames: 'web/[name].js',
      cleanDir: true,
    },
  },
  {
    // The library shares the chunks of the program. Three workers are ours and run in threads; the other is the pool's own
    // and is looked for in that place.
    input: {
      ...Object.fromEntries(Object.entries(LIBRARY).map(([name, file]) => [`library/${name}`, file])),
      cli: 'tui/cli.ts',
      worker: 'sim/corpus/worker.ts',
      markWorker: 'sim/drill/marking/worker.ts',
      rulesWorker: 'sim/workbench/worker.ts',
      classWorker: 'sim/classroom/worker.ts',
      'entry/worker': 'node_modules/tinypool/dist/entry/worker.js',
    },
    platform: 'node',
    external: PEERS,
    transform: { define },
    plugins: [
      yaml(),
      scenarioTexts(),
      withoutDevtools,
      schemas(),
      declarations(Object.values(LIBRARY)),
      packages.gather,
      packages.write,
    ],
    output: { dir: 'dist', format: 'esm', minify: true, chunkFileNames: '[name].js' },
  },
  ...Object.entries(TOOLS).map(([name, file]) => ({
    input: { [name]: file },
    platform: 'node' as const,
    // It carries a binary, and stands in node_modules wherever these programs run.
    external: /^(rolldown|vitest)\b/,
    plugins: [yaml(), scenarioTexts()],
    output: { dir: 'tools', format: 'esm' as const, chunkFileNames: `${name}-[name].js` },
  })),
])

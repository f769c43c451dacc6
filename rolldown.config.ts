import { defineConfig } from 'rolldown'
import packageJson from './package.json' with { type: 'json' }
import { thirdParty } from './packaging/thirdParty.ts'
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

/** What npm starts for those who work on the program: each a program of its own, with chunks that bear its name. */
const TOOLS = {
  bench: 'test/bench/bench.ts',
  campaign: 'test/campaign/campaign.ts',
  conformance: 'test/conformance/conformance.ts',
  docs: 'test/documents/write.ts',
  mutation: 'test/mutation/mutation.ts',
  nodes: 'test/nodes/nodes.ts',
}

/** `dist` is what is packed; `tools` is not. */
export default defineConfig([
  {
    // The second is ours and runs in a thread; the third is the pool's own and is looked for in that place.
    input: {
      cli: 'tui/cli.ts',
      worker: 'sim/corpus/worker.ts',
      'entry/worker': 'node_modules/tinypool/dist/entry/worker.js',
    },
    platform: 'node',
    transform: { define },
    plugins: [yaml(), withoutDevtools, thirdParty()],
    output: { dir: 'dist', format: 'esm', minify: true, chunkFileNames: '[name].js', cleanDir: true },
  },
  ...Object.entries(TOOLS).map(([name, file]) => ({
    input: { [name]: file },
    platform: 'node' as const,
    // It carries a binary, and stands in node_modules wherever these programs run.
    external: /^(rolldown|vitest)\b/,
    plugins: [yaml()],
    output: { dir: 'tools', format: 'esm' as const, chunkFileNames: `${name}-[name].js` },
  })),
])

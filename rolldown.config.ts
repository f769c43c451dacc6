import { defineConfig } from 'rolldown'
import packageJson from './package.json' with { type: 'json' }

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

/** What npm starts beside the command line: each a program of its own, with chunks that bear its name. */
const PROGRAMS = {
  bench: 'test/bench/bench.ts',
  campaign: 'test/campaign/campaign.ts',
  conformance: 'test/conformance/conformance.ts',
  docs: 'test/documents/write.ts',
}

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
    plugins: [withoutDevtools],
    output: { dir: 'dist', format: 'esm', minify: true, chunkFileNames: '[name].js' },
  },
  ...Object.entries(PROGRAMS).map(([name, file]) => ({
    input: { [name]: file },
    platform: 'node' as const,
    output: { dir: 'dist', format: 'esm' as const, chunkFileNames: `${name}-[name].js` },
  })),
])

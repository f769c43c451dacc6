import { defineConfig } from 'rolldown'

/** Three programs: the command line, and what `npm run bench` and `npm run conformance` start. */
export default defineConfig([
  {
    input: { cli: 'tui/cli.ts' },
    platform: 'node',
    output: { dir: 'dist', format: 'esm', minify: true, chunkFileNames: '[name]-[hash].js' },
  },
  {
    input: { bench: 'test/bench/bench.ts' },
    platform: 'node',
    output: { dir: 'dist', format: 'esm', chunkFileNames: 'bench-[name]-[hash].js' },
  },
  {
    input: { conformance: 'test/conformance/conformance.ts' },
    platform: 'node',
    output: { dir: 'dist', format: 'esm', chunkFileNames: 'conformance-[name]-[hash].js' },
  },
])

/** What a worker thread runs: bundled as `dist/worker.js`. Knows nothing but its task. */
export { makeOne as default } from './make.ts'

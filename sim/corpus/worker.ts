/** What a worker thread runs: bundled as `dist/worker.js`. */
export { makeOne as default } from './make.ts'

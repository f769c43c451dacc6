/** What a worker thread of the lab's screens runs: bundled as `dist/markWorker.js`. Knows nothing but its task. */
export { markOne as default } from './task.ts'

/** What a worker thread of a test runs: bundled as `dist/rulesWorker.js`. Knows nothing but its task. */
export { doTask as default } from './task.ts'

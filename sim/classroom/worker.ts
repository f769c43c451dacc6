/** What a worker thread runs that grades sessions: bundled as `dist/classWorker.js`. Knows nothing but its task. */
export { gradeOne as default } from './task.ts'

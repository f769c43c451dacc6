import { type Made, makeOne, type Packed, packOne, type Task, type Unplaced } from './make.ts'

/** What a worker thread runs: bundled as `dist/worker.js`. Knows nothing but its task. */
export default (task: Task | Unplaced): Made | Promise<Packed> => ('folder' in task ? makeOne(task) : packOne(task))

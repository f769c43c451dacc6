import { bundle } from './bundle.ts'
import { bundles } from './bundles.ts'
import { corpus } from './corpus.ts'
import { diagnose } from './diagnose.ts'
import { emit } from './emit.ts'
import { events } from './events.ts'
import { log } from './log.ts'
import type { Part } from './part.ts'
import { run } from './run.ts'
import { start } from './start.ts'

/** What `npm run bench` measures, in this order. */
export const PARTS = { log, events, run, bundle, bundles, start, corpus, emit, diagnose } satisfies Record<string, Part>

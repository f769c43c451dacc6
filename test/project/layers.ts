/**
 * The architecture as a list: a folder imports itself and what stands above it, nothing below. Type-only imports count
 * like any other. A file that stands alone is a layer of its own.
 */
export const LAYERS = [
  'model/words',
  'model/machine',
  'model/installer/language',
  'model/installer',
  'model/exchange',
  'sim/foreign',
  'sim/causes.ts',
  'sim/limits.ts',
  'sim/readableFs.ts',
  'sim/written',
  'sim/place',
  'sim/server',
  'sim/forms',
  'sim/prompt/window',
  'sim/prompt/cmd',
  'sim/prompt/powershell',
  'sim/prompt',
  'sim/scenario',
  'sim/run',
  'sim/bundle',
  'sim/story',
  'sim/diagnosis',
  'sim/explain',
  'sim/remedy',
  'sim/corpus',
  'sim/workbench',
  'tui',
] as const

#!/usr/bin/env node
import { CommanderError } from 'commander'
import { beside, page, type Shown, told } from '../sim/foreign/terminal.ts'
import type { CommandName } from './commandTable.ts'
import { EXIT, type ExitCode, Stop } from './exit.ts'
import { note, watchStreams } from './output.ts'
import { isPlaceTrouble, wordsFor } from './place.ts'
import { programOf } from './program.ts'
import { VERSION } from './version.ts'

/**
 * The command line. Only commander is loaded here; a command's own module, with all that it needs, is imported when
 * the command is given, so that `--version` and `--help` cost little more than Node itself. What a command does: its
 * own module. What can be said to it: commandTable.ts.
 */

type Do = (...given: never[]) => ExitCode | Promise<ExitCode>

const LOADERS: Readonly<Record<CommandName, () => Promise<Do>>> = {
  list: async () => (await import('./commands/list.ts')).listCommand,
  run: async () => (await import('./commands/run.ts')).runCommand,
  diagnose: async () => (await import('./commands/diagnose.ts')).diagnoseCommand,
  repair: async () => (await import('./commands/repair.ts')).repairCommand,
  generate: async () => (await import('./commands/generate.ts')).generateCommand,
  work: async () => (await import('./commands/work.ts')).workCommand,
  'corpus merge': async () => (await import('./commands/corpusMerge.ts')).corpusMergeCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
  emit: async () => (await import('./commands/emit.ts')).emitCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  fixtures: async () => (await import('./commands/fixtures.ts')).fixturesCommand,
  drill: async () => (await import('./commands/drill.ts')).drillCommand,
  'drill pack': async () => (await import('./commands/drillPack.ts')).drillPackCommand,
  'drill grade': async () => (await import('./commands/drillGrade.ts')).drillGradeCommand,
  'drill report': async () => (await import('./commands/drillReport.ts')).drillReportCommand,
  'drill watch': async () => (await import('./commands/drillWatch.ts')).drillWatchCommand,
  handout: async () => (await import('./commands/handout.ts')).handoutCommand,
  replay: async () => (await import('./commands/replay.ts')).replayCommand,
  'rules explain': async () => (await import('./commands/rulesExplain.ts')).rulesExplainCommand,
  'rules test': async () => (await import('./commands/rulesTest.ts')).rulesTestCommand,
  'rules mutate': async () => (await import('./commands/rulesMutate.ts')).rulesMutateCommand,
  'rules new': async () => (await import('./commands/rulesNew.ts')).rulesNewCommand,
  'rules list': async () => (await import('./commands/rulesList.ts')).rulesListCommand,
  explain: async () => (await import('./commands/explain.ts')).explainCommand,
  schema: async () => (await import('./commands/schema.ts')).schemaCommand,
}

/** The exit code is set and not called for: what is still on its way to a pipe arrives. */
const program = programOf(async (name, given) => {
  const act = await LOADERS[name]()
  process.exitCode = await act(...(given as never[]))
})

watchStreams()
try {
  if (process.argv.length > 2) await program.parseAsync()
  else program.help({ error: true })
} catch (error) {
  process.exitCode = exitCodeFor(error)
}

/** Says what went wrong, unless commander has, and returns the exit code. */
function exitCodeFor(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUsage
  if (error instanceof Stop) {
    note(error.message)
    return error.code
  }
  if (isPlaceTrouble(error)) {
    note(told`${error.path ?? error.syscall}: ${wordsFor(error)}`)
    return EXIT.unusable
  }
  note(traceOf(error))
  note(told`  lab1603 ${VERSION}; this was: lab1603 ${process.argv.slice(2).join(' ')}`)
  return EXIT.contradiction
}

/** What was thrown, on one line, and where. */
function traceOf(error: unknown): Shown {
  if (!(error instanceof Error)) return told`${String(error)}`
  const { name, message, stack = '' } = error
  const at = stack.indexOf(message)
  return beside(told`${name}: ${message}`, page(at < 0 ? '' : stack.slice(at + message.length)))
}

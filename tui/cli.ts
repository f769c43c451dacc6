#!/usr/bin/env node
import { Argument, Command, CommanderError } from 'commander'
import { EXIT, type ExitCode, Stop } from './exit.ts'
import { examplesOf, exitCodes } from './help.ts'
import { count, DEFAULT_SEED, jobs, kbNumber, logLevel, range, seed, shard } from './options.ts'
import { endQuietlyOnClosedPipe, note } from './output.ts'
import { isPlaceTrouble, wordsFor } from './place.ts'
import { VERSION } from './version.ts'

/**
 * The command line. Only commander is loaded here; a command's own module, with all that it needs, is imported when
 * the command is given, so that `--version` and `--help` cost little more than Node itself. What a command does: its
 * own module.
 */

const program = new Command('lab1603')
  .description('Rehearses installing Exchange Server 2007 update rollups on a simulated server.')
  .version(VERSION)
  .helpCommand(false)
  .exitOverride()
  .showHelpAfterError('(add --help for what can be said)')
  .addHelpText('after', () =>
    [
      '\nSCENARIO is an id from `lab1603 list`, a path to a YAML file, or - for stdin.',
      'Data goes to stdout, everything else to stderr. NO_COLOR and FORCE_COLOR are heard.',
      exitCodes(),
      examplesOf('run'),
    ].join('\n'),
  )

type Do = (...given: never[]) => ExitCode | Promise<ExitCode>

/** The exit code is set and not called for: what is still on its way to a pipe arrives. */
function command(name: string, description: string, load: () => Promise<Do>): Command {
  const made = program.command(name).description(description)
  return made
    .addHelpText('after', () => examplesOf(made.name()))
    .action(async (...given) => {
      process.exitCode = await (await load())(...(given as never[]))
    })
}

const SEED = ['--seed <n>', 'whole number; the same seed gives the same bytes'] as const
const LOG_LEVEL = [
  '--log-level <letters>',
  "letters of msiexec's /l for every log that a step asks for, such as '*'",
] as const
const JSON_FLAG = ['--json', 'print one JSON object'] as const

command('list', 'list the scenarios', async () => (await import('./commands/list.ts')).listCommand).option(...JSON_FLAG)

command(
  'run <scenario>',
  'simulate, write a bundle, tell the story',
  async () => (await import('./commands/run.ts')).runCommand,
)
  .option(...SEED, seed, DEFAULT_SEED)
  .option('--rollup <kb>', 'install this rollup instead of the one of each install step', kbNumber)
  .option(...LOG_LEVEL, logLevel)
  .option('--out <dir>', 'folder of the bundle (default: out/SCENARIO-SEED)')
  .option(...JSON_FLAG)

command(
  'diagnose <path...>',
  'find causes in files, folders or a bundle, simulated or real; - is stdin',
  async () => (await import('./commands/diagnose.ts')).diagnoseCommand,
).option(...JSON_FLAG)

command(
  'repair <scenario>',
  'run, diagnose, apply the remedies, run again, until right or stuck',
  async () => (await import('./commands/repair.ts')).repairCommand,
)
  .option(...SEED, seed, DEFAULT_SEED)
  .option(...JSON_FLAG)

command(
  'generate',
  'make a corpus: many bundles and a lock file that holds them to their bytes',
  async () => (await import('./commands/generate.ts')).generateCommand,
)
  .option('--scenario <scenario...>', 'take these in turn (default: all that are listed)')
  .option('--combine <n>', 'combine so many of their faults, such as 2 or 1-4, at random and on random servers', range)
  .requiredOption('--count <n>', 'how many bundles', count)
  .option('--seed <n>', 'whole number from which each bundle draws its own seed', seed, DEFAULT_SEED)
  .option(...LOG_LEVEL, logLevel)
  .requiredOption('--out <dir>', 'folder of the corpus; what is there of it already is kept')
  .option('--jobs <n>', 'how many at a time (default: one for each processor)', jobs)
  .option('--shard <i/n>', 'make only this part', shard)

command(
  'verify <dir>',
  'has a corpus, or a bundle, still the bytes that were promised',
  async () => (await import('./commands/verify.ts')).verifyCommand,
)
  .option('--again', 'simulate every bundle again and compare')
  .option(...JSON_FLAG)

command(
  'replay <scenario-or-bundle>',
  'step through a run, forward and back',
  async () => (await import('./commands/replay.ts')).replayCommand,
)
  .option(...SEED, seed)
  .option('--plain', 'print the timeline as text, as is done off a terminal')

command(
  'explain <code...>',
  'what an event id, a return code, an HRESULT or a number in a log means',
  async () => (await import('./commands/explain.ts')).explainCommand,
).option(...JSON_FLAG)

command(
  'schema',
  'print a JSON Schema (draft-07) for editors',
  async () => (await import('./commands/schema.ts')).schemaCommand,
).addArgument(new Argument('<name>', 'what it describes').choices(['scenario', 'bundle']))

endQuietlyOnClosedPipe()
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
    note(`${error.path ?? error.syscall}: ${wordsFor(error)}`)
    return EXIT.unusable
  }
  note(error instanceof Error ? (error.stack ?? error.message) : String(error))
  note(`  lab1603 ${VERSION}; this was: lab1603 ${process.argv.slice(2).join(' ')}`)
  return EXIT.contradiction
}

import { EXIT_HELP } from './exit.ts'

/** What `--help` adds to the options: examples for each command, and what exit codes mean. The options: cli.ts. */

const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  list: ['lab1603 list', 'lab1603 list --json'],
  run: [
    'lab1603 run file-in-use',
    'lab1603 run file-in-use --seed 7 --rollup KB940006 --out lab/monday',
    "lab1603 run file-in-use --log-level '*'",
    'lab1603 run my-scenario.yaml --json',
    'lab1603 run - < my-scenario.yaml',
  ],
  diagnose: [
    'lab1603 diagnose out/file-in-use-1',
    'lab1603 diagnose KB935490.log Application.evt',
    'lab1603 diagnose - --json < KB935490.log',
  ],
  repair: ['lab1603 repair services-disabled', 'lab1603 repair my-scenario.yaml --seed 7 --json'],
  generate: [
    'lab1603 generate --count 100 --out corpus',
    'lab1603 generate --scenario file-in-use my-scenario.yaml --count 40 --seed 7 --out corpus --jobs 4',
    'lab1603 generate --count 100 --out corpus --shard 1/2',
    'lab1603 generate --combine 1-4 --count 1000 --out corpus',
  ],
  verify: ['lab1603 verify corpus', 'lab1603 verify corpus --again', 'lab1603 verify out/file-in-use-1 --json'],
  replay: [
    'lab1603 replay file-in-use',
    'lab1603 replay out/file-in-use-1',
    'lab1603 replay file-in-use --plain | less',
  ],
  explain: [
    'lab1603 explain 1603',
    'lab1603 explain 0x80070643',
    'lab1603 explain -2147287038',
    'lab1603 explain return value 3',
    'lab1603 explain "Note: 1: 2262" --json',
  ],
  schema: ['lab1603 schema scenario > scenario.schema.json'],
}

export function examplesOf(command: string): string {
  return section('Examples:', EXAMPLES[command] ?? [])
}

export function exitCodes(): string {
  return section(
    'Exit codes:',
    EXIT_HELP.map(([code, meaning]) => `${code}  ${meaning}`),
  )
}

function section(title: string, rows: readonly string[]): string {
  return ['', title, ...rows.map(row => `  ${row}`)].join('\n')
}

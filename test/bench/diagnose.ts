import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clockOf, renderInstallerLog } from '../../sim/forms/installerLog.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { grouped, here, partOf, rounded, SEED, scenario, type Tell } from './part.ts'

interface Cost {
  readonly what: string
  readonly seconds: number
  /** Of a processor: what waiting for others does not change. */
  readonly processorSeconds: number
  /** Resident memory at its highest. */
  readonly megabytes: number
}

interface DiagnoseReport {
  readonly costs: readonly Cost[]
}

/** Taking turns, and the one in the middle tells: a single pair is off by a quarter either way. */
const PAIRS = 7

const LINES = 1_000_000
const LOGS = 10_000

export const diagnose = partOf<DiagnoseReport>(
  'the command diagnose: a million lines, ten thousand logs, input that is made to cost; each in a process of its own',
  tell => ({
    costs: inFolder(folder => {
      const [[lines, path], ...others] = inputs(folder)
      const pairs = Array.from({ length: PAIRS }, () => [
        costOfNode(`floor: a bare loop over ${lines}`, ['-e', LOOP, path], ' found', tell),
        costOf(lines, path, tell),
      ])
      const [floor, ours] = [middleOf(pairs.map(([one]) => one!)), middleOf(pairs.map(([, one]) => one!))]
      return [floor, ours, ...others.map(([what, other]) => costOf(what, other, tell))]
    }),
  }),
  ({ costs }) =>
    costs.map((row, i) => {
      const ratio = i === 1 ? `, ${rounded(costs[0]!.seconds / row.seconds)} of the floor` : ''
      return [row.what, `${row.seconds} s${ratio}, ${row.processorSeconds} s of a processor, ${row.megabytes} MB`]
    }),
)

const middleOf = (costs: readonly Cost[]): Cost =>
  costs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(costs.length / 2)]!

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

type Input = readonly [what: string, path: string]

/** A million lines first. */
function inputs(folder: string): readonly [Input, ...Input[]] {
  const rows = logRows()
  const hostile = Object.entries(HOSTILE).map(([what, text]) => {
    const path = join(folder, `${what.replace(/\W+/g, '-')}.log`)
    writeFileSync(path, text)
    return [what, path] as const
  })
  return [
    [`${grouped(LINES)} lines of a verbose log`, manyLines(join(folder, 'lines.log'), rows)],
    [`${grouped(LOGS)} logs of ${ROWS} lines`, manyLogs(join(folder, 'logs'), rows)],
    ...hostile,
  ]
}

function logRows(): string[] {
  const server = simulate(scenario(), { seed: SEED }).servers[0]!
  const run = server.facts.flatMap(({ body }) => (body.kind === 'log-opened' ? [body.run] : []))[0] ?? 0
  const clock = clockOf(server.machine)
  return renderInstallerLog(server.facts, [run], clock).text.split('\r\n')
}

function manyLines(path: string, rows: readonly string[]): string {
  const file = openSync(path, 'w')
  const text = Buffer.from(`${rows.slice(0, -1).join('\r\n')}\r\n`)
  for (let lines = 0; lines < LINES; lines += rows.length - 1) writeSync(file, text)
  closeSync(file)
  return path
}

const ROWS = 100

function manyLogs(folder: string, rows: readonly string[]): string {
  mkdirSync(folder)
  const text = rows.slice(0, ROWS).join('\r\n')
  for (let i = 0; i < LOGS; i++) writeFileSync(join(folder, `${i}.log`), text)
  return folder
}

const STARTED = '=== Logging started: 8/27/2007  13:13:00 ===\n'
const LONG = 200_000

/** 200,000 characters each. */
const HOSTILE: Readonly<Record<string, string>> = {
  'hostile: line ends': STARTED + '\n'.repeat(LONG),
  'hostile: a head of blanks': `=== Verbose logging started: ${'a '.repeat(LONG / 2)}`,
  'hostile: open tags': `<Objs>${'<a>'.repeat(LONG / 3)}`,
  'hostile: CDATA without an end': `<Objs>${'<![CDATA['.repeat(LONG / 9)}`,
  'hostile: blanks before a letter': `SERVICE_NAME: a\nA${' '.repeat(LONG)}x`,
  'hostile: calls': '=== Logging started: \n=== Logging stopped: \n'.repeat(LONG / 44),
  'hostile: an Event in an Event': `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>${'<Event '.repeat(LONG / 7)}`,
}

/** Tells the highest memory of a process when it ends. */
const TELL = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write('\\nmaxRSS ' + process.resourceUsage().maxRSS + ' cpu ' + Math.round(process.cpuUsage().user + process.cpuUsage().system)))",
)}`

const costOf = (what: string, path: string, tell: Tell): Cost =>
  costOfNode(what, [here('../dist/cli.js'), 'diagnose', path, '--json'], '"findings"', tell)

/**
 * What any program pays that looks at each line: a bare loop that decodes a piece at a time, splits it and runs one pattern
 * over each line.
 */
const LOOP = `
const fs = require('node:fs')
const decoder = new TextDecoder('utf-8')
const piece = Buffer.alloc(65536)
const file = fs.openSync(process.argv[1], 'r')
let [rest, lines, found] = ['', 0, 0]
for (let size; (size = fs.readSync(file, piece)) > 0; ) {
  const split = (rest + decoder.decode(piece.subarray(0, size), { stream: true })).split('\\r\\n')
  rest = split.pop()
  for (const line of split) {
    lines++
    if (/Return value 3|Note: 1: \\d+/.test(line)) found++
  }
}
console.log(lines + ' lines, ' + found + ' found')
`

/**
 * Time from start to end, and what the system says about memory.
 * @throws Error if it did not print what is wanted: a command that is refused is fast
 */
function costOfNode(what: string, command: readonly string[], wanted: string, tell: Tell): Cost {
  tell(what)
  const started = performance.now()
  const args = ['--import', TELL, ...command]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 30 })
  const seconds = rounded((performance.now() - started) / 1000)
  const [, kilobytes, micros] = /maxRSS (\d+) cpu (\d+)/.exec(stderr) ?? []
  const done = status === 0 && stdout.includes(wanted)
  if (kilobytes === undefined || !done) throw new Error(`${what}: exit ${status}: ${stderr.slice(0, 500)}`)
  return {
    what,
    seconds,
    processorSeconds: rounded(Number(micros) / 1e6),
    megabytes: Math.round(Number(kilobytes) / 1024),
  }
}

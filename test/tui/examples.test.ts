import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS, type CommandRow } from '../../tui/commandTable.ts'
import { type Ending, EXIT } from '../../tui/exit.ts'
import { calling, freePort, redisIn } from '../laws/queueServers.ts'
import { needing, programs } from '../needs.ts'
import { CLI, lab1603, ROOT, scenarioText } from './helpers.ts'

/**
 * Every example that `--help` gives is typed at a shell, in a folder with what the example takes for granted, and ends well.
 */

const ROWS: readonly (readonly [name: string, row: CommandRow])[] = Object.entries(COMMANDS)

/** Milliseconds for what comes before and after: bundles are made and removed. */
const PATIENCE = 120_000

/** Of the examples for a queue. */
const QUEUE = 'redis://queue:6379'
const REDIS = programs('redis-server')
const needs = (example: string) => (example.includes(QUEUE) ? needing(REDIS) : {})

let root: string
let queueUrl: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lab1603-examples-'))
  const made = join(root, 'made')
  mkdirSync(made)
  lab1603(['run', 'file-in-use'], { cwd: made })
  lab1603(['generate', '--scenario', 'clean-install', '--count', '2', '--out', 'corpus'], { cwd: made })
  const server = join(made, 'out/file-in-use-1/evidence/C/WINDOWS')
  const log = readdirSync(join(server, 'Temp')).find(name => name.endsWith('.LOG'))!
  copyFileSync(join(server, 'Temp', log), join(made, 'KB935490.log'))
  copyFileSync(join(server, 'system32/config/AppEvent.Evt'), join(made, 'Application.evt'))
  writeFileSync(join(made, 'my-scenario.yaml'), scenarioText('services-disabled'))
  copyFileSync(join(ROOT, 'test/fixtures/sigma/file-in-use.yml'), join(made, 'my-rule.yml'))
  copyFileSync(join(ROOT, 'test/fixtures/fleet.yaml'), join(made, 'fleet.yaml'))
  writeFileSync(join(made, 'typed.txt'), ':claim file-in-use\n:hand-in\n')
  lab1603(['drill', 'file-in-use', '--session', 'monday.jsonl', '--name', 'Ada'], { cwd: made })
  writeFileSync(join(made, 'roster.csv'), 'name,email\nAda,ada@example.org\n')
  lab1603(['drill', 'pack', 'file-in-use', '--class', 'roster.csv', '--out', 'labs', '--key', 'class.key'], {
    cwd: made,
  })
  mkdirSync(join(made, 'handed-in'))
  lab1603(['drill', 'labs/1-ada.lab', '--session', 'handed-in/ada.jsonl'], { cwd: made })
  for (const shard of ['1/2', '2/2']) {
    lab1603(['generate', '--scenario', 'product-absent', '--count', '2', '--shard', shard, '--out', 'parts'], {
      cwd: made,
    })
  }
  if (REDIS.missing === undefined) {
    const port = freePort()
    redisIn(join(root, 'redis'), port)
    queueUrl = `redis://127.0.0.1:${port}`
    calling(['work', '--queue', queueUrl, '--jobs', '1'], root, {})
  }
  mkdirSync(join(made, 'my-rules'))
  copyFileSync(join(ROOT, 'test/fixtures/rules/mine.yaml'), join(made, 'my-rules/mine.yaml'))
  program('lab1603', `exec '${process.execPath}' '${CLI}' "$@"`)
  // What a pager does when nobody is there to turn pages.
  program('less', 'exec cat')
}, PATIENCE)
afterAll(() => rmSync(root, { recursive: true, force: true }), PATIENCE)

function program(name: string, does: string): void {
  const path = join(root, 'bin', name)
  mkdirSync(join(root, 'bin'), { recursive: true })
  writeFileSync(path, `#!/bin/sh\n${does}\n`)
  chmodSync(path, 0o755)
}

/** What an example names is there beforehand, but for what it makes itself. */
function placeFor(example: string): string {
  const place = mkdtempSync(join(root, 'place-'))
  const taken = example.replace(/(--out|>) \S+/g, '')
  for (const name of readdirSync(join(root, 'made'))) {
    if (taken.includes(name === 'out' ? 'out/' : name)) {
      cpSync(join(root, 'made', name), join(place, name), { recursive: true, preserveTimestamps: true })
    }
  }
  return place
}

const codesOf = ({ ends }: CommandRow): number[] =>
  Object.keys({ ...ends, wrongUsage: 3, contradiction: 4 }).map(ending => EXIT[ending as Ending])

describe.each(ROWS)('%s', (name, row) => {
  for (const example of row.examples) test(`$ ${example}`, needs(example), () => ends(example))

  function ends(example: string): void {
    const cwd = placeFor(example)
    const env = { ...process.env, PATH: `${join(root, 'bin')}${delimiter}${process.env.PATH}` }
    const { status, stdout, stderr } = spawnSync('sh', ['-c', example.replace(QUEUE, queueUrl)], {
      cwd,
      env,
      encoding: 'utf8',
      input: '',
      maxBuffer: 2 ** 26,
    })
    expect({ status, stderr }).toMatchObject({ status: EXIT.done })
    expect(stdout + stderr + readdirSync(cwd).join()).not.toBe('')
    expect(example.startsWith(`lab1603 ${name}`)).toBe(true)
  }

  test('says in its help what the table says', () => {
    const help = execFileSync(process.execPath, [CLI, ...name.split(' '), '--help'], { encoding: 'utf8' })
    const flat = help.replace(/\s+/g, ' ')
    expect(flat).toContain(row.does)
    for (const { flags, does } of row.options) expect(flat).toContain(`${flags} ${does}`)
    for (const example of row.examples) expect(help).toContain(`  ${example}\n`)
    const codes = [...help.slice(help.indexOf('Exit codes:')).matchAll(/^ {2}(\d) {2}/gm)].map(([, code]) =>
      Number(code),
    )
    expect(codes).toEqual(codesOf(row).toSorted())
  })
})

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type EmitOptions, emitCommand } from '../../tui/commands/emit.ts'
import { Stop } from '../../tui/exit.ts'
import { factor, recordCount, size, startMoment } from '../../tui/options.ts'
import { FULL, needing, programs } from '../needs.ts'
import { listening } from './emit/helpers.ts'
import { CLI, lab1603, ROOT, scenarioText } from './helpers.ts'

/** The command line of `emit`: what it prints, where it writes, how it ends. */

const ID = 'services-disabled'

function started(args: readonly string[], cwd = ROOT): ChildProcess & { readonly said: Promise<string> } {
  const child = spawn(process.execPath, [CLI, 'emit', ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  return Object.assign(child, { said: text(child.stderr) })
}

async function ended(child: ChildProcess & { readonly said: Promise<string> }): Promise<[number | null, string]> {
  const [code] = await once(child, 'close')
  return [code, await child.said]
}

/** A folder of its own for `use`, gone afterwards. */
async function inPlace(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-emit-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What it writes to a file, without a process of its own. */
async function emitted(given: string, options: EmitOptions): Promise<{ readonly code: number; readonly text: string }> {
  let text = ''
  let code = -1
  await inPlace(async folder => {
    const to = join(folder, 'stream')
    code = await emitCommand(given, { ...options, to })
    text = readFileSync(to, 'utf8')
  })
  return { code, text }
}

// What is said to a person goes where tests say nothing.
beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const rows = (jsonl: string): { time: string }[] =>
  jsonl
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))

describe('emit', () => {
  test('prints a record a line in the order of time, and counts them', () => {
    const { code, stdout, stderr } = lab1603(['emit', ID, '--as', 'jsonl'])
    const times = rows(stdout).map(({ time }) => time)
    expect(code).toBe(0)
    expect(times).toEqual(times.toSorted())
    expect(stderr).toBe(
      `${times.length} records asked, ${times.length} delivered to stdout (${Buffer.byteLength(stdout)} bytes)\n`,
    )
    expect(lab1603(['emit', ID, '--as', 'jsonl', '--to', '-', '--seed', '1']).stdout).toBe(stdout)
  })

  test('begins when it is told to, or now', async () => {
    const first = async (start: string) =>
      rows((await emitted(ID, { as: 'jsonl', start: startMoment(start) })).text)[0]!.time
    const utc = await first('2026-03-01T08:00:00Z')
    expect(utc.slice(0, 16)).toBe('2026-03-01T08:00')
    expect((await first('2026-03-01T08:00:00+01:00')).slice(0, 16)).toBe('2026-03-01T07:00')
    const local = await first('2026-03-01T08:00:00')
    expect(Date.parse(local) % 3_600_000).toBe(Date.parse(utc) % 3_600_000)
    const now = Date.parse(await first('now'))
    expect(Math.abs(Date.now() - now)).toBeLessThan(600_000)
  })

  test('takes a bundle, a corpus, and a scenario from stdin', async () => {
    await inPlace(async cwd => {
      const [bundle, corpus] = [join(cwd, 'bundle'), join(cwd, 'corpus')]
      lab1603(['run', ID, '--seed', '5', '--out', bundle])
      lab1603(['generate', '--scenario', ID, '--count', '2', '--out', corpus])
      const { text: said } = await emitted(ID, { as: 'jsonl', seed: 5 })
      expect((await emitted(bundle, { as: 'jsonl' })).text).toBe(said)
      expect(lab1603(['emit', '-', '--as', 'jsonl', '--seed', '5'], { input: scenarioText(ID) }).stdout).toBe(said)
      const { code, text: all } = await emitted(corpus, { as: 'jsonl' })
      const times = rows(all).map(({ time }) => time)
      expect([code, times]).toEqual([0, times.toSorted()])
      await expect(emitCommand(bundle, { as: 'jsonl', seed: 6 })).rejects.toMatchObject({ code: 3 })
      await expect(emitCommand(corpus, { follow: true, to: join(cwd, 'live') })).rejects.toMatchObject({ code: 3 })
    })
  })

  test('writes a file where none is, and the labels beside it', async () => {
    await inPlace(async cwd => {
      const path = join(cwd, 'a.log')
      const options: EmitOptions = { as: 'msi-log', to: path, labels: 'sidecar' }
      expect(await emitCommand('file-in-use', options)).toBe(0)
      const log = readFileSync(path, 'utf16le').split('\r\n')
      const labels = rows(readFileSync(`${path}.labels.jsonl`, 'utf8')) as unknown as {
        record: number
        class: string
      }[]
      const causes = labels.filter(label => label.class === 'cause').map(({ record }) => log[record - 1])
      expect(causes.join('\n')).toMatch(/1306/)
      await expect(emitCommand('file-in-use', options)).rejects.toMatchObject({ code: 2 })
      await expect(emitCommand(ID, { as: 'jsonl', to: `${path}.labels.jsonl` })).rejects.toMatchObject({ code: 2 })
      expect(readdirSync(cwd).sort()).toEqual(['a.log', 'a.log.labels.jsonl'])
    })
  })

  const BASE: EmitOptions = { as: 'jsonl' }
  const REFUSED: readonly (readonly [code: number, options: EmitOptions])[] = [
    [3, {}],
    [3, { as: 'msi-log', labels: 'field' }],
    [3, { ...BASE, labels: 'sidecar' }],
    [3, { ...BASE, count: 5, bytes: 1_000_000 }],
    [3, { ...BASE, speed: 2, rate: 2 }],
    [3, { ...BASE, keepWeekday: true }],
    [3, { ...BASE, to: 'ftp://127.0.0.1:1' }],
    [3, { ...BASE, to: 'tcp://127.0.0.1' }],
    [3, { ...BASE, to: 'tcp://[' }],
    [3, { ...BASE, to: 'http://127.0.0.1:1' }],
    [3, { follow: true, as: 'jsonl', to: 'x' }],
    [3, { follow: true }],
    [3, { follow: true, to: 'tcp://127.0.0.1:1' }],
    [3, { follow: true, to: 'x', rate: 5 }],
    [3, { follow: true, to: 'x', labels: 'field' }],
    [2, { follow: true, to: 'scenarios' }],
    [2, { ...BASE, to: 'README.md' }],
    [2, { ...BASE, to: 'no/such/folder' }],
  ]
  test.each(REFUSED)('ends with %i where it is told %j', async (code, options) => {
    const stop = await emitCommand(ID, options).catch(error => error)
    expect(stop).toBeInstanceOf(Stop)
    expect(stop.code).toBe(code)
  })

  test.each([
    [recordCount, ['0', '1.5', '-1', 'x'], ['1', '1000000000']],
    [size, ['1XB', '', '0', '1.5MB', '1kb'], ['1', '200MB', '64KiB', '1GB']],
    [factor, ['0', '-1', '1e3', '9999999', ''], ['0.5', '60', '1000000']],
    [
      startMoment,
      ['yesterday', '2026-02-30T00:00:00', '2026-01-01', '1969-12-31T23:59:59Z', '2106-01-01T00:00:00'],
      ['now', '2026-03-01T08:00:00', '2026-03-01T08:00:00-08:00'],
    ],
  ] as const)('what is written of %o is read or refused', (read, wrong, right) => {
    for (const text of wrong) expect(() => read(text), text).toThrow()
    for (const text of right) expect(read(text)).toBeDefined()
    expect([size('200MB'), size('64KiB')]).toEqual([200_000_000, 65_536])
  })

  test('is wrong usage where commander finds it', () => {
    expect(lab1603(['emit', ID, '--as', 'xml'])).toMatchObject({ code: 3, stdout: '' })
  })

  test('knows no other scenario', () => {
    expect(lab1603(['emit', 'no-such-scenario', '--as', 'jsonl'])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('a stream that does not arrive', () => {
  test('on a full device: the count, and exit code 2', needing(FULL), () => {
    const { code, stderr } = lab1603(['emit', ID, '--as', 'jsonl', '--to', '/dev/full'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/records asked, 0 delivered to \/dev\/full .*: cannot write \/dev\/full: no space left/)
    const shell = spawnSync('sh', ['-c', `"$0" "$1" emit ${ID} --as jsonl > /dev/full`, process.execPath, CLI], {
      encoding: 'utf8',
    })
    expect([shell.status, shell.stderr]).toEqual([2, expect.stringMatching(/0 delivered to stdout .*no space left/)])
  })

  test('as its reader has gone: the count, and exit code 1', () => {
    const script = '{ "$0" "$1" emit file-in-use --as jsonl; echo "ended with $?" >&2; } | head -n 1'
    const { stdout, stderr } = spawnSync('sh', ['-c', script, process.execPath, CLI], { encoding: 'utf8' })
    expect(rows(stdout).length).toBe(1)
    const [, asked, delivered, not, unknown] =
      /^(\d+) records asked, (\d+) delivered .*; (\d+) not: whoever read stdout has gone; of (\d+) nobody can tell\n.*\nended with 1\n$/
        .exec(stderr)!
        .map(Number)
    expect(delivered! + not! + unknown!).toBe(asked)
    expect(delivered! + unknown!).toBeGreaterThan(0)
  })

  test('as nobody can be told: stdout closed', () => {
    const { status, stderr } = spawnSync('sh', ['-c', `"$0" "$1" emit ${ID} --as jsonl >&-`, process.execPath, CLI], {
      encoding: 'utf8',
    })
    expect(stderr).toMatch(/records asked/)
    expect(stderr).not.toMatch(/ at .*\.js/)
    expect([0, 1, 2]).toContain(status)
  })

  test.each([
    ['while it waits', ['--rate', '5'], true],
    ['while its reader stands still', [], false],
  ])('as somebody presses Ctrl-C %s: the count, and exit code 1', async (_, more, isRead) => {
    const child = started(['file-in-use', '--as', 'jsonl', '--count', '50000', ...more])
    if (isRead) await once(child.stdout!, 'data')
    else await setTimeout(4000)
    child.kill('SIGINT')
    if (isRead) child.stdout!.resume()
    const [code, said] = await ended(child)
    expect(code).toBe(1)
    expect(said).toMatch(/^50000 records asked, \d+ delivered to stdout \(\d+ bytes\); \d+ not: it was stopped\n$/)
  })
})

describe('a receiver', () => {
  test('over TCP gets as many as are told', async () => {
    let got = ''
    const server = createServer(socket => {
      socket.setEncoding('utf8').on('data', chunk => {
        got += chunk
      })
    })
    const port = await listening(server)
    const [code, said] = await ended(started([ID, '--as', 'syslog', '--to', `tcp://127.0.0.1:${port}`]))
    server.close()
    expect(code).toBe(0)
    const count = got.split('\n').length - 1
    expect(said).toContain(`${count} records asked, ${count} delivered to tcp://127.0.0.1:${port}`)
  })

  test('that refuses some is told of, with exit code 1', async () => {
    const server = createHttpServer(async (request, response) => {
      const sent = (await text(request)).trimEnd().split('\n').length / 2
      const items = Array.from({ length: sent }, (_, i) => ({
        create: i === 3 ? { status: 400, error: { reason: 'not\u001b[31m this one' } } : { status: 201 },
      }))
      response.end(JSON.stringify({ errors: true, items }))
    })
    const port = await listening(server)
    const [code, said] = await ended(
      started([ID, '--as', 'ecs', '--count', '400', '--to', `http://u:p@127.0.0.1:${port}`]),
    )
    server.close()
    expect(code).toBe(1)
    expect(said).toMatch(/^400 records asked, 399 delivered to http:\/\/127\.0\.0\.1:\d+\/logs-lab1603-default\/_bulk/)
    expect(said).toContain('; 1 not\n  1 record: not\\u{1b}[31m this one')
  })
})

describe('--follow', () => {
  test('writes the logs of the bundle, and their labels beside them', async () => {
    await inPlace(async cwd => {
      lab1603(['run', 'file-in-use', '--out', join(cwd, 'bundle')])
      const live = join(cwd, 'live')
      const options: EmitOptions = { follow: true, to: live, speed: 100_000, labels: 'sidecar' }
      expect(await emitCommand('file-in-use', options)).toBe(0)
      const names = readdirSync(live, { recursive: true, encoding: 'utf8' }).filter(name => /\.\w+$/.test(name))
      expect(names.length).toBeGreaterThan(4)
      for (const name of names) {
        const own = readFileSync(join(live, name))
        expect([name, own.equals(readFileSync(join(cwd, 'bundle/evidence', name)))]).toEqual([name, true])
      }
      expect(rows(readFileSync(`${live}.labels.jsonl`, 'utf8')).length).toBeGreaterThan(5)
      await expect(emitCommand('file-in-use', options)).rejects.toMatchObject({ code: 2 })
    })
  })

  test('whoever looks at any moment sees whole logs', needing(programs('evtxexport')), async () => {
    await inPlace(async cwd => {
      const child = started(['restart-pending-2008', '--follow', '--to', 'live', '--speed', '60'], cwd)
      const end = ended(child)
      const seen = new Set<number>()
      let looks = 0
      while (child.exitCode === null && looks < 60) {
        const found = systemLogIn(join(cwd, 'live'))
        if (found) {
          const { status, stdout } = spawnSync('evtxexport', [found], { encoding: 'utf8' })
          expect([status, /corrupt|recovered|unable/i.test(stdout)]).toEqual([0, false])
          seen.add(stdout.split('Event number').length)
          looks++
        }
        await setTimeout(30)
      }
      child.kill('SIGINT')
      await end
      expect(looks).toBeGreaterThan(5)
      expect(seen.size).toBeGreaterThan(1)
    })
  })

  test('leaves an empty folder to be written to, and no other', async () => {
    await inPlace(async cwd => {
      const [empty, mine] = [join(cwd, 'empty'), join(cwd, 'mine')]
      for (const folder of [empty, mine]) mkdirSync(folder)
      writeFileSync(join(mine, 'a.txt'), 'mine')
      expect(await emitCommand(ID, { follow: true, to: empty, speed: 100_000 })).toBe(0)
      await expect(emitCommand(ID, { follow: true, to: mine })).rejects.toMatchObject({ code: 2 })
      expect(readdirSync(mine)).toEqual(['a.txt'])
    })
  })

  function systemLogIn(folder: string): string | undefined {
    if (!existsSync(folder)) return undefined
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const name = names.find(one => /system\.evtx$/i.test(one))
    return name && join(folder, name)
  }
})

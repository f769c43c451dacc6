import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { CAUSES } from '../../sim/causes.ts'
import { COMMANDS } from '../../tui/commandTable.ts'
import { needing, PROC } from '../needs.ts'
import { inFolder, lab1603, ROOT, scenarioText } from './helpers.ts'

const ESCAPE = '\u001b'
const IDS = readdirSync(join(ROOT, 'scenarios'))
  .filter(name => name.endsWith('.yaml'))
  .map(name => name.replace('.yaml', ''))
  .sort()

describe('the command itself', () => {
  it('knows its version', () => {
    const version = { code: 0, stdout: `${packageJson.version}\n`, stderr: '' }
    for (const before of [[], ['run', 'file-in-use'], ['run'], ['drill', 'grade'], ['rules', 'test']]) {
      expect(lab1603([...before, '--version'])).toEqual(version)
    }
  })

  it('explains itself on stdout when asked', () => {
    const { code, stdout, stderr } = lab1603(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const word of [...Object.keys(COMMANDS).map(name => name.split(' ')[0]!), 'Exit codes:', 'Examples:']) {
      expect(stdout).toContain(word)
    }
  })

  it('offers each command once, and nothing that is not there', () => {
    const { stdout } = lab1603(['--help'])
    const listed = stdout.split('Commands:\n')[1]!.split('\n\n')[0]!
    const there = new Set(Object.keys(COMMANDS).map(name => name.split(' ')[0]!))
    expect([...listed.matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name!).sort()).toEqual([...there].sort())
  })

  it.each([
    ['nothing', [], 'Usage:'],
    ['an unknown command', ['replya', 'file-in-use'], 'Did you mean replay?'],
    ['an unknown option', ['run', 'file-in-use', '--sed', '3'], 'Did you mean --seed?'],
    ['no scenario', ['run'], "missing required argument 'scenario'"],
    ['too much', ['list', 'of', 'things'], 'too many arguments'],
    ['a seed that is no number', ['run', 'file-in-use', '--seed', '1.5'], 'whole number'],
    ['a seed below zero', ['run', 'file-in-use', '--seed', '-1'], ''],
    ['letters that msiexec does not know', ['run', 'file-in-use', '--log-level', 'z'], "msiexec's /l"],
    ['a rollup that is no KB number', ['run', 'file-in-use', '--rollup', 'rollup 2'], 'KB number'],
    [
      'a schema of something else',
      ['schema', 'world'],
      'Allowed choices are scenario, fleet, rules, examples, observations, bundle',
    ],
  ])('calls %s wrong usage', (_what, args, says) => {
    const { code, stdout, stderr } = lab1603(args)
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain(says)
  })
})

describe('list', () => {
  it('has a line for each scenario, with the documents that it comes from', () => {
    const { code, stdout } = lab1603(['list'])
    const lines = stdout.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(lines.map(line => line.split(' ')[0])).toEqual(IDS)
    expect(lines.filter(line => !/ \[[^[\]]+\]$/.test(line))).toEqual([])
    expect(lines.find(line => line.startsWith('file-in-use '))).toContain('[kb935490, kb935999, kb940006, kb953469]')
  })

  it('has a scenario for every cause', () => {
    const { scenarios } = JSON.parse(lab1603(['list', '--json']).stdout)
    const causes = new Set(scenarios.flatMap((item: { causes: string[] }) => item.causes))
    expect(CAUSES.filter(cause => !causes.has(cause))).toEqual([])
  })

  it('has an object for each scenario', () => {
    const { schemaVersion, scenarios } = JSON.parse(lab1603(['list', '--json']).stdout)
    expect(schemaVersion).toBe(1)
    expect(scenarios.map((item: { id: string }) => item.id)).toEqual(IDS)
    expect(scenarios.find((item: { id: string }) => item.id === 'file-in-use')).toEqual({
      id: 'file-in-use',
      title: 'A backup agent holds a file while Microsoft Update installs the rollup',
      causes: ['file-in-use'],
      sources: expect.arrayContaining(['kb935490']),
      os: ['windows-server-2003'],
    })
  })

  it('works from any folder', () => {
    inFolder(cwd => expect(lab1603(['list'], { cwd }).code).toBe(0))
  })
})

describe('run', () => {
  it('writes a bundle beside the reader and tells the story', () => {
    inFolder(cwd => {
      const { code, stdout, stderr } = lab1603(['run', 'file-in-use'], { cwd })
      expect(code).toBe(0)
      expect(stdout).toContain('1603')
      expect(stderr).toContain('out/file-in-use-1')
      expect(stderr).toContain('lab1603 run file-in-use --seed 1')
      expect(existsSync(join(cwd, 'out/file-in-use-1/bundle.json'))).toBe(true)
    })
  })

  it('sums it up as JSON', () => {
    inFolder(cwd => {
      const { code, stdout, stderr } = lab1603(['run', 'file-in-use', '--seed', '7', '--json'], { cwd })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const result = JSON.parse(stdout)
      expect(Object.keys(result)).toEqual([
        'schemaVersion',
        'scenario',
        'seed',
        'causes',
        'attempts',
        'outcome',
        'bundle',
        'artifacts',
        'withoutTrace',
      ])
      expect(result).toMatchObject({
        schemaVersion: 1,
        scenario: 'file-in-use',
        seed: 7,
        causes: ['file-in-use'],
        outcome: 'failed',
        bundle: 'out/file-in-use-7',
      })
      expect(result.attempts).toEqual([
        {
          package: 'KB935490',
          mode: expect.stringContaining('microsoft-update'),
          exitCode: 1603,
          updateClientError: '0x80070643',
          dialogs: expect.any(Array),
          startedAt: '2007-08-27T21:12:00.850Z',
          endedAt: expect.stringMatching(/^2007-08-27T21:\d\d:\d\d\.\d{3}Z$/),
        },
      ])
      const written = JSON.parse(readFileSync(join(cwd, result.bundle, 'bundle.json'), 'utf8'))
      expect(result.artifacts.map((row: { path: string }) => row.path)).toEqual(
        written.artifacts.map((row: { path: string }) => row.path),
      )
      for (const row of result.artifacts) {
        expect(row).toEqual({
          path: expect.any(String),
          kind: expect.any(String),
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          bytes: expect.any(Number),
          lines: row.lines === null ? null : expect.any(Number),
        })
        expect(readFileSync(join(cwd, result.bundle, row.path)).length).toBe(row.bytes)
      }
    })
  })

  it('calls a clean installation installed', () => {
    inFolder(cwd => {
      const { attempts, outcome } = JSON.parse(lab1603(['run', 'clean-install', '--json'], { cwd }).stdout)
      expect(attempts.at(-1)).toMatchObject({ exitCode: 0, updateClientError: null })
      expect(outcome).toBe('installed')
    })
  })

  it('writes the same twice, and where it is told to', () => {
    inFolder(cwd => {
      const run = (out: string) => {
        const { bundle, artifacts } = JSON.parse(
          lab1603(['run', 'file-in-use', '--out', out, '--json'], { cwd }).stdout,
        )
        expect(bundle).toBe(out)
        return artifacts
      }
      expect(run('a/b')).toEqual(run('c'))
      expect(run('c')).toEqual(run('a/b'))
    })
  })

  it('takes another rollup, in whatever way its number is written', () => {
    inFolder(cwd => {
      for (const rollup of ['KB940006', 'kb940006', '940006']) {
        const { stdout } = lab1603(['run', 'clean-install', '--rollup', rollup, '--json'], { cwd })
        expect(JSON.parse(stdout).attempts[0].package).toBe('KB940006')
      }
    })
  })

  it('takes a path, or stdin', () => {
    inFolder(cwd => {
      writeFileSync(join(cwd, 'mine.yaml'), scenarioText('file-in-use'))
      const fromPath = JSON.parse(lab1603(['run', './mine.yaml', '--json'], { cwd }).stdout)
      expect(fromPath).toMatchObject({ scenario: 'mine', bundle: 'out/mine-1' })
      const piped = lab1603(['run', '-', '--json'], { cwd, input: scenarioText('file-in-use') })
      const fromStdin = JSON.parse(piped.stdout)
      expect(fromStdin).toMatchObject({ scenario: 'stdin', bundle: 'out/stdin-1' })
      expect(fromStdin.attempts).toEqual(fromPath.attempts)
    })
  })
})

describe('an unusable scenario', () => {
  it('that nobody knows: what there is, and the nearest', () => {
    inFolder(cwd => {
      const { code, stdout, stderr } = lab1603(['run', 'file-in-us'], { cwd })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain('did you mean "file-in-use"?')
      for (const id of IDS) expect(stderr).toContain(id)
      expect(readdirSync(cwd)).toEqual([])
    })
  })

  it.each([
    ['a path to nothing', './nothing.yaml', 'no such file'],
    ['a folder', '.', 'it is a folder'],
  ])('%s', (_what, path, says) => {
    inFolder(cwd => {
      const { code, stderr } = lab1603(['run', path], { cwd })
      expect(code).toBe(2)
      expect(stderr).toBe(`cannot read ${path}: ${stderr.slice(`cannot read ${path}: `.length)}`)
      expect(stderr).toContain(says)
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    })
  })

  it('that is broken: every problem with its place, and nothing written', () => {
    inFolder(cwd => {
      writeFileSync(join(cwd, 'broken.yaml'), scenarioText('file-in-use').replace('roles:', 'rols:'))
      for (const command of ['run', 'repair', 'replay']) {
        const { code, stdout, stderr } = lab1603([command, 'broken.yaml'], { cwd })
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
        expect(stderr).toMatch(/^broken\.yaml:\d+:\d+ .*rols/)
        expect(stderr).toContain('did you mean "roles"?')
      }
      expect(readdirSync(cwd)).toEqual(['broken.yaml'])
    })
  })

  it('with an unknown rollup', () => {
    const kb = 'KB935491'
    const says = 'is no update rollup'
    inFolder(cwd => {
      const option = lab1603(['run', 'file-in-use', '--rollup', kb], { cwd })
      expect(option.code).toBe(2)
      expect(option.stderr).toContain(`--rollup ${kb} ${says}`)
      const input = scenarioText('file-in-use').replace('KB935490', kb)
      const written = lab1603(['run', '-'], { cwd, input })
      expect(written.code).toBe(2)
      expect(written.stderr).toMatch(new RegExp(`^-:\\d+:\\d+ ${kb} ${says}`))
      expect(written.stderr).toContain('KB935490')
      expect(readdirSync(cwd)).toEqual([])
    })
  })
})

describe('an unusable place', () => {
  it.each([
    ['below a file', 'file/bundle'],
    ['a file', 'file'],
    ['a folder with something else in it', 'folder'],
  ])('%s: one line, and everything stays', (_what, out) => {
    inFolder(cwd => {
      writeFileSync(join(cwd, 'file'), 'mine')
      mkdirSync(join(cwd, 'folder'))
      writeFileSync(join(cwd, 'folder', 'thesis.txt'), 'mine')
      const { code, stdout, stderr } = lab1603(['run', 'file-in-use', '--out', out], { cwd })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
      expect(stderr).toContain(out)
      expect(readFileSync(join(cwd, 'file'), 'utf8')).toBe('mine')
      expect(readdirSync(join(cwd, 'folder'))).toEqual(['thesis.txt'])
    })
  })

  it.each([
    'run superseded --out /proc/lab1603/place',
    'export superseded --as sigmahq --out /proc/lab1603/place',
    'emit superseded --as jsonl --to /proc/lab1603/place',
    'emit superseded --follow --to /proc/lab1603/place',
    'generate --scenario superseded --count 1 --out /proc/lab1603/place',
    'handout superseded --out /proc/lab1603/place.zip',
    'drill pack superseded --key class.key --out /proc/lab1603/place',
    'drill superseded --plain --session /proc/lab1603/place',
  ])('that takes no files at all: %s', needing(PROC), line => {
    inFolder(cwd => {
      const { code, stderr } = lab1603(line.split(' '), { cwd })
      expect(code).toBe(2)
      expect(stderr).toMatch(/^cannot write (?:the \w+ )?(?:to )?\/proc\/lab1603\/place.*: .+\n$/)
      expect(readdirSync(cwd)).toEqual([])
    })
  })
})

describe('diagnose', () => {
  const bundle = (cwd: string) => {
    lab1603(['run', 'file-in-use', '--out', 'bundle'], { cwd })
    return JSON.parse(readFileSync(join(cwd, 'bundle/bundle.json'), 'utf8')).artifacts
  }

  it('finds the cause in a bundle', () => {
    inFolder(cwd => {
      bundle(cwd)
      const { code, stdout } = lab1603(['diagnose', 'bundle', '--json'], { cwd })
      const result = JSON.parse(stdout)
      expect(code).toBe(0)
      const keys = ['schemaVersion', 'findings', 'candidates', 'next', 'herrings', 'failures', 'unread']
      expect(Object.keys(result)).toEqual(keys)
      expect(result.schemaVersion).toBe(2)
      expect(result.failures[0]).toMatchObject({ error: 1306, code: 1603, action: 'InstallFinalize', part: 'whole' })
      expect(result.findings[0]).toMatchObject({ cause: 'file-in-use', evidence: expect.any(Array) })
      expect(lab1603(['diagnose', 'bundle'], { cwd }).stdout).toContain('file-in-use')
    })
  })

  it('reads a log from stdin', () => {
    inFolder(cwd => {
      const { path } = bundle(cwd).find((row: { kind: string }) => row.kind === 'installer-log')
      const input = readFileSync(join(cwd, 'bundle', path))
      const { findings } = JSON.parse(lab1603(['diagnose', '-', '--json'], { cwd, input }).stdout)
      expect(findings[0]).toMatchObject({ cause: 'file-in-use' })
      expect(findings[0].evidence[0].path).toBe('-')
    })
  })

  it('tells what is not there from what says nothing', () => {
    inFolder(cwd => {
      writeFileSync(join(cwd, 'poem.txt'), 'Shall I compare thee to a summer’s day?\n')
      const missing = lab1603(['diagnose', 'nothing.log'], { cwd })
      expect(missing).toEqual({ code: 2, stdout: '', stderr: 'cannot read nothing.log: no such file or folder\n' })
      const poem = lab1603(['diagnose', 'poem.txt'], { cwd })
      expect(poem.code).toBe(2)
      expect(poem.stderr).toContain('poem.txt holds no log')
    })
  })
})

describe('repair', () => {
  it('says whether it got there, in its exit code too', () => {
    const { code, stdout } = lab1603(['repair', 'file-in-use', '--json'])
    const result = JSON.parse(stdout)
    expect(Object.keys(result)).toEqual([
      'schemaVersion',
      'scenario',
      'seed',
      'outcome',
      'rounds',
      'restored',
      'differences',
      'owed',
      'collateral',
    ])
    expect(result).toMatchObject({ schemaVersion: 2, scenario: 'file-in-use', seed: 1, outcome: 'restored' })
    for (const round of result.rounds) {
      expect(Object.keys(round)).toEqual(['causes', 'remedies', 'commands', 'exitCode'])
      for (const command of round.commands) expect(Object.keys(command)).toEqual(['server', 'line', 'exitCode'])
    }
    expect(code).toBe(0)
  })

  it('writes the servers as they are at the end, which a bundle can hold', () => {
    inFolder(cwd => {
      const { code, stderr } = lab1603(['repair', 'services-disabled', '--out', 'after'], { cwd })
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: expect.stringMatching(/ files written to after: the servers/),
      })
      const services = readFileSync(join(cwd, 'after/evidence/exports/services.txt'), 'utf8')
      expect(services).not.toMatch(/DISPLAY_NAME +: Microsoft Exchange Information Store[\s\S]{0,400}DISABLED/)
    })
  })
})

describe('replay off a terminal', () => {
  it('prints the timeline, one line per moment', () => {
    const { code, stdout, stderr } = lab1603(['replay', 'file-in-use'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(50)
    for (const line of lines) expect(line).toMatch(/^2007-08-27 \d\d:\d\d:\d\d {2}/)
    expect(lines[0]).toContain('install KB935490 by microsoft-update')
    expect(stdout).toContain('error 1306')
    expect(lab1603(['replay', 'file-in-use', '--plain']).stdout).toBe(stdout)
  })

  it('keeps logs with other letters, and says so in the bundle', () => {
    inFolder(cwd => {
      for (const level of ['*v', '/l*v', 'l*V']) {
        const { code } = lab1603(['run', 'clean-install', '--log-level', level, '--out', 'v'], { cwd })
        expect(code).toBe(0)
      }
      lab1603(['run', 'clean-install', '--log-level', 'e', '--out', 'e'], { cwd })
      const log = (folder: string): string =>
        readFileSync(join(cwd, folder, 'evidence/exports/KB935490.utf8.log'), 'utf8')
      expect(log('v')).toMatch(/^=== Verbose logging started/)
      expect(log('e')).toMatch(/^=== Logging started/)
      const manifest = JSON.parse(readFileSync(join(cwd, 'e', 'bundle.json'), 'utf8'))
      expect(manifest).toMatchObject({ logLevel: 'e', reproduce: "lab1603 run clean-install --seed 1 --log-level 'e'" })
      expect(lab1603(['verify', 'e', '--again'], { cwd }).code).toBe(0)
      expect(lab1603(['replay', 'e', '--plain'], { cwd }).code).toBe(0)
    })
  })

  it('plays a bundle with the seed and the rollup it was made with', () => {
    inFolder(cwd => {
      lab1603(['run', 'clean-install', '--seed', '9', '--rollup', 'KB940006', '--out', 'b'], { cwd })
      const { code, stdout, stderr } = lab1603(['replay', 'b'], { cwd })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toContain('KB940006')
      expect(stdout).not.toBe(lab1603(['replay', 'clean-install', '--seed', '9']).stdout)
      expect(lab1603(['replay', 'b', '--seed', '8'], { cwd }).code).toBe(3)
    })
  })

  it.each([
    ['a folder that is no bundle', {}, 'is no bundle'],
    ['a manifest that is no JSON', { 'bundle.json': '{' }, 'is not JSON'],
    ['a manifest without a seed', { 'bundle.json': 'null' }, 'bundle.json is not as it should be'],
  ])('refuses %s', (_what, files, says) => {
    inFolder(cwd => {
      mkdirSync(join(cwd, 'b'))
      for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, 'b', name), text)
      const { code, stdout, stderr } = lab1603(['replay', 'b'], { cwd })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain(says)
    })
  })

  it('refuses a bundle without its truth', () => {
    inFolder(cwd => {
      lab1603(['run', 'clean-install', '--out', 'b'], { cwd })
      rmSync(join(cwd, 'b', 'truth'), { recursive: true })
      expect(lab1603(['replay', 'b'], { cwd })).toEqual({
        code: 2,
        stdout: '',
        stderr: 'b lacks truth/scenario.yaml\n',
      })
    })
  })

  it.each([
    ['a dumb terminal', { TERM: 'dumb' }],
    ['another character set', { LC_ALL: 'C' }],
  ])('keeps to ASCII for %s', (_what, env) => {
    expect(lab1603(['replay', 'file-in-use'], { env }).stdout).toMatch(/^[\n\x20-\x7e]*$/)
  })
})

describe('schema', () => {
  it.each(['scenario', 'rules', 'observations', 'bundle'])('of %s is a JSON Schema of draft 7', name => {
    const { code, stdout } = lab1603(['schema', name])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' })
  })
})

describe('colour', () => {
  it('is for terminals, and for those who insist', () => {
    inFolder(cwd => {
      const story = (env: Record<string, string>) => lab1603(['run', 'file-in-use'], { cwd, env }).stdout
      expect(story({})).not.toContain(ESCAPE)
      expect(story({ FORCE_COLOR: '1' })).toContain(ESCAPE)
      expect(story({ FORCE_COLOR: '0' })).not.toContain(ESCAPE)
      expect(story({ NO_COLOR: '1' })).not.toContain(ESCAPE)
    })
  })
})

import { spawnSync } from 'node:child_process'
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Ended, inFolder, lab1603, ROOT } from './helpers.ts'

const ONE = ['--scenario', 'file-in-use', '--seed', '3']

/** Somebody's first rule: whatever happens is a fault. */
const LIES = `
schemaVersion: 1
pack: lies
rules:
  - id: anything
    cause: anything
    title: Something happened
    sources: [kb935490]
    grade: modelled
    role: fault
    signs:
      happened: {weight: 0.5, when: {some: {is: event}}}
    remedies: []
`

describe('rules test', () => {
  it('counts what rules find', () => {
    const { code, stdout, stderr } = lab1603(['rules', 'test', ...ONE, '--count', '2'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('2 bundles\n  causes found   2 of 2 (100.0 %)')
    expect(stdout).toMatch(/^ {2}file-in-use +2 +2 +0 +2 +2 +100\.0 % +2$/m)
  })

  it('prints one object, the same for the same seed', () => {
    const args = ['rules', 'test', ...ONE, '--combine', '1', '--count', '2', '--reporter', 'json']
    const { code, stdout } = lab1603(args)
    const result = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(result).toMatchObject({ schemaVersion: 1, bundles: 2 })
    expect(result.rules.find(({ id }: { id: string }) => id === 'file-in-use').exercisedBy).toHaveLength(2)
    expect(lab1603(args).stdout).toBe(stdout)
  })

  it('names bundles as `generate` does', () => {
    inFolder(cwd => {
      const which = [...ONE, '--count', '1']
      const { stdout } = lab1603(['rules', 'test', ...which, '--reporter', 'json'])
      const rule = JSON.parse(stdout).rules.find(({ id }: { id: string }) => id === 'file-in-use')
      lab1603(['generate', ...which, '--out', 'corpus'], { cwd })
      expect(lab1603(['verify', join('corpus', rule.exercisedBy[0])], { cwd }).code).toBe(0)
    })
  })

  it('says of a corpus with mutants what it says with --mutate', () => {
    inFolder(cwd => {
      const mutants = ['--mutate', 'encodings', 'doubled', 'only-state']
      const which = ['--scenario', 'file-in-use', 'disk-full-early', '--seed', '3', '--count', '2']
      expect(lab1603(['generate', ...which, ...mutants, '--out', 'corpus'], { cwd }).code).toBe(0)
      const json = ['--reporter', 'json']
      const inMemory = lab1603(['rules', 'test', ...which, ...mutants, ...json], { cwd })
      expect(lab1603(['rules', 'test', '--corpus', 'corpus', ...json], { cwd })).toEqual(inMemory)
      expect(JSON.parse(inMemory.stdout)).toMatchObject({ bundles: 8, mutants: [{ bundles: 2 }, {}, {}] })
      const twice = lab1603(['rules', 'test', '--corpus', 'corpus', '--mutate', 'tail'], { cwd })
      expect(twice).toMatchObject({ code: 3, stderr: 'corpus holds mutants already; leave out --mutate\n' })
    })
  })

  it('tests packs of your own beside those of the program, and ends with 1 where they fall short', () => {
    inFolder(cwd => {
      writeFileSync(join(cwd, 'lies.yaml'), LIES)
      const args = ['rules', 'test', '--rules', 'lies.yaml', '--scenario', 'clean-install']
      expect(lab1603(args, { cwd })).toMatchObject({ code: 0, stdout: expect.stringContaining('Fooled\n  anything') })
      expect(lab1603([...args, '--min-precision', '0.5', '--min-recall', '1'], { cwd })).toMatchObject({
        code: 1,
        stderr: 'anything: 0 of 1 claims are true\n',
      })
    })
  })

  it.each([
    ['a share above one', ['--min-recall', '1.5'], 'from 0 to 1'],
    ['a reporter that there is not', ['--reporter', 'xml'], 'Allowed choices are pretty, json, junit, github'],
    ['a command that names no folder', ['--exec', 'find-causes'], '{dir}'],
    ['a mutant that there is not', ['--mutate', 'pastde'], 'there is no mutant pastde; did you mean pasted?'],
    ['rules and a program', ['--exec', 'x {dir}', '--rules', 'x'], 'do not go together'],
    ['a corpus and scenarios', ['--corpus', 'x', '--count', '2'], '--corpus and --count do not go together'],
    ['more faults than there are', ['--scenario', 'file-in-use', '--combine', '3'], '--combine asks for 3'],
  ])('calls %s wrong usage', (_what, args, says) => {
    const { code, stderr } = lab1603(['rules', 'test', ...args])
    expect(code).toBe(3)
    expect(stderr).toContain(says)
  })

  it('is refused where a scenario cannot be used', () => {
    expect(lab1603(['rules', 'test', '--scenario', 'no-such']).code).toBe(2)
  })

  it('calls `rules` alone wrong usage, and says what there is', () => {
    const { code, stderr } = lab1603(['rules'])
    expect(code).toBe(3)
    expect(stderr).toContain('test')
  })
})

const THREE = ['--scenario', 'file-in-use', 'clean-install', '--seed', '5', '--count', '3']

/** One answers, one says nothing that could be read, one takes too long. */
const PROGRAM = `
case "$1" in
  */1) test -d "$1/C/WINDOWS" && test ! -e "$1/../truth" && echo '{"causes": ["file-in-use", "disk-full"]}';;
  */2) echo 'I do not know';;
  *) sleep 60 & echo $! > sleeper; sleep 60;;
esac
`

/** What has ended may still have its number, as long as nobody has asked for its end. */
const isRunning = (pid: string): boolean =>
  /^[^Z\s]/.test(spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).stdout)

const askedFolders = (): string[] => readdirSync(tmpdir()).filter(name => name.startsWith('lab1603-asked-'))

describe('rules test --jobs, --corpus', () => {
  it('has the same result for every number of jobs, and for the same bundles from a corpus', () => {
    inFolder(cwd => {
      const json = ['--reporter', 'json']
      const one = lab1603(['rules', 'test', ...THREE, ...json, '--jobs', '1'])
      expect(one.code).toBe(0)
      expect(lab1603(['rules', 'test', ...THREE, ...json, '--jobs', '3']).stdout).toBe(one.stdout)
      lab1603(['generate', ...THREE, '--out', 'corpus'], { cwd })
      expect(lab1603(['rules', 'test', '--corpus', 'corpus', ...json], { cwd }).stdout).toBe(one.stdout)
    })
  })

  it('refuses a corpus that is not as its lock promises, with the place', () => {
    inFolder(cwd => {
      lab1603(['generate', ...THREE, '--out', 'corpus'], { cwd })
      const [bundle] = readdirSync(join(cwd, 'corpus'))
      appendFileSync(join(cwd, 'corpus', bundle!, 'truth/labels.jsonl'), '\n')
      const { code, stdout, stderr } = lab1603(['rules', 'test', '--corpus', 'corpus'], { cwd })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain(`corpus/${bundle}/truth/labels.jsonl: changed`)
      expect(lab1603(['rules', 'test', '--corpus', join('corpus', bundle!)], { cwd })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('is a bundle, and no corpus'),
      })
    })
  })
})

describe('rules test --exec', () => {
  it('counts what a program says, and what it does wrong', () => {
    inFolder(cwd => {
      writeFileSync(join(cwd, 'find.sh'), PROGRAM)
      const before = askedFolders()
      const args = ['rules', 'test', ...THREE, '--exec', 'sh find.sh {dir}', '--timeout', '3', '--reporter', 'json']
      const { code, stdout, stderr } = lab1603(args, { cwd })
      expect({ code, stderr }).toEqual({ code: 1, stderr: '2 bundles were not answered\n' })
      const { whole, rules, unanswered } = JSON.parse(stdout)
      expect(whole).toMatchObject({ claims: 2, true: 1, false: 1, visible: 2, found: 1 })
      expect(rules.map(({ id, recall }: { id: string; recall: number | null }) => [id, recall])).toEqual([
        ['disk-full', null],
        ['file-in-use', 0.5],
      ])
      expect(unanswered.map(({ why }: { why: string }) => why)).toEqual([
        'what it prints is not JSON',
        'it took more than 3 seconds',
      ])
      expect(isRunning(readFileSync(join(cwd, 'sleeper'), 'utf8').trim())).toBe(false)
      expect(askedFolders().filter(name => !before.includes(name))).toEqual([])
    })
  })

  it('ends with 2 where there is no such program', () => {
    const { code, stdout, stderr } = lab1603(['rules', 'test', ...ONE, '--exec', 'no-such-program {dir}'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('cannot start no-such-program {dir}: there is no such program')
  })
})

describe('rules test --reporter', () => {
  it('github points into the pack', () => {
    inFolder(cwd => {
      writeFileSync(join(cwd, 'lies.yaml'), LIES)
      const args = ['rules', 'test', '--rules', 'lies.yaml', '--scenario', 'clean-install', '--reporter', 'github']
      const { code, stdout } = lab1603(args, { cwd })
      expect(code).toBe(0)
      expect(stdout).toMatch(
        /^::error file=lies\.yaml,line=5,title=clean-install%3A nothing that is not so::anything claims/,
      )
      expect(stdout).toContain('::notice title=lab1603 rules test::0 of 1 cases passed')
    })
  })

  it('junit has a case for each cause and scenario', () => {
    const { code, stdout } = lab1603(['rules', 'test', ...THREE, '--reporter', 'junit'])
    expect(code).toBe(0)
    expect(stdout).toContain('<testsuites name="lab1603 rules test" tests="3" failures="0" errors="0">')
    expect(stdout).toContain('<testcase classname="file-in-use" name="file-in-use"/>')
  })
})

describe('examples of rules', () => {
  const pack = (examples: string): string => `${LIES}    examples: [${examples}]\n`

  const tested = (examples: string, check: (ended: Ended) => void): void =>
    inFolder(cwd => {
      writeFileSync(join(cwd, 'lies.yaml'), pack(examples))
      const log = readFileSync(join(ROOT, 'test/fixtures/diagnosis/wrong-baseline.log'))
      writeFileSync(join(cwd, 'real.log'), log)
      const args = ['rules', 'test', '--rules', 'lies.yaml', '--scenario', 'clean-install', '--reporter', 'json']
      check(lab1603(args, { cwd }))
    })

  it('are tried, by scenario and by evidence beside the pack', () => {
    const good =
      '{scenario: clean-install, expect: found}, {evidence: real.log, expect: absent}, {evidence: real.log, expect: todo}'
    tested(good, ({ code, stdout, stderr }) => {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(JSON.parse(stdout).examples).toEqual([
        { rule: 'anything', example: 'clean-install', expect: 'found' },
        { rule: 'anything', example: 'real.log', expect: 'absent' },
        { rule: 'anything', example: 'real.log', expect: 'todo' },
      ])
    })
  })

  it.each([
    ['what is not found', '{evidence: real.log, expect: found}', 'it is not found there: happened unknown'],
    ['what is found and should not be', '{scenario: clean-install, expect: absent}', 'it is found there: '],
    ['what was to be done and is', '{scenario: clean-install, expect: todo}', 'by now: say `found`'],
  ])('fail by %s', (_what, examples, says) => {
    tested(examples, ({ code, stderr }) => {
      expect(code).toBe(1)
      expect(stderr).toContain(`anything, `)
      expect(stderr).toContain(says)
    })
  })

  it.each([
    ['a scenario that is not there', '{scenario: file-in-us, expect: found}'],
    ['evidence that is not there', '{evidence: nowhere.log, expect: found}'],
    ['neither', '{expect: found}'],
  ])('are refused with their place where they name %s', (_what, examples) => {
    tested(examples, ({ code, stdout, stderr }) => {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^lies\.yaml:14:\d+ /)
    })
  })
})

describe('examples beside a pack', () => {
  const tested = (files: Readonly<Record<string, string>>, check: (ended: Ended) => void): void =>
    inFolder(cwd => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
      check(lab1603(['rules', 'test', '--rules', '.', '--scenario', 'clean-install', '--reporter', 'json'], { cwd }))
    })
  const beside = (example: string, rule = 'anything'): string =>
    `schemaVersion: 1\nexamples:\n  ${rule}:\n    - ${example}\n`

  it('are tried as well: evidence in part, and rows that somebody made up', () => {
    const examples = `{scenario: clean-install, files: [Application.csv], expect: found}
    - {rows: {told: {is: event}}, expect: found, but: [{told: {is: dialog}}]}`
    tested({ 'lies.yaml': LIES, 'lies.examples.yaml': beside(examples) }, ({ code, stdout, stderr }) => {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(JSON.parse(stdout).examples).toEqual([
        { rule: 'anything', example: 'clean-install; only Application.csv', expect: 'found' },
        { rule: 'anything', example: '{is: event}', expect: 'found' },
        { rule: 'anything', example: '{is: event}; but {told: {is: dialog}}', expect: 'absent' },
      ])
    })
  })

  it.each([
    [
      'of no rule of the pack',
      { 'lies.yaml': LIES, 'lies.examples.yaml': beside('{scenario: a, expect: found}', 'nothing') },
      'lies.examples.yaml:3:3 there is no rule `nothing`',
    ],
    [
      'of files that are not there',
      {
        'lies.yaml': LIES,
        'lies.examples.yaml': beside('{scenario: clean-install, files: [disc.txt], expect: found}'),
      },
      'lies.examples.yaml:4:7 this example cannot be had: no file there is called disc.txt',
    ],
    [
      'of no pack',
      { 'lies.yaml': LIES, 'other.examples.yaml': beside('{scenario: a, expect: found}') },
      'other.examples.yaml has no rule pack beside it',
    ],
  ])('are refused: %s', (_what, files, says) => {
    tested(files, ({ code, stdout, stderr }) => {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain(says)
    })
  })
})

describe('rules test --mutate', () => {
  const test = (...args: readonly string[]) => lab1603(['rules', 'test', ...ONE, '--count', '1', '--mutate', ...args])

  it('looks at each bundle again as it is handed over, and tells where something else is said', () => {
    const { code, stdout } = test('encodings', 'only-events', '--reporter', 'json')
    const { bundles, mutants } = JSON.parse(stdout)
    expect({ code, bundles }).toEqual({ code: 0, bundles: 3 })
    expect(mutants).toMatchObject([
      { mutant: 'encodings', keeps: true, bundles: 1, changed: [] },
      { mutant: 'only-events', keeps: false, bundles: 1 },
    ])
  })

  it('has a table of them for a person', () => {
    expect(test('noise-files').stdout).toMatch(/^ {2}noise-files +is kept +1 +0$/m)
  })

  it('ends with 3 where there is no such mutant', () => {
    expect(test('rot13')).toMatchObject({ code: 3, stderr: expect.stringContaining('there is no mutant rot13') })
  })
})

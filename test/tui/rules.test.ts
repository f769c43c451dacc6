import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inFolder, lab1603, ROOT } from './helpers.ts'

const MINE = readFileSync(join(ROOT, 'test/fixtures/rules/mine.yaml'), 'utf8')
const EVIDENCE = join(ROOT, 'test/fixtures/diagnosis/file-in-use')

/** A folder with these packs in `rules`. */
const withPacks = (packs: Readonly<Record<string, string>>, use: (folder: string) => void): void =>
  inFolder(cwd => {
    mkdirSync(join(cwd, 'rules'))
    for (const [name, text] of Object.entries(packs)) writeFileSync(join(cwd, 'rules', name), text)
    use(cwd)
  })

const diagnose = (cwd: string, ...args: readonly string[]) => lab1603(['diagnose', EVIDENCE, ...args], { cwd })

describe('diagnose --rules', () => {
  it('adds the packs of a folder to those of the program', () => {
    withPacks({ 'mine.yaml': MINE, 'notes.txt': 'no pack' }, cwd => {
      const { code, stdout, stderr } = diagnose(cwd, '--rules', 'rules', '--json')
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const { findings, candidates } = JSON.parse(stdout)
      const rules = findings.map(({ rule }: { rule: string }) => rule)
      expect(rules).toEqual(expect.arrayContaining(['file-in-use', 'rolled-back']))
      const own = findings.find(({ rule }: { rule: string }) => rule === 'rolled-back')
      expect(own).toMatchObject({
        cause: 'rolled-back',
        role: 'state',
        state: 'open',
        confidence: 0.9,
        title: 'The installer took everything back after InstallFinalize',
        remedies: [{ id: 'read-on', commands: ['notepad C:\\KB935490.log'], owed: ['Tell the others'] }],
      })
      expect(candidates).toMatchObject([
        {
          rule: 'held-by-backup',
          cause: 'held-by-backup',
          title: 'The backup holds the file',
          why: 'a file is held, and no event of a backup was handed over',
          command: 'tasklist /svc',
        },
      ])
    })
  })

  it('takes one file as well, and a person reads what it could be', () => {
    withPacks({ 'mine.yaml': MINE }, cwd => {
      const { stdout } = diagnose(cwd, '--rules', join('rules', 'mine.yaml'))
      expect(stdout).toContain('What it could be as well')
      expect(stdout).toContain('tasklist /svc')
    })
  })

  it.each([
    ['a word that is none', ['role: state', 'role: sate'], 'did you mean "state"?'],
    ['a field that no such row has', ['about: rollback', 'abuot: rollback'], 'has no field `abuot`'],
    ['a kind that is none', ['is: log.engine', 'is: log.engines'], 'did you mean "log.engine"?'],
    [
      'a condition that stands nowhere',
      ['{use: backup-runs}', '{use: backup-run}'],
      'there is no condition `backup-run`',
    ],
    ['a rule that stands nowhere', ['{rule: file-in-use}', '{rule: file-in-us}'], 'did you mean "file-in-use"?'],
    ['a rule of that name', ['id: rolled-back', 'id: file-in-use'], 'there is another rule `file-in-use`'],
    ['a remedy that stands nowhere', ['{release-file: {}}', '{release-files: {}}'], 'did you mean "release-file"?'],
    [
      'a gift that a remedy does not take',
      ['{release-file: {}}', '{release-file: {file: actions}}'],
      'there is no gift',
    ],
    ['a pattern without end', ["'/backup/i'", "'/(b+)+$/i'"], 'repeats what repeats itself'],
    [
      'a condition of itself',
      ['{some: {is: [system.event', '{all: [{use: backup-runs}], some: {is: [system.event'],
      'one condition at a time',
    ],
    ['YAML that is broken', ['pack: mine', 'pack: [mine'], ''],
  ])('refuses %s with its place', (_what, [from, to], says) => {
    expect(MINE).toContain(from)
    withPacks({ 'mine.yaml': MINE.replace(from!, to!) }, cwd => {
      const { code, stdout, stderr } = diagnose(cwd, '--rules', 'rules')
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^rules\/mine\.yaml:\d+:\d+ /)
      expect(stderr).toContain(says)
    })
  })

  it('says that a folder holds no pack, or is not there', () => {
    withPacks({}, cwd => {
      expect(diagnose(cwd, '--rules', 'rules')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('no rule pack'),
      })
      expect(diagnose(cwd, '--rules', 'nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere') })
    })
  })
})

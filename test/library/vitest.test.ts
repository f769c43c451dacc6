import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadScenario, makeBundle, scenarioText, simulate } from '../../library/index.ts'
import '../../library/vitest.ts'

const loaded = loadScenario(scenarioText('file-in-use'))
const scenario = loaded.ok ? loaded.scenario : expect.unreachable()
const bundle = makeBundle(simulate(scenario), { text: scenarioText('file-in-use') })

const folder = mkdtempSync(join(tmpdir(), 'lab1603-matcher-'))
for (const { path, bytes } of bundle) {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), bytes)
}
afterAll(() => rmSync(folder, { recursive: true }))

/** What somebody reads whose expectation was wrong. */
function messageOf(expectation: () => void): string {
  try {
    expectation()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return expect.unreachable('the expectation held')
}

describe('toDiagnose', () => {
  test('takes a folder, paths, and files in memory', () => {
    expect(folder).toDiagnose('file-in-use')
    expect([join(folder, 'evidence', 'C')]).toDiagnose('file-in-use')
    expect(bundle).toDiagnose('file-in-use')
    expect([]).not.toDiagnose('file-in-use')
    expect(folder).not.toDiagnose('superseded')
  })

  test('says what was found instead, and what the rule missed', () => {
    const message = messageOf(() => expect(bundle).toDiagnose('setup-logs-missing'))
    expect(message).toMatch(/^expected setup-logs-missing to be found\nfound: file-in-use \(\d+ %\)/)
    expect(message).toMatch(/\nsetup-logs-missing does not hold on EXCH01: .*\n.*\n {2}- sign failure, a must\n/)
    expect(message.split('\n').length).toBeLessThan(40)
  })

  test('says what would show it where nothing tells', () => {
    const log = bundle.filter(({ path }) => path.endsWith('ServiceControl.log'))
    const message = messageOf(() => expect(log).toDiagnose('file-in-use'))
    expect(message).toMatch(/\nfile-in-use is not known: [\s\S]*nothing that was handed over would show it/)
  })

  test('says what could not be read, and that no rule has such a cause', () => {
    const message = messageOf(() => expect(join(folder, 'nowhere')).toDiagnose('rust'))
    expect(message).toContain('found: nothing')
    expect(message).toMatch(/\nnot read: .*nowhere: .*ENOENT/)
    expect(message).toContain('no rule is for rust')
  })

  test('quotes what shows a cause that nobody wanted', () => {
    const message = messageOf(() => expect(bundle).not.toDiagnose('file-in-use'))
    expect(message).toMatch(
      /^expected nothing to be found that is called file-in-use; it is shown by\n {2}evidence\/.*:\d+: /,
    )
  })

  test('steers no terminal', () => {
    const hostile = { path: 'a\u001b[2Jb.evtx', bytes: new TextEncoder().encode('ElfFile\0'.padEnd(5000, 'x')) }
    expect(messageOf(() => expect([hostile]).toDiagnose('file-in-use'))).not.toContain('\u001b')
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { formatDiagnosis } from '../../../sim/diagnosis/report.ts'
import { LIMITS, withoutMiddle } from '../../../sim/limits.ts'
import { filesOf, needing, REAL_LOGS } from '../../needs.ts'
import { causes, finding, linesIn, read } from './helpers.ts'

const real = (name: string) => read(`${REAL_LOGS.path}${name}`)

describe('real logs', needing(REAL_LOGS), () => {
  test.each(filesOf(REAL_LOGS, /\.(?:log|txt)$/))('%s is a log, and no file was in use', name => {
    const evidence = real(name)
    expect(evidence.warnings).toEqual([])
    expect(evidence.installerLogs).toHaveLength(1)
    const lines = linesIn(readFileSync(`${REAL_LOGS.path}${name}`))
    const diagnosis = diagnose(evidence)
    expect(causes(diagnosis)).not.toContain('file-in-use')
    expect(formatDiagnosis(diagnosis, { color: false, width: 100 })).not.toBe('')
    for (const { line, text } of [
      ...diagnosis.findings.flatMap(f => f.evidence),
      ...diagnosis.herrings,
      ...diagnosis.failures,
    ]) {
      expect(withoutMiddle(lines[line - 1]!, LIMITS.quote.most)).toBe(text)
    }
  })

  test('082: the lost copy of a rollup, and the lost product package is a herring', () => {
    const evidence = real('082-bulletin-cached-msp-missing.txt')
    expect(causes(diagnose(evidence))).toEqual(['cached-patch-missing'])
    const found = finding(evidence, 'cached-patch-missing')
    expect(found.evidence[0]!.text).toContain("Couldn't find local patch 'C:\\WINDOWS\\Installer\\5c321.msp'")
    expect(found.remedies[0]!.commands).toEqual([
      'dir /s /b "C:\\Exchange2007-KB935490-x64-EN.MSP"',
      'copy /y "<path of Exchange2007-KB935490-x64-EN.MSP>" "C:\\WINDOWS\\Installer\\5c321.msp"',
    ])
    const herring = diagnose(evidence).herrings.find(({ id }) => id === 'cached-package-found-at-source')
    expect(herring?.text).toContain('380f45.msi')
  })

  test('080: the execution policy is the first of what it could be', () => {
    const { findings, candidates } = diagnose(real('080-bulletin-execution-policy.txt'))
    expect(findings).toEqual([])
    expect(candidates[0]).toMatchObject({ cause: 'execution-policy-local', evidence: [{ line: 10 }] })
  })

  test('081: nothing but herrings', () => {
    const { findings, herrings } = diagnose(real('081-bulletin-temp-msp.txt'))
    expect(findings).toEqual([])
    expect(herrings.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['temporary-file-busy', 'result-note', 'transforming-error-table', 'error-table-note']),
    )
  })

  test('021: two orphaned rollups, both named', () => {
    const found = finding(real('021-exch2010sp3-ru32-orphan.txt'), 'cached-patch-missing')
    expect(found.title).toContain('32bae786.msp, 1c2088c5.msp')
    expect(found.confidence).toBeLessThan(0.9)
  })

  test('the longest log takes less than two seconds', () => {
    const before = performance.now()
    diagnose(real('015-python313-tcltk.txt'))
    expect(performance.now() - before).toBeLessThan(2000)
  })
})

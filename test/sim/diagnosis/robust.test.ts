import fs from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom, type RawFile, readEvidence } from '../../../sim/diagnosis/evidence.ts'
import { formatDiagnosis } from '../../../sim/diagnosis/report.ts'
import { fixture } from './helpers.ts'

const names = [
  'C/WINDOWS/Temp/MSI4e8f1.LOG',
  'C/ExchangeSetupLogs/ServiceControl.log',
  'C/ExchangeSetupLogs/ServiceState.xml',
  'C/ExchangeSetupLogs/ServiceStartupMode.xml',
  'exports/Application.txt',
  'exports/System.xml',
  'exports/services.txt',
  'exports/registry.reg',
]
const real: RawFile[] = names.map(path => ({
  path,
  bytes: fs.readFileSync(fixture(`saved-state-lost/evidence/${path}`)),
}))

const anyRealFile = fc.constantFrom(...real)

function survives(files: readonly RawFile[]): void {
  const diagnosis = diagnose(evidenceFrom(files))
  expect(diagnosis.schemaVersion).toBe(2)
  for (const { confidence, evidence } of diagnosis.findings) {
    expect(confidence > 0 && confidence < 1 && evidence.length > 0).toBe(true)
  }
  expect(formatDiagnosis(diagnosis, { color: true, width: 20 })).not.toBe('')
}

describe('nothing throws', () => {
  test('any bytes under any name, also behind a magic number', () => {
    const start = fc.constantFrom(
      '',
      'ElfFile\0',
      '\x30\0\0\0LfLe',
      '<Objs>',
      'Event Type:\tError\n',
      'MSI (s) (00:00): ',
    )
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 6000 }), fc.constantFrom(...names), (head, bytes, path) => {
        survives([{ path, bytes: Buffer.concat([Buffer.from(head, 'latin1'), bytes]) }])
      }),
    )
  })

  test('real files cut off anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyRealFile, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 8 }),
        cuts => {
          survives(
            cuts.map(([{ path, bytes }, part]) => ({
              path,
              bytes: bytes.subarray(0, Math.floor(part * bytes.length)),
            })),
          )
        },
      ),
    )
  })

  test('lines in any order, of several files in one', () => {
    const lines = real.flatMap(({ bytes }) => {
      const wide = bytes[0] === 0xff
      return Buffer.from(bytes)
        .toString(wide ? 'utf16le' : 'utf8')
        .split('\r\n')
    })
    fc.assert(
      fc.property(fc.shuffledSubarray(lines), fc.constantFrom(...names), (some, path) => {
        survives([{ path, bytes: Buffer.from(some.join('\r\n')) }])
      }),
    )
  })

  test('beginnings without an end are read before the test gives up', () => {
    for (const part of [
      '<a "',
      '<!--',
      '<Obj N="',
      '<![CDATA[',
      "Stopping service 'x'.\n",
      '[',
      '"a"=hex(7):00,\\\n',
    ]) {
      survives([{ path: 'ServiceStartupMode.xml', bytes: Buffer.from(`<Objs>${part.repeat(20_000)}`) }])
      survives([{ path: 'ServiceControl.log', bytes: Buffer.from(part.repeat(20_000)) }])
      survives([{ path: 'r.reg', bytes: Buffer.from(`REGEDIT4\n\n[a]\n${part.repeat(20_000)}`) }])
    }
  })

  test('a file system that fails', () => {
    const no = () => {
      throw new Error('EACCES')
    }
    const folder = { isDirectory: () => true, isFile: () => false, size: 0 }
    const other = { realpathSync: (path: string) => path, openSync: no, readSync: no, closeSync: no, fstatSync: no }
    const loop = { ...other, readdirSync: () => ['again'], statSync: () => folder }
    expect(readEvidence(loop, ['/']).warnings.length).toBeGreaterThan(0)
    expect(readEvidence({ ...other, readdirSync: no, statSync: no }, ['/x']).warnings).toEqual([
      { path: '/x', reason: 'EACCES' },
    ])
  })
})

import { describe, expect, test } from 'vitest'
import { makeBundle } from '../../../sim/bundle/bundle.ts'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom, type RawFile } from '../../../sim/diagnosis/evidence.ts'
import { byServer } from '../../../sim/diagnosis/servers.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById } from '../../laws/state.ts'

/** What was handed out of the only server of a scenario, under that name. */
function evidenceOf(id: string, name: string): RawFile[] {
  const { scenario } = scenarioById(id)
  const renamed = { ...scenario, servers: scenario.servers.map(server => ({ ...server, name })) }
  const files = makeBundle(simulate(renamed, { seed: 1 }), { scenarioName: id, scenarioText: '', toolVersion: '' })
  return files.filter(({ path }) => path.startsWith('evidence/'))
}

const first = evidenceOf('file-in-use', 'EXCH01')
const log = evidenceOf('execution-policy-local', 'EXCH02').find(file =>
  evidenceFrom([file]).installerLogs.some(({ properties }) => properties.some(({ value }) => value === 'EXCH02')),
)!
const beside = (path: string): RawFile => ({ path, bytes: log.bytes })

const found = (files: readonly RawFile[], but = ''): string[] =>
  diagnose(evidenceFrom(files))
    .findings.filter(({ evidence }) => evidence[0]?.path !== but)
    .map(({ cause, state, confidence }) => `${cause} ${state} ${confidence}`)
    .sort()

describe("another server's log beside the evidence", () => {
  test.each(['evidence/exports/other.log', 'evidence/C/WINDOWS/Temp/MSI00000.LOG', 'other.log'])('as %s', path => {
    const all = [...first, beside(path)]
    expect(byServer(evidenceFrom(all)).map(({ name }) => name)).toEqual(['EXCH01', 'EXCH02'])
    expect(found(all, path)).toEqual(found(first))
  })

  test('in one folder without any other', () => {
    const flat = first.map(({ path, bytes }) => ({ path: path.split('/').at(-1)!, bytes }))
    expect(found([...flat, beside('other.log')], 'other.log')).toEqual(found(flat))
  })
})

const event = (computer: string): string =>
  `Event Type: Error\nEvent Source: MsiInstaller\nEvent ID: 11306\nComputer: ${computer}\nDescription:\nProduct: X -- Error 1306. Another application has exclusive access to the file 'C:\\${computer}.dll'.\n`

const named = (files: Readonly<Record<string, string>>) =>
  byServer(evidenceFrom(Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) })))).map(
    ({ name, evidence }) => [name, evidence.files.map(({ path }) => path)],
  )

test('one event log of several computers is several', () => {
  const forwarded = evidenceFrom([{ path: 'a.txt', bytes: Buffer.from(event('EXCH01') + event('EXCH02')) }])
  expect(byServer(forwarded).map(({ evidence }) => evidence.eventFiles[0]!.events.length)).toEqual([1, 1])
  expect(diagnose(forwarded).findings.map(({ title }) => title)).toEqual([
    expect.stringContaining('EXCH01.dll'),
    expect.stringContaining('EXCH02.dll'),
  ])
})

test('a domain makes no other computer', () => {
  expect(named({ 'a.txt': event('EXCH01') + event('exch01.contoso.com') })).toEqual([['EXCH01', ['a.txt']]])
})

test('what names none goes with most of its folder, then of the folder above', () => {
  const services = 'SERVICE_NAME: MSExchangeIS\n'
  const info = (host: string) => `Host Name:                 ${host}\n`
  expect(
    named({
      'x/a.txt': event('EXCH01'),
      'x/services.txt': services,
      'y/systeminfo.txt': info('EXCH02'),
      'y/b.txt': event('EXCH02'),
      'y/services.txt': services,
    }),
  ).toEqual([
    ['EXCH01', ['x/a.txt', 'x/services.txt']],
    ['EXCH02', ['y/systeminfo.txt', 'y/b.txt', 'y/services.txt']],
  ])
})

test('what nobody places stands by itself', () => {
  const files = { 'a.txt': event('EXCH01'), 'b.txt': event('EXCH02'), 'services.txt': 'SERVICE_NAME: MSExchangeIS\n' }
  expect(named(files).map(([, paths]) => paths)).toEqual([['services.txt'], ['a.txt'], ['b.txt']])
})

test('what each file was read as is of one server alone', () => {
  const files = [...first, ...evidenceOf('execution-policy-local', 'EXCH02')].map(({ path, bytes }, i) => ({
    path: path.replace('evidence', i < first.length ? 'EXCH01' : 'EXCH02'),
    bytes,
  }))
  const setupLog =
    '[03/11/2021 16:01:24.0362] [1] [ERROR] Another installation is already in progress. Complete that installation before proceeding with this install.\n'
  const all = [...files, { path: 'EXCH02/C/ExchangeSetupLogs/ExchangeSetup.log', bytes: Buffer.from(setupLog) }]
  const servers = byServer(evidenceFrom(all))
  expect(servers.map(({ name }) => name)).toEqual(['EXCH01', 'EXCH02'])
  for (const { name, evidence } of servers) {
    const { pasted: _, warnings: _w, ...own } = evidence
    for (const [kind, items] of Object.entries(own)) {
      expect([kind, items.filter(({ path }: { path: string }) => !path.startsWith(name))]).toEqual([kind, []])
    }
  }
  expect(servers.map(({ evidence }) => [evidence.setupLogs.length, evidence.installedUpdates.length])).toEqual([
    [0, 1],
    [1, 1],
  ])
})

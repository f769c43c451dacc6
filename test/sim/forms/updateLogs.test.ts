import { describe, expect, test } from 'vitest'
import { makeBundle } from '../../../sim/bundle/bundle.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById } from '../../laws/state.ts'

function logsOf(id: string): { agent: string[] | undefined; reporting: string[] | undefined } {
  const { scenario, text } = scenarioById(id)
  const files = makeBundle(simulate(scenario, { seed: 1 }), { scenarioText: text, scenarioName: id, toolVersion: '0' })
  const rows = (name: string, encoding: BufferEncoding): string[] | undefined => {
    const file = files.find(f => f.path.endsWith(name))
    return (
      file &&
      Buffer.from(file.bytes)
        .toString(encoding)
        .replace(/^\ufeff/, '')
        .split('\r\n')
        .slice(0, -1)
    )
  }
  return {
    agent: rows('/C/WINDOWS/WindowsUpdate.log', 'utf8'),
    reporting: rows('/C/WINDOWS/SoftwareDistribution/ReportingEvents.log', 'utf16le'),
  }
}

const STAMP = /^2007-08-27 13:1\d:\d\d:\d{3}-0800$/

describe('the logs of the update client', () => {
  test('have a failure in both, in the forms of the sources', () => {
    const { agent, reporting } = logsOf('file-in-use')
    expect(agent?.length).toBe(2)
    expect(agent![0]).toMatch(
      /^2007-08-27\t13:1\d:\d\d:\d{3}\t\d+\t[0-9a-f]+\tMisc\t={11} {2}Logging initialized \(build: [\d.]+, tz: -0800\) {2}={11}$/,
    )
    const cells = reporting![0]!.split('\t')
    expect(agent![1]!.split('REPORT EVENT: ')[1]).toBe(reporting![0])
    expect(cells[1]).toMatch(STAMP)
    expect(cells.slice(2, 5)).toEqual(['1', '182', '101'])
    expect(cells.slice(7, 11)).toEqual(['80070643', 'AutomaticUpdates', 'Failure', 'Content Install'])
    expect(cells[11]).toBe(
      'Installation Failure: Windows failed to install the following update with error 0x80070643: Update Rollup 2 for Exchange Server 2007 (KB935490) 8.0.711.2.',
    )
  })

  test('say nothing of a success but that the client ran', () => {
    const { agent, reporting } = logsOf('services-disabled')
    expect(agent?.length).toBe(1)
    expect(reporting).toBeUndefined()
  })

  test('are not there where no update client ran', () => {
    expect(logsOf('execution-policy-gpo')).toEqual({ agent: undefined, reporting: undefined })
  })
})

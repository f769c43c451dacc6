import { describe, expect, test } from 'vitest'
import { makeBundle } from '../../../sim/bundle/bundle.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById } from '../../laws/state.ts'

interface Logs {
  readonly agent: readonly string[]
  readonly reporting: readonly string[]
}

function logsOf(id: string, windows = 'WINDOWS'): Logs {
  const { scenario, text } = scenarioById(id)
  const files = makeBundle(simulate(scenario, { seed: 1 }), { scenarioText: text, scenarioName: id, toolVersion: '0' })
  const rows = (name: string, encoding: BufferEncoding): string[] => {
    const { bytes } = files.find(f => f.path.endsWith(`/C/${windows}/${name}`))!
    return Buffer.from(bytes)
      .toString(encoding)
      .replace(/^\ufeff/, '')
      .split('\r\n')
      .slice(0, -1)
  }
  return {
    agent: rows('WindowsUpdate.log', 'utf8'),
    reporting: rows('SoftwareDistribution/ReportingEvents.log', 'utf16le'),
  }
}

const ROW = /^(\d{4}-\d\d-\d\d\t\d\d:\d\d:\d\d:\d{3})\t[ \d]{4,}\t[0-9a-f]+\t(\w+)\t(.+)$/
const numbers = ({ reporting }: Logs): string[] => reporting.map(row => row.split('\t')[3]!)

/** Sessions of the log, each from its first line to the last before the next begins. */
function sessions({ agent }: Logs): string[][] {
  const found: string[][] = []
  for (const row of agent) {
    const begins = /Logging initialized|## START ## {2}AU: (?:Search|Install)/.test(row)
    if (begins) found.push([])
    found.at(-1)?.push(row)
  }
  return found
}

describe('the logs of the update client', () => {
  const failed = logsOf('file-in-use')

  test('have one form in every line, and time never goes back', () => {
    for (const row of failed.agent) expect(row).toMatch(ROW)
    const times = failed.agent.map(row => ROW.exec(row)![1]!)
    expect(times).toEqual(times.toSorted())
    expect(failed.agent[0]).toMatch(/\tMisc\t={11} {2}Logging initialized \(build: [\d.]+, tz: -0800\) {2}={11}$/)
  })

  test('have a night before, and the installation from its search to its end', () => {
    const told = sessions(failed)
    expect(
      told.map(rows =>
        rows
          .find(row => row.includes('START'))!
          .split('\t')
          .at(-1),
      ),
    ).toEqual([
      '** START **  Service: Service startup',
      '## START ##  AU: Search for updates',
      '## START ##  AU: Search for updates',
      '## START ##  AU: Install updates',
    ])
    expect(failed.agent.length).toBeGreaterThan(120)
    expect(failed.agent.length).toBeLessThan(400)
  })

  test('report a failure in both, with the code of the call', () => {
    expect(numbers(failed)).toEqual(['147', '147', '162', '182'])
    const row = failed.reporting.at(-1)!
    expect(failed.agent.filter(line => line.endsWith(`REPORT EVENT: ${row}`))).toHaveLength(1)
    const cells = row.split('\t')
    expect(cells[1]).toMatch(/^2007-08-27 13:1\d:\d\d:\d{3}-0800$/)
    expect(cells.slice(7, 11)).toEqual(['80070643', 'AutomaticUpdates', 'Failure', 'Content Install'])
    expect(cells[11]).toBe(
      'Installation Failure: Windows failed to install the following update with error 0x80070643: Update Rollup 2 for Exchange Server 2007 (KB935490) 8.0.711.2.',
    )
  })

  test('tell a success as one', () => {
    const logs = logsOf('services-disabled')
    expect(numbers(logs).at(-1)).toBe('183')
    expect(logs.agent.filter(row => /0x8|WARNING/.test(row))).toEqual([])
  })

  test('have the nights alone where the update client did not call', () => {
    const logs = logsOf('execution-policy-gpo')
    expect(numbers(logs)).toEqual(['147'])
    expect(logs.agent.some(row => row.includes('Install updates'))).toBe(false)
  })
})

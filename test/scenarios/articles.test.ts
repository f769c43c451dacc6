import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventText } from '../../model/words/events.ts'
import { makeBundle } from '../../sim/bundle/bundle.ts'
import { hexDump } from '../../sim/forms/exports/events.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { scenarioById } from '../laws/state.ts'
import { needing, programs } from '../needs.ts'

/**
 * What the KB articles print about a file in use, as facts: per article the name of the update in event 1023. File path,
 * log path and patch code are the machine's own.
 */
const ARTICLES: readonly (readonly [kb: string, update: string])[] = [
  ['KB935490', 'Update Rollup 2 for Exchange Server 2007 (KB935490) 8.0.711.2'],
  ['KB935999', 'Update Rollup 3 for Exchange Server 2007 (KB935999)'],
  ['KB940006', 'Update Rollup 4 for Exchange Server 2007 (KB940006)'],
  ['KB953469', 'Update Rollup 7 for Exchange Server 2007 (KB953469)'],
]

const PRODUCT_DUMP = [
  '0000: 7b 32 34 42 32 43 31 36   {24B2C16',
  '0008: 34 2d 44 45 36 36 2d 34   4-DE66-4',
  '0010: 34 46 45 2d 42 34 36 38   4FE-B468',
  '0018: 2d 41 34 36 44 39 44 35   -A46D9D5',
  '0020: 45 36 42 33 31 7d         E6B31}',
]

const HELD = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\Microsoft.Exchange.Management.dll'

describe.each(ARTICLES)('the events of %s', (kb, update) => {
  const { scenario } = scenarioById('file-in-use')
  const run = simulate(scenario, { seed: 1, rollup: kb })
  const { initial, machine } = run.servers[0]!
  const events = machine.logs.Application.slice(initial.logs.Application.length).filter(
    event => event.source === 'MsiInstaller',
  )
  const [error, failed, configuration] = events

  test('are 11306, 1023 and 11729, in this order', () => {
    expect(events.map(e => [e.id, e.type, e.source, e.category])).toEqual([
      [11_306, 'error', 'MsiInstaller', 0],
      [1023, 'error', 'MsiInstaller', 0],
      [11_729, 'information', 'MsiInstaller', 0],
    ])
  })

  test('have the articles’ texts', () => {
    expect(eventText(error!)).toBe(
      `Product: Microsoft Exchange Server -- Error 1306. Another application has exclusive access to the file '${HELD}'. Please shut down all other applications, then click Retry.`,
    )
    const log = failed!.strings[3]!
    expect(log).toMatch(/^C:\\WINDOWS\\Temp\\MSI[0-9a-f]{5}\.LOG$/)
    expect(eventText(failed!)).toBe(
      `Product: Microsoft Exchange Server - Update '${update}' could not be installed. Error code 1603. Additional information is available in the log file ${log}.`,
    )
    expect(eventText(configuration!)).toBe('Product: Microsoft Exchange Server -- Configuration failed.')
  })

  test('have the articles’ data', () => {
    expect(hexDump(error!.data!)).toEqual(PRODUCT_DUMP)
    expect(hexDump(configuration!.data!)).toEqual(PRODUCT_DUMP)
    const dump = hexDump(failed!.data!)
    expect(dump.slice(0, 4)).toEqual(PRODUCT_DUMP.slice(0, 4))
    expect(dump[4]).toBe('0020: 45 36 42 33 31 7d 20 7b   E6B31} {')
    // From 0028 on the patch code, which is each package's own; then a blank, the return code and one byte 03.
    expect(dump.at(-2)).toMatch(/^0048: .. .. .. .. 7d 20 31 36 {3}....} 16$/)
    expect(dump.at(-1)).toMatch(/^0050: 30 33 03 {15} {3}03\.$/)
    expect(failed!.data!.endsWith(' 1603\x03')).toBe(true)
  })

  test('and Microsoft Update shows 0x80070643', () => {
    expect(run.attempts[0]!.updateClientError).toBe('0x80070643')
    expect(run.attempts[0]!.dialogs).toContain('Error Code: 0x80070643')
  })
})

describe('the event log file of Server 2003', () => {
  test('is read by evtinfo and evtexport', needing(programs('evtinfo', 'evtexport')), () => {
    const { scenario, text } = scenarioById('file-in-use')
    const run = simulate(scenario, { seed: 1 })
    const files = makeBundle(run, { scenarioText: text, scenarioName: 'file-in-use', toolVersion: 'test' })
    const log = files.find(f => f.path.endsWith('/AppEvent.Evt'))!
    const path = join(mkdtempSync(join(tmpdir(), 'lab1603-')), 'AppEvent.Evt')
    writeFileSync(path, log.bytes)
    const info = execFileSync('evtinfo', [path], { encoding: 'utf8' })
    const count = Number(/Number of records\s*: (\d+)/.exec(info)?.[1])
    expect(count).toBe(run.servers[0]!.machine.logs.Application.length)
    expect(info).not.toMatch(/corrupt/i)
    const exported = execFileSync('evtexport', [path], { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } })
    const ids = [...exported.matchAll(/Event identifier\s*: 0x[0-9a-f]+ \((\d+)\)/g)].map(m => m[1])
    expect(ids).toHaveLength(count)
    expect(ids.slice(-3)).toEqual(['11306', '1023', '11729'])
    expect(exported).toContain(`exclusive access to the file '${HELD}'`)
  })
})

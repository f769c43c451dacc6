import { expect, test } from 'vitest'
import { installStep, scenarioOf } from '../../../library/arbitraries/scenario.ts'
import { logsOf } from '../../sim/forms/log/logs.ts'

/** Lines that every installation writes, whatever it installs: how often, and with which numbers (bulletin, corpus 001 to 017). */

const [log] = logsOf(
  scenarioOf(
    {
      name: 'EXCH01',
      os: 'windows-server-2003',
      installer: '4.5',
      zone: 0,
      arch: 'x64',
      roles: ['mailbox'],
      baseline: 'rtm',
      rollups: [],
      cluster: false,
      background: 'none',
      change: [],
    },
    [{ ...installStep('KB935490', { by: 'administrator', ui: 'none' }), log: { path: 'C:\\kb.log', letters: 'v*' } }],
  ),
  1,
)
const lines = log!.lines.map(line => line.replace(/^MSI \(.\) \(\S+\) \[\S+\]: /, ''))

test('a font is made once, before any dialog', () => {
  expect(lines.filter(line => line.startsWith('Note: 1: 2898'))).toEqual([
    'Note: 1: 2898 2: MS Sans Serif 3: MS Sans Serif 4: 0 5: 16 ',
  ])
})

test('the message of the end is looked for twice, each time through both transforms of the patch', () => {
  const note = 'Note: 1: 2262 2: Error 3: -2147287038 '
  const transforming = 'Transforming table Error.'
  const once = [note, transforming, transforming, note]
  const at = lines.indexOf(transforming)
  const written = lines.slice(at - 1, at + 12)
  expect(written.filter(line => [note, transforming].includes(line))).toEqual([...once, ...once])
  // The line brings a line end of its own.
  expect(written.filter((_, i) => written[i - 1] === transforming)).toEqual(['', '', '', ''])
})

test('a script begins with its header', () => {
  const headers = lines.filter(line => line.startsWith('Executing op: Header('))
  expect(headers.map(line => /ScriptType=(\d)/.exec(line)?.[1])).toEqual(['1'])
})

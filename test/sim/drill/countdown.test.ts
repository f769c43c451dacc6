import { describe, expect, test } from 'vitest'
import { type Lab, openLab } from '../../../sim/drill/lab.ts'
import { graderOf } from '../../../sim/drill/marking/marking.ts'
import { Player } from '../../../sim/drill/player.ts'
import { scenarioById } from '../../laws/state.ts'
import { HAND_IN, header, solution, type } from './solver.ts'

/** A restart that is to come, and what is done until then. */

function lab(id: string, ...lines: readonly string[]): Lab {
  const there = openLab(scenarioById(id).scenario, header())
  for (const line of lines) there.do(type(line))
  return there
}

const RESTART = 'shutdown /r /t 60'
const RESTARTED = '(the time is over: the server has restarted)'
const bootedAt = (lines: readonly string[]): number =>
  new Player(scenarioById('file-in-use').scenario, { seed: 1 }).play(lines.map(type)).at.machine.settings.bootedAt

describe('a restart in a minute', () => {
  test('stands on the screen and counts down', () => {
    const there = lab('file-in-use')
    expect(there.do(type(RESTART))).toEqual([
      '+- window',
      '| System Shutdown',
      '| Time before shutdown: 00:01:00',
      expect.stringMatching(/^\| This shutdown was initiated by \w+\\Administrator$/),
      '+-',
    ])
    there.do(type('timeout /t 20'))
    const left = /00:00:(\d\d)/.exec(there.countdown!.join())!
    expect(Number(left[1])).toBeGreaterThan(25)
    expect(Number(left[1])).toBeLessThan(40)
    expect(there.screen).toBeUndefined()
  })

  test('is called off, and a second one is refused until then', () => {
    const there = lab('file-in-use', RESTART)
    expect(there.do(type(RESTART))).toEqual(['A system shutdown is in progress.(1115)'])
    expect(there.do(type('shutdown /a'))).toEqual([])
    expect(there.countdown).toBeUndefined()
    expect(there.do(type('shutdown /a'))).toEqual([
      'Unable to abort the system shutdown because no shutdown was in progress.(1116)',
    ])
    expect(there.do(type('timeout /t 600'))).toEqual([])
    expect(bootedAt([RESTART, 'shutdown /a', 'timeout /t 600'])).toBe(bootedAt([]))
  })

  test('is refused in the words of Server 2008', () => {
    const there = lab('execution-policy-local')
    expect(there.do(type(RESTART))).toContain('| Windows will shut down in 1 minute.')
    expect(there.do(type(RESTART))).toEqual(['A system shutdown has already been scheduled.(1190)'])
  })

  test('comes when the minute is over, and with it a fresh window', () => {
    const there = lab('file-in-use', 'cd C:\\ExchangeSetupLogs', RESTART, 'ver')
    expect(there.prompt).toBe('C:\\ExchangeSetupLogs>')
    expect(there.do(type('timeout /t 300'))).toEqual([RESTARTED])
    expect(there.prompt).toBe('C:\\Documents and Settings\\Administrator>')
    expect(there.do(type('shutdown /a'))[0]).toContain('(1116)')
    expect(bootedAt([RESTART, 'timeout /t 300'])).toBeGreaterThan(bootedAt([]))
  })

  test('comes by typing alone as well', () => {
    const there = lab('file-in-use', 'shutdown /r')
    const told = Array.from({ length: 12 }, () => there.do(type('ver'))).flat()
    expect(told.filter(row => row === RESTARTED)).toHaveLength(1)
  })

  test('ends an installation where it is', () => {
    const msiexec =
      'msiexec /p "C:\\Documents and Settings\\Administrator\\Desktop\\Exchange2007-KB935490-x64-EN.msp" /qn'
    const there = lab('file-in-use', msiexec, RESTART, 'timeout /t 50')
    expect(there.do(type('tasklist')).join('\n')).toContain('msiexec.exe')
    there.do(type('timeout /t 300'))
    expect(there.do(type('tasklist')).join('\n')).not.toContain('msiexec.exe')
  })

  test('is taken back with its line', () => {
    const there = lab('file-in-use', RESTART)
    there.do({ kind: 'undo', count: 1 })
    expect(there.countdown).toBeUndefined()
  })
})

describe('the grade', () => {
  const { scenario } = scenarioById('file-in-use')
  const gradeIt = graderOf(scenario, header())
  const solved = solution('file-in-use', scenario).slice(0, -1)
  const harmOf = (...lines: readonly string[]): readonly { readonly command: string; readonly points: number }[] =>
    gradeIt([...solved, ...lines.map(type), HAND_IN]).harm

  test('names the command that asked for a needless restart, also where nobody waited for it', () => {
    expect(harmOf(RESTART)).toMatchObject([{ command: RESTART, points: 3 }])
    expect(harmOf(RESTART, 'ver', 'timeout /t 90')).toMatchObject([{ command: RESTART, points: 3 }])
  })

  test('has none that was called off', () => {
    expect(harmOf(RESTART, 'shutdown /a', 'timeout /t 90')).toEqual([])
  })
})

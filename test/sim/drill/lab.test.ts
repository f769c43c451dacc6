import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CAUSES, SAID_AS } from '../../../sim/causes.ts'
import { claimIn } from '../../../sim/drill/claims.ts'
import { type Lab, openLab } from '../../../sim/drill/lab.ts'
import type { Action } from '../../../sim/drill/session.ts'
import { scenarioById, scenarioIds } from '../../laws/state.ts'
import { header, type } from './solver.ts'

const open = (id: string, before: readonly Action[] = []): Lab => openLab(scenarioById(id).scenario, header(), before)

/** Everything that is seen of a lab. */
const seen = (lab: Lab): unknown => [lab.prompt, lab.clock, lab.screen, lab.ticket, lab.actions]

describe('the prompt of a lab', () => {
  test('is the one of the server, and stays in its folder', () => {
    const lab = open('file-in-use')
    expect(lab.prompt).toBe('C:\\Documents and Settings\\Administrator>')
    lab.do(type('cd \\'))
    expect(lab.prompt).toBe('C:\\>')
    expect(lab.do(type('sc query MSExchangeIS')).join(' ')).toMatch(/STATE +: 1 +STOPPED/)
  })

  test('goes on where a session was left, byte by byte', () => {
    const actions: Action[] = [
      type('cd \\'),
      { kind: 'bring', package: 'KB940006', arch: 'x86' },
      { kind: 'claim', cause: 'disk-full', sure: 'guess' },
      type('net stop CryptSvc'),
      { kind: 'undo', count: 2 },
      type('dir'),
    ]
    const whole = open('file-in-use')
    const told = actions.map(action => whole.do(action))
    for (let cut = 0; cut <= actions.length; cut++) {
      const resumed = open('file-in-use', actions.slice(0, cut))
      expect(actions.slice(cut).map(action => resumed.do(action))).toEqual(told.slice(cut))
      expect(seen(resumed)).toEqual(seen(whole))
    }
  })

  test('is on another server after that was asked for', () => {
    const lab = open('cas-proxy-order')
    expect(lab.prompt).toMatch(/^CAS-INT C:/)
    expect(lab.refusal({ kind: 'server', name: 'EXCH09' })).toBe(
      'there is no server EXCH09; there are: CAS-INT, CAS-DMZ',
    )
    lab.do({ kind: 'server', name: 'cas-dmz' })
    expect(lab.prompt).toMatch(/^CAS-DMZ C:/)
    expect(lab.do(type('hostname'))).toEqual(['CAS-DMZ'])
  })
})

describe('plain words of a claim', () => {
  test.each([
    ['a service is disabled', 'services-disabled'],
    ['the installer service is disabled', 'installer-service-disabled'],
    ['another installation holds the mutex', 'install-in-progress'],
  ])('%s', (words, cause) => {
    expect(claimIn(words)).toEqual({ cause, sure: 'likely' })
  })

  test('that fit several causes name them', () => {
    expect(claimIn('some service of the installer is slow today')).toContain('installer-service-disabled')
  })
})

describe('what is taken back', () => {
  test('is named, and Enter alone is nothing of it', () => {
    const lab = open('file-in-use')
    for (const line of ['md C:\\x', 'cd C:\\x']) lab.do(type(line))
    expect(lab.refusal(type(' '))).toBe('nothing was typed')
    expect(lab.do({ kind: 'undo', count: 2 })).toEqual(['taken back: md C:\\x', 'taken back: cd C:\\x'])
    lab.do(type('md C:\\x & rd /s C:\\x'))
    expect(lab.refusal(type(''))).toBeUndefined()
  })

  test('was never done', () => {
    const lines = [
      'net stop CryptSvc',
      'md C:\\x',
      'reg add HKLM\\SOFTWARE\\x /v a /d b /f',
      'cd \\',
      'taskkill /f /im bkagent.exe',
    ]
    fc.assert(
      fc.property(fc.subarray(lines), fc.subarray(lines, { minLength: 1 }), (kept, undone) => {
        const lab = open('file-in-use')
        for (const line of [...kept, ...undone]) lab.do(type(line))
        lab.do({ kind: 'undo', count: undone.length })
        const other = open('file-in-use', kept.map(type))
        for (const line of ['tasklist', 'dir C:\\', 'sc query CryptSvc']) {
          expect(lab.do(type(line))).toEqual(other.do(type(line)))
        }
        expect(lab.prompt).toBe(other.prompt)
      }),
      { numRuns: 5 },
    )
  })
})

describe('a window that waits', () => {
  const PACKAGE =
    'C:\\WINDOWS\\SoftwareDistribution\\Download\\5ccd3020d1494d7b910d05555cfb88af\\Exchange2007-KB935490-x64-EN.msp'
  const begin = (): Lab => {
    const lab = open('file-in-use')
    for (const line of [
      'cd "C:\\Program Files\\Microsoft\\Exchange Server\\Bin"',
      '.\\ServiceControl.ps1 AfterPatch',
    ]) {
      lab.do(type(line))
    }
    lab.do(type(`start /wait msiexec /p ${PACKAGE} /lxv* C:\\again.log`))
    return lab
  }

  test('stands while other lines are typed, and Retry goes on once the holder is gone', () => {
    const lab = begin()
    expect(lab.screen?.join(' ')).toMatch(/Microsoft\.Exchange\.Management\.dll.*\[Retry\] \[Cancel\]/)
    expect(lab.refusal({ kind: 'answer', say: 'maybe' })).toBe('the window has Retry, Cancel')
    expect(lab.do(type('taskkill /f /im bkagent.exe'))).toEqual([expect.stringMatching(/^SUCCESS/)])
    expect(lab.screen).toBeDefined()
    const told = lab.do({ kind: 'answer', say: 'Retry' }).join(' ')
    expect(lab.screen).toBeUndefined()
    expect(told).toMatch(/completed|finish/i)
    expect(lab.do(type('type C:\\again.log | findstr MainEngineThread')).length).toBeGreaterThan(0)
  })

  test('asks again where nothing has changed, and is left by Cancel', () => {
    const lab = begin()
    lab.do({ kind: 'answer', say: 'retry' })
    expect(lab.screen).toBeDefined()
    expect(lab.do({ kind: 'answer', say: 'cancel' }).join(' ')).toMatch(/interrupted|finish/i)
    expect(lab.screen).toBeUndefined()
  })

  test('lets a session be handed in: nobody answers it', () => {
    const lab = begin()
    expect(lab.refusal({ kind: 'hand-in' })).toBeUndefined()
    lab.do({ kind: 'hand-in' })
    expect(lab.screen).toBeUndefined()
    expect(lab.refusal(type('ver'))).toBe('it is handed in')
  })
})

describe('the installer at a prompt', () => {
  const MSIEXEC =
    'msiexec /p C:\\WINDOWS\\SoftwareDistribution\\Download\\5ccd3020d1494d7b910d05555cfb88af\\Exchange2007-KB935490-x64-EN.msp /lxv* C:\\again.log /qn'
  const lab = (...lines: readonly string[]): Lab => {
    const opened = open('file-in-use')
    for (const line of ['cd \\', ...lines]) opened.do(type(line))
    return opened
  }
  const typed = (there: Lab, line: string): string => there.do(type(line)).join('\n')
  const sizeOf = (there: Lab, path = 'C:\\again.log'): number =>
    Number(/([\d,]+) \S+\.log/.exec(typed(there, `dir ${path}`))?.[1]?.replaceAll(',', ''))
  const ENDED = 'type C:\\again.log | findstr /c:"MainEngineThread is returning"'

  /** With the services back the call takes some minutes. */
  const RESTORED = [
    'cd "C:\\Program Files\\Microsoft\\Exchange Server\\Bin"',
    '.\\ServiceControl.ps1 AfterPatch',
    'cd \\',
  ]

  test('does not keep it: it runs beside what is typed, its log grows, and its code is not known there', () => {
    const there = lab(...RESTORED, MSIEXEC)
    expect(there.prompt).toBe('C:\\>')
    expect(typed(there, 'echo %errorlevel%')).toBe('0')
    expect(typed(there, 'tasklist')).toContain('msiexec.exe')
    const sizes = [sizeOf(there)]
    const ofScript = new Set<number>()
    expect([sizes[0]! > 0, typed(there, ENDED)]).toEqual([true, ''])
    for (let i = 0; i < 8; i++) {
      there.do(type('timeout /t 40'))
      sizes.push(sizeOf(there))
      ofScript.add(sizeOf(there, 'C:\\ExchangeSetupLogs\\ServiceControl.log'))
    }
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
    expect([new Set(sizes).size > 1, ofScript.size > 1]).toEqual([true, true])
    expect(typed(there, ENDED)).toContain('returning 1603')
    expect(typed(there, 'tasklist')).not.toMatch(/msiexec.*Administrator/)
  })

  test.each([
    ['start /wait', `start /wait ${MSIEXEC}`, '1603'],
    ['a shell of its own', `cmd /c ${MSIEXEC}`, '1603'],
    ['a pipe', `${MSIEXEC} | more`, '0'],
  ])('is waited for by %s', (_, line, code) => {
    const there = lab(line)
    expect(typed(there, 'echo %errorlevel%')).toBe(code)
    expect(typed(there, ENDED)).toContain('returning 1603')
  })

  test('PowerShell does not wait for it, unless something takes what it prints', () => {
    expect(typed(lab('ems', MSIEXEC), `cmd /c '${ENDED}'`)).toBe('')
    expect(typed(lab('ems', `${MSIEXEC} | out-null`), `cmd /c '${ENDED}'`)).toContain('returning 1603')
  })

  test('two of one line run at the same time', () => {
    const there = lab(...RESTORED, `${MSIEXEC} & ${MSIEXEC.replace('again', 'second')}`, 'timeout /t 30')
    expect(typed(there, ENDED.replace('again', 'second'))).toContain('returning 1618')
    expect(typed(there, ENDED)).toBe('')
  })

  test('a second one meets the first', () => {
    const there = lab(...RESTORED, MSIEXEC, 'timeout /t 30', MSIEXEC.replace('again', 'second'), 'timeout /t 30')
    expect(typed(there, ENDED.replace('again', 'second'))).toContain('returning 1618')
    there.do(type('timeout /t 600'))
    const ends = typed(there, ENDED)
    expect(ends).toContain('returning 1603')
    expect(ends).not.toContain('1618')
  })

  test.each([
    ['whoever ends its service', 'taskkill /f /im msiexec.exe'],
    ['a restart', 'shutdown /r /t 0'],
  ])('%s ends it where it is', (_, line) => {
    const there = lab(...RESTORED, MSIEXEC, 'timeout /t 60', line, 'timeout /t 600')
    expect(typed(there, ENDED)).toBe('')
    expect(typed(there, 'tasklist')).not.toContain('msiexec.exe')
  })

  test('what is typed meanwhile does not change what it does, and a session goes on where it was left', () => {
    const lines = [MSIEXEC, 'timeout /t 20', 'dir C:\\', 'tasklist', 'timeout /t 600', 'type C:\\again.log']
    const whole = lab()
    const told = lines.map(line => whole.do(type(line)))
    for (let cut = 0; cut <= lines.length; cut++) {
      const resumed = lab(...lines.slice(0, cut))
      expect(lines.slice(cut).map(line => resumed.do(type(line)))).toEqual(told.slice(cut))
    }
    const quiet = lab(MSIEXEC, 'timeout /t 600').do(type('type C:\\again.log'))
    // Times and the numbers of processes are their own.
    const bare = (rows: readonly string[]): readonly string[] =>
      rows.map(row => row.replace(/\d+[.:]\d\d[.:]\d\d(?:[.:]\d+)?|\([0-9A-F:]+\)|[0-9A-F]{4,}/g, ''))
    expect(bare(told.at(-1)!)).toEqual(bare(quiet))
  })

  test('a wait ends the line that it stands in', () => {
    const there = lab(MSIEXEC)
    expect(typed(there, 'timeout /t 5 & ver')).toBe(
      'lab1603: a command behind a wait, while another program runs, is not simulated.',
    )
  })

  test('says with its own code that Windows is restarted', () => {
    const there = lab(...RESTORED)
    there.do(type('taskkill /f /im bkagent.exe'))
    there.do(type(`${MSIEXEC} /forcerestart`))
    there.do(type('timeout /t 900'))
    expect(typed(there, ENDED)).toContain('returning 1641')
  })
})

describe('what is refused', () => {
  test.each<[Action, RegExp]>([
    [{ kind: 'answer', say: 'ok' }, /no window waits/],
    [{ kind: 'bring', package: 'KB111111' }, /no update rollup/],
    [{ kind: 'undo', count: 1 }, /nothing to take back/],
    [{ kind: 'cite', place: 'C:\\nothing.log:1' }, /there is no file/],
    [{ kind: 'cite', place: 'C:\\nothing' }, /PATH:LINE/],
    [{ kind: 'cite', place: 'exports\\services.txt:99999' }, /has \d+ lines/],
    [{ kind: 'cite', place: 'HKLM\\SOFTWARE\\nothing' }, /there is no value/],
  ])('%j', (action, why) => {
    expect(open('file-in-use').refusal(action)).toMatch(why)
  })

  test('hints and what is taken back, in an exam', () => {
    const lab = openLab(scenarioById('file-in-use').scenario, { ...header(), exam: true })
    lab.do(type('ver'))
    expect(lab.refusal({ kind: 'hint' })).toMatch(/exam/)
    expect(lab.refusal({ kind: 'undo', count: 1 })).toMatch(/exam/)
  })

  test('a sixth hint', () => {
    const lab = open('file-in-use', Array<Action>(5).fill({ kind: 'hint' }))
    expect(lab.refusal({ kind: 'hint' })).toBe('there is no further hint')
  })
})

test('places are cited as they are written', () => {
  const lab = open('file-in-use')
  const cite = (place: string): readonly string[] | string => {
    const action: Action = { kind: 'cite', place }
    return lab.refusal(action) ?? lab.do(action)
  }
  expect(cite('ServiceControl.log:1')).toEqual([expect.stringMatching(/^cited: /)])
  expect(cite('"c:\\exchangesetuplogs\\servicecontrol.log":1')).toEqual([expect.stringMatching(/^cited: /)])
  const oldest = lab.read({ at: 'events', log: 'System' }).rows.at(-1)?.place ?? ''
  expect(cite(oldest.slice(oldest.lastIndexOf('\\') + 1))).toEqual([expect.stringMatching(/^cited: .+ \d+: /)])
  expect(cite('HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer\\Logging')).toEqual([
    'cited: Logging voicewarmup',
  ])
})

describe('the ticket', () => {
  test.each(scenarioIds())('of %s has no cause in it, nor the title', id => {
    const { scenario } = scenarioById(id)
    const text = open(id).ticket.join('\n').toLowerCase()
    expect(text).not.toContain(scenario.title.toLowerCase())
    expect(CAUSES.filter(cause => cause.includes('-') && text.includes(cause))).toEqual([])
    expect(text).toContain(scenario.servers[0]!.name.toLowerCase())
  })
})

describe('a claim in plain words', () => {
  test.each(CAUSES)('%s, by its id and as people say it', cause => {
    expect(claimIn(cause)).toEqual({ cause, sure: 'likely' })
    expect(claimIn(`${cause} certain`)).toEqual({ cause, sure: 'certain' })
    for (const said of SAID_AS[cause]) expect(claimIn(said), said).toEqual({ cause, sure: 'likely' })
  })

  test.each([
    ['Somebody had the file open!', 'file-in-use'],
    ['nothing', 'nothing'],
    ['nothing is wrong', 'nothing'],
    ['the disk was full', 'disk-full'],
  ])('%s', (said, cause) => {
    expect(claimIn(said)).toMatchObject({ cause })
  })

  test('that fits nothing is none, and what it could be is said', () => {
    expect(claimIn('the printer is on fire')).toEqual([])
    expect(claimIn('fle-in-use')).toEqual(['file-in-use'])
    expect(claimIn('')).toEqual([])
  })
})

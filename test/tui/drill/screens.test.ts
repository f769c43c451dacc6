import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Action } from '../../../sim/drill/session.ts'
import { SMALL, sitAt } from './sat.ts'

/** The screens of the lab without a terminal: what each key does, and what stands there then. */

const soon = (): Promise<void> => new Promise(resolve => setTimeout(resolve))

describe('the prompt', () => {
  test('comes behind the ticket, and answers what is typed', () => {
    const sat = sitAt('file-in-use')
    expect(sat.text).toContain('─ Ticket ─')
    sat.press('[escape]hostname[enter]')
    expect(sat.kept).toEqual([{ kind: 'type', line: 'hostname' }])
    expect(sat.text).toMatch(/Administrator>hostname\s*\nEXCH01\s*\n/)
    expect(sat.rows()[0]).toMatch(
      /^ EXCH01 {2}Mon 27 Aug 2007 13:1\d:\d\d {3}ticket 4712 {3}hints 0 {3}undo 0 +00:00:0\d $/,
    )
  })

  test('remembers lines, and edits them', () => {
    const sat = sitAt('file-in-use')
    sat.press('pver[enter]cd[enter][up][up]')
    expect(sat.text).toContain('Administrator>ver ')
    sat.press('[home]x[end]y[left][backspace][ctrl-w]')
    expect(sat.text).toContain('Administrator>y ')
    sat.press('[ctrl-c]')
    expect([sat.sitting.state.input.text, sat.sitting.state.ended]).toEqual(['', undefined])
    sat.press('[ctrl-r]')
    expect(sat.text).toMatch(/Typed before[\s\S]*\ncd\s*\nver\s*\n/)
    sat.press('[down][enter][enter]')
    expect(sat.kept.map(action => (action as { line?: string }).line)).toEqual(['ver', 'cd', 'ver'])
  })

  test('pages what a long listing printed, and finds in it', () => {
    const sat = sitAt('file-in-use')
    sat.press('pdir /s C:\\WINDOWS[enter]')
    const end = sat.text
    sat.press('[page-up]')
    expect(sat.text).not.toBe(end)
    sat.press('[page-down]')
    expect(sat.text).toBe(end)
    sat.press('[page-up]'.repeat(50))
    expect(sat.rows()[2]).toContain('>dir /s C:\\WINDOWS')
    sat.press('[ctrl-f]353cce9[enter]')
    expect(sat.text).toMatch(/"353cce9" 1 of 1 /)
  })

  test('Tab completes names of files as far as they are the same, in quotes where they have blanks', () => {
    const sat = sitAt('file-in-use')
    sat.press('ptype C:\\WINDOWS\\Temp\\MSI[tab]')
    expect(sat.sitting.state.input.text).toBe('type C:\\WINDOWS\\Temp\\MSIba7a1.LOG')
    sat.press('[ctrl-u]dir C:\\prog[tab]')
    expect(sat.sitting.state.input.text).toBe('dir "C:\\Program Files"')
    sat.press('[ctrl-u]dir nowhere[tab]')
    expect(sat.sitting.state.input.text).toBe('dir nowhere')
  })
})

describe('the desk', () => {
  test.each([
    ['1', '─ Ticket ─'],
    ['2', '─ Application log, 171 records ─'],
    ['2l', '─ System log, '],
    ['3', '─ Services, 45: '],
    ['4', '─ Files ─'],
    ['5', '─ Registry ─'],
    ['6', 'No window stands on the screen.'],
    ['7', '─ My sheet ─'],
    ['?', '─ Keys ─'],
  ])('%s leads to %j, and Esc back', (keys, title) => {
    const sat = sitAt('file-in-use')
    sat.press(`p[escape]${keys}`)
    expect(sat.text).toContain(title)
    sat.press('[escape]')
    expect(sat.text).toContain('─ Desk ─')
    sat.press('[escape]')
    expect(sat.text).toContain('─ Desk ─')
    sat.press('p')
    expect(sat.text).toContain('Administrator>')
  })

  test('an event is opened, cited and explained', () => {
    const sat = sitAt('file-in-use')
    sat.press('2fERROR 1023[enter]')
    expect(sat.text).toContain('with ERROR 1023: 1 ')
    sat.press('[enter]')
    expect(sat.text).toMatch(/Event ID: +1023/)
    sat.press('c')
    const cited = [{ kind: 'cite', place: expect.stringMatching(/^C:\\.*AppEvent\.Evt#\d+$/) }]
    expect(sat.kept).toEqual(cited)
    sat.press('c')
    expect(sat.text).toContain('it stands on the sheet')
    expect(sat.kept).toEqual(cited)
    sat.press('[down][down][down]x')
    expect(sat.text).toMatch(/─ Explained ─[\s\S]*1023: /)
  })

  test('a log is found on the disk, searched and cited by its line', () => {
    const sat = sitAt('file-in-use')
    sat.press('4fmsiba7[enter][enter]/RETURN value 3[enter]c')
    expect(sat.text).toMatch(/"RETURN value 3" 1 of 2/)
    expect(sat.kept).toEqual([{ kind: 'cite', place: 'C:\\WINDOWS\\Temp\\MSIba7a1.LOG:5669' }])
    sat.press('n')
    expect(sat.text).toMatch(/"RETURN value 3" 2 of 2/)
    sat.press(':1[enter]')
    expect(sat.text).toContain(' 1 of 6081, 0 %')
  })

  test('a note stands on the sheet with the place of its row, and counts for nothing', () => {
    const sat = sitAt('file-in-use')
    sat.press('4fmsiba7[enter][enter]:2403[enter]mfirst of all[enter]7mask Bo[enter]m[enter]')
    expect(sat.kept).toEqual([
      { kind: 'note', text: 'C:\\WINDOWS\\Temp\\MSIba7a1.LOG:2403  first of all' },
      { kind: 'note', text: 'ask Bo' },
    ])
    expect(sat.text).toMatch(/Notes\s*\n {2}C:\\WINDOWS\\Temp\\MSIba7a1\.LOG:2403 +first of all\s*\n {2}ask Bo/)
  })

  test('a value of the registry is cited by its path', () => {
    const sat = sitAt('file-in-use')
    const way = ['HKEY_LOCAL_MACHINE', 'SOFTWARE', 'Policies', 'Microsoft', 'Windows', 'Installer']
    sat.press(`5${way.map(key => `/${key}[enter][enter]`).join('')}`)
    sat.press('/Logging[enter]c')
    expect(sat.kept).toEqual([
      { kind: 'cite', place: 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer\\Logging' },
    ])
  })

  test('what the services console does is typed', () => {
    const sat = sitAt('file-in-use')
    sat.press('3/winmgmt[enter]aaas')
    expect(sat.kept).toEqual([
      { kind: 'type', line: 'sc.exe config "winmgmt" start= auto' },
      { kind: 'type', line: 'net start "winmgmt"' },
    ])
    expect(sat.rows().find(row => row.startsWith('winmgmt'))).toMatch(/running +automatic/)
  })

  test('claims are made in plain words, with Tab for how sure that is', () => {
    const sat = sitAt('file-in-use')
    sat.press('7dsomebody had the file open')
    expect(sat.text).toContain('that is: file-in-use')
    sat.press('[tab][enter]')
    expect(sat.kept).toEqual([{ kind: 'claim', cause: 'file-in-use', sure: 'certain' }])
    expect(sat.text).toMatch(/What is wrong\s*\n {2}file-in-use, certain/)
  })

  test('the sheet shows every part of the score, however narrow it is', async () => {
    const sat = sitAt('file-in-use')
    await soon()
    sat.press('7')
    for (const columns of [80, 40]) expect(sat.rows({ columns, rows: 24 }).join('\n')).toMatch(/ harm 7\/15 *$/m)
  })

  test('hint, undo and hand-in ask first', async () => {
    const sat = sitAt('file-in-use')
    sat.press('pver[enter][escape]hxunugx')
    expect(sat.kept).toHaveLength(1)
    sat.press('hyuygy')
    expect(sat.kept.slice(1)).toEqual([{ kind: 'hint' }, { kind: 'undo', count: 1 }, { kind: 'hand-in' }])
    await soon()
    expect(sat.text).toMatch(/─ Debrief ─[\s\S]*Score 42 of 100[\s\S]*why cause[\s\S]*/)
    expect(sat.rows({ columns: 100, rows: 60 }).join('\n')).toContain('3 > 1  net start')
    sat.press('p')
    expect(sat.sitting.state.ended).toBe('play')
  })

  test('an exam has neither score nor hints, takes nothing back and explains nothing', () => {
    const sat = sitAt('file-in-use', { exam: true })
    sat.press('7')
    expect(sat.text).not.toContain('Score')
    expect(sat.rows()[0]).toContain('exam')
    for (const key of 'hux') {
      sat.press(key)
      expect(sat.text).toContain('not in an exam')
    }
    expect(sat.kept).toEqual([])
  })
})

test('a sealed lab has neither score nor hints, and is handed in to whoever packed it', () => {
  const sat = sitAt('superseded', { sealed: true })
  sat.press('7')
  expect(sat.text).not.toContain('Score')
  sat.press('h')
  expect(sat.text).toContain('a sealed lab has no hints')
  sat.press('gy')
  expect(sat.text).toContain('Whoever packed the lab grades its session.')
  expect(sat.text).not.toContain('p play it')
  sat.press('q')
  expect([sat.sitting.state.ended, sat.kept.at(-1)]).toEqual(['left', { kind: 'hand-in' }])
})

describe('a window that waits', () => {
  const PACKAGE = 'Desktop\\Exchange2007-KB935490-x64-EN.msp'

  test('comes by itself, and a button of it is pressed', () => {
    const sat = sitAt('file-in-use')
    sat.press(`p:bring KB935490[enter]msiexec /p ${PACKAGE}[enter]timeout /t 60[enter]`)
    expect(sat.text).toMatch(/─ On the screen ─[\s\S]*exclusive access[\s\S]*\[ Retry \] {2}\[ Cancel \]/)
    sat.press('[escape]')
    expect(sat.rows()[0]).toContain('a window waits: 6')
    sat.press('[escape]6[left][right][tab][enter]')
    expect(sat.kept.at(-1)).toEqual({ kind: 'answer', say: 'cancel' })
    expect(sat.rows()[0]).not.toContain('a window waits')
    expect(sat.text).toContain('Your system has not been modified.')
  })
})

describe('leaving', () => {
  test('takes Ctrl+C twice, and a key between begins anew', () => {
    const sat = sitAt('file-in-use')
    sat.press('[ctrl-c]')
    expect(sat.text).toContain('Ctrl+C again leaves')
    sat.press('[down][ctrl-c]')
    expect(sat.sitting.state.ended).toBeUndefined()
    sat.press('[ctrl-c]')
    expect(sat.sitting.state.ended).toBe('left')
  })
})

describe('whatever is pressed', () => {
  const key = fc.constantFrom(
    ...[
      'up',
      'down',
      'left',
      'right',
      'page-up',
      'page-down',
      'home',
      'end',
      'enter',
      'escape',
      'backspace',
      'tab',
    ].map(name => `[${name}]`),
    ...'1234567p/nNfcxdual?:bw'.split(''),
    ...['cd \\', 'type x', 'dir', '1306', 'exc'],
  )
  const size = fc.record({ columns: fc.integer({ min: 1, max: 220 }), rows: fc.integer({ min: 2, max: 70 }) })

  test('fits, and the session does the same again', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), size, (keys, of) => {
        const sat = sitAt('superseded')
        for (const one of keys) {
          sat.press(one)
          if (sat.sitting.state.ended) return
        }
        const rows = sat.rows(of)
        expect(rows).toHaveLength(Math.max(1, of.rows - 1))
        for (const row of rows) expect(row.length).toBeLessThanOrEqual(Math.max(1, of.columns))
        const again = sitAt('superseded', { before: sat.kept as Action[] })
        expect([again.lab.prompt, again.lab.clock, again.lab.transcript]).toEqual([
          sat.lab.prompt,
          sat.lab.clock,
          sat.lab.transcript,
        ])
      }),
      { numRuns: 12 },
    )
  })

  test('an escape in a name or a line moves nothing', () => {
    const sat = sitAt('superseded')
    sat.press('pecho \u009b2J\u202e> C:\\x.txt[enter]')
    sat.press('type C:\\x.txt[enter]')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    expect(sat.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(sat.rows(SMALL)).toHaveLength(23)
  })
})

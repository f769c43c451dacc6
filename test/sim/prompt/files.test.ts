import { describe, expect, test } from 'vitest'
import { fileAt } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { BIN, holder, LOGS, type Server, server } from './helpers.ts'

const there = ({ recorder }: Server, path: string): boolean => fileAt(recorder.machine, path) !== undefined

describe('where one is', () => {
  test('cd holds for the next line, quotes or not, and goes up', () => {
    const { prompt, type } = server()
    type(`cd ${BIN}`)
    expect(prompt.folder).toBe(BIN)
    type('cd ..\\..')
    expect(prompt.folder).toBe('C:\\Program Files\\Microsoft')
    type('cd\\')
    expect(prompt.folder).toBe('C:\\')
    type('CD "exchangesetuplogs"')
    expect(prompt.folder).toBe(LOGS)
    type('cd..')
    expect(prompt.text).toBe('C:\\>')
  })

  test('other drives need /d', () => {
    const { prompt, type } = server()
    type('cd D:\\')
    expect(prompt.folder).not.toBe('D:\\')
    type('cd /d D:\\')
    expect(prompt.folder).toBe('D:\\')
    type('c:')
    expect(prompt.folder).toBe('C:\\Documents and Settings\\Administrator')
    expect(type('q:')).toEqual(['The system cannot find the drive specified.'])
  })

  test('a folder that is not there', () => {
    expect(server().prompt.run('cd C:\\nope')).toEqual({
      exitCode: 1,
      output: ['The system cannot find the path specified.'],
    })
  })
})

describe('dir', () => {
  test('lists, counts and says what is free', () => {
    const { type } = server()
    const rows = type(`dir "${BIN}\\*.ps1"`)
    expect(rows[0]).toBe(' Volume in drive C has no label.')
    expect(rows[3]).toBe(` Directory of ${BIN}`)
    expect(rows.find(row => row.endsWith(' ServiceControl.ps1'))).toMatch(
      /^\d\d\/\d\d\/2007 {2}\d\d:\d\d [AP]M +[\d,]+ /,
    )
    expect(rows.at(-1)).toMatch(/^ +0 Dir\(s\) +[\d,]+ bytes free$/)
  })

  test('/b, /s and hidden files', () => {
    const { type, code } = server()
    expect(type(`dir/b "${BIN}\\ServiceControl.*"`)).toEqual(['ServiceControl.ps1'])
    expect(type('dir /s /b C:\\ServiceControl.ps1')).toEqual([`${BIN}\\ServiceControl.ps1`])
    expect(type('dir /b C:\\WINDOWS')).not.toContain('Installer')
    expect(type('dir /b /ah C:\\WINDOWS')).toContain('Installer')
    expect(code('dir C:\\nope')).toBe(1)
  })
})

describe('changing files', () => {
  test('the folder of the setup logs, renamed and back', () => {
    const machine = server()
    machine.type(`ren ${LOGS} ExchangeSetupLogs-OLD`)
    expect([there(machine, LOGS), there(machine, `${LOGS}-OLD`)]).toEqual([false, true])
    machine.type(`move ${LOGS}-OLD ${LOGS}`)
    expect(there(machine, `${LOGS}\\ExchangeSetup.log`)).toBe(true)
  })

  test('md makes what is missing in between', () => {
    const machine = server()
    expect(machine.code('md C:\\a\\b\\c')).toBe(0)
    expect(there(machine, 'C:\\a\\b\\c')).toBe(true)
    expect(machine.type('md C:\\a')).toEqual(['A subdirectory or file C:\\a already exists.'])
    expect(machine.type('md Q:\\a')).toEqual(['The system cannot find the path specified.'])
    expect(machine.code('md "C:\\a<b"')).toBe(1)
  })

  test('echo writes, type reads, >> adds', () => {
    const { type } = server()
    type('echo one> C:\\x.txt')
    type('echo two>>C:\\x.txt & echo "a & b" >> C:\\x.txt')
    expect(type('type C:\\X.TXT')).toEqual(['one', 'two', '"a & b"'])
    expect(type('type C:\\nope.txt')).toEqual(['The system cannot find the file specified.'])
    type('type nul > C:\\x.txt')
    expect(type('type C:\\x.txt')).toEqual([])
  })

  test('what has no contents in the model says so', () => {
    expect(server().type(`type "${BIN}\\store.exe"`)[0]).toMatch(/^lab1603: .* is not simulated\.$/)
  })

  test('copy, with a question before it overwrites', () => {
    const machine = server()
    machine.type('echo one> C:\\x.txt')
    expect(machine.type('copy C:\\x.txt C:\\y.txt')).toEqual(['        1 file(s) copied.'])
    machine.type('echo two> C:\\x.txt')
    expect(machine.type('copy C:\\x.txt C:\\y.txt')).toEqual(['Overwrite C:\\y.txt? (Yes/No/All): '])
    machine.type('n')
    expect(machine.type('type C:\\y.txt')).toEqual(['one'])
    machine.type('copy /y C:\\x.txt C:\\y.txt')
    expect(machine.type('type C:\\y.txt')).toEqual(['two'])
    expect(machine.type(`copy "${BIN}\\store.exe" C:\\ExchangeSetupLogs`)).toEqual(['        1 file(s) copied.'])
    const copied = fileAt(machine.recorder.machine, `${LOGS}\\store.exe`)
    expect(copied?.version).toBe(fileAt(machine.recorder.machine, `${BIN}\\store.exe`)?.version)
  })

  test('a copy is as old as what it was made of, and a failed one says why before it counts', () => {
    const { type, recorder } = server()
    const source = fileAt(recorder.machine, `${BIN}\\store.exe`)!
    type(`copy "${source.path}" C:\\store.exe`)
    expect(fileAt(recorder.machine, 'C:\\store.exe')).toMatchObject({ modified: source.modified, size: source.size })
    expect(type('copy C:\\store.exe C:\\store.exe')).toEqual([
      'The file cannot be copied onto itself.',
      '        0 file(s) copied.',
    ])
    expect(type('copy C:\\nope.txt C:\\a.txt')).toEqual([
      'The system cannot find the file specified.',
      '        0 file(s) copied.',
    ])
  })

  test('a copy asks for the room of the whole file, and takes it', () => {
    const { type, recorder } = server()
    const free = (): number => recorder.machine.free.get('C:')!
    const { size } = fileAt(recorder.machine, `${BIN}\\store.exe`)!
    const before = free()
    type(`copy "${BIN}\\store.exe" C:\\store.exe`)
    expect(before - free()).toBe(size)
    recorder.machine.free.set('C:', size - 1)
    expect(type(`copy "${BIN}\\store.exe" C:\\b.exe`)[0]).toBe('There is not enough space on the disk.')
  })

  test('every view has one size of a file, that of its bytes', () => {
    const { type } = server()
    const path = `${LOGS}\\ExchangeSetup.log`
    const listed = /([\d,]+) ExchangeSetup\.log$/m.exec(type(`dir ${path}`).join('\n'))?.[1]?.replaceAll(',', '')
    expect(listed).toMatch(/^\d+$/)
    expect(type(`(Get-Item ${path}).Length`)).toEqual([listed])
    expect(type(`powershell -command "Get-ChildItem ${path} | select -expand Length"`)).toEqual([listed])
    expect(type(`for %i in (${path}) do @echo %~zi`)).toEqual([listed])
  })

  test('nothing is made, changed or deleted on the medium', () => {
    const machine = server()
    const said = ['The media is write protected.']
    expect(machine.type('echo x > d:\\x.txt')).toEqual(said)
    expect(machine.type('md D:\\x')).toEqual(said)
    expect(there(machine, 'D:\\x.txt') || there(machine, 'D:\\x')).toBe(false)
    expect(machine.type(`copy "${BIN}\\store.exe" D:\\`)).toEqual([...said, '        0 file(s) copied.'])
  })

  test('the time of day, without seconds', () => {
    expect(server().type('time /t')[0]).toMatch(/^\d\d:\d\d [AP]M$/)
  })

  test('rd asks, refuses what is full, and goes as far as it can', () => {
    const machine = server()
    machine.type('md C:\\a\\b & echo x> C:\\a\\b\\held.txt & echo x> C:\\a\\free.txt')
    expect(machine.type('rd C:\\a')).toEqual(['The directory is not empty.'])
    expect(machine.type('rd /s C:\\a')).toEqual(['C:\\a, Are you sure (Y/N)? '])
    machine.type('no')
    expect(there(machine, 'C:\\a\\free.txt')).toBe(true)
    holder(machine, 5000, ['C:\\a\\b\\held.txt'])
    expect(machine.type('rd /s /q C:\\a')[0]).toMatch(/held\.txt - The process cannot access the file/)
    expect([there(machine, 'C:\\a\\free.txt'), there(machine, 'C:\\a\\b\\held.txt')]).toEqual([false, true])
    machine.type('taskkill /f /pid 5000 & rd /s/q C:\\a')
    expect(there(machine, 'C:\\a')).toBe(false)
  })

  test('nobody removes the folder that he stands in', () => {
    const machine = server()
    machine.type('md C:\\a & cd C:\\a')
    expect(machine.code('rd C:\\a')).toBe(1)
    expect(machine.code('ren C:\\a b')).toBe(1)
    expect(machine.code('move C:\\a C:\\a\\b')).toBe(1)
    expect(machine.prompt.folder).toBe('C:\\a')
  })

  test('del: read-only, held, missing, whole folders', () => {
    const machine = server()
    machine.type('md C:\\a & echo x> C:\\a\\x.txt & attrib +r C:\\a\\x.txt')
    expect(machine.type('attrib C:\\a\\x.txt')).toEqual(['      R     C:\\a\\x.txt'])
    expect(machine.type('del C:\\a\\x.txt')).toEqual(['C:\\a\\x.txt', 'Access is denied.'])
    expect(machine.type('del /f C:\\a\\x.txt')).toEqual([])
    expect(machine.type('del C:\\a\\x.txt')).toEqual(['Could Not Find C:\\a\\x.txt'])
    machine.type('echo x> C:\\a\\1.xml & echo x> C:\\a\\2.xml')
    expect(machine.type('del C:\\a')).toEqual(['C:\\a\\*, Are you sure (Y/N)? '])
    machine.type('y')
    expect(machine.type('dir /b C:\\a')).toEqual(['File Not Found'])
  })

  test('every change is a fact', () => {
    const machine = server()
    machine.type('md C:\\a')
    expect(machine.recorder.facts.at(-1)?.body).toMatchObject({
      kind: 'change',
      change: { kind: 'file', path: 'C:\\a' },
    })
  })
})

test('cacls prints what is inherited and the right itself otherwise', () => {
  const machine = server()
  const rest = ' '.repeat(LOGS.length)
  const granted = ['NT AUTHORITY\\SYSTEM:(OI)(CI)(ID)F', 'BUILTIN\\Administrators:(OI)(CI)(ID)F']
  expect(machine.type(`cacls ${LOGS}`)).toEqual([`${LOGS} ${granted[0]}`, `${rest} ${granted[1]}`, ''])
  machine.type(`icacls ${LOGS} /deny Everyone:F`)
  expect(machine.type(`cacls ${LOGS}`)[0]).toBe(`${LOGS} Everyone:(OI)(CI)N`)
  machine.type(`icacls ${LOGS} /grant Everyone:R`)
  expect(machine.type(`cacls ${LOGS}`)[0]).toContain('is not simulated')
})

describe('icacls', () => {
  const deny = (machine: Server, access: 'write' | 'full'): void => {
    machine.recorder.record({ kind: 'denial', path: LOGS, before: undefined, after: { path: LOGS, access } })
  }

  test('what is refused to everybody outweighs what is granted to somebody', () => {
    const machine = server()
    deny(machine, 'write')
    expect(machine.code(`echo x> ${LOGS}\\x.txt`)).toBe(1)
    expect(machine.type(`icacls ${LOGS}`)[0]).toBe(`${LOGS} Everyone:(OI)(CI)(DENY)(W)`)
    expect(machine.type(`icacls ${LOGS} /grant SYSTEM:(OI)(CI)F Administrators:(OI)(CI)F`)).toEqual([
      `processed file: ${LOGS}`,
      'Successfully processed 1 files; Failed processing 0 files',
    ])
    expect(machine.code(`icacls ${LOGS} /remove:d SYSTEM Administrators`)).toBe(0)
    expect(machine.code(`echo x> ${LOGS}\\x.txt`)).toBe(1)
  })

  test.each(['/remove:d Everyone', '/remove Everyone', '/reset', '/grant Everyone:F'])('%s lifts it', words => {
    const machine = server()
    deny(machine, 'full')
    expect(machine.code(`icacls ${LOGS} ${words}`)).toBe(0)
    expect(machine.recorder.machine.denials.size).toBe(0)
  })

  test('what is granted to everybody is lifted, and no more', () => {
    const machine = server()
    deny(machine, 'full')
    machine.type(`icacls ${LOGS} /grant Everyone:R`)
    expect([...machine.recorder.machine.denials.values()]).toEqual([{ path: LOGS, access: 'write' }])
  })

  test('who is unknown, and whose entries are not simulated, is told', () => {
    const machine = server()
    deny(machine, 'full')
    expect(machine.code(`icacls ${LOGS} /grant nobody:F`)).toBe(1332)
    for (const words of ['/grant "NETWORK SERVICE:F"', '/deny Users:W', '/deny Guests:F', '/deny SYSTEM:F']) {
      expect(machine.type(`icacls ${LOGS} ${words}`).join()).toMatch(/icacls \/\w+ of .+ is not simulated/)
    }
    expect(machine.recorder.machine.denials.get(fold(LOGS))?.access).toBe('full')
    expect(machine.code('icacls C:\\nope')).toBe(2)
  })
})

describe('lines of text', () => {
  test('find counts and numbers, in a pipe and in a file', () => {
    const { type, code } = server()
    type('echo alpha> C:\\x.txt & echo beta>> C:\\x.txt & echo Alpha beta>> C:\\x.txt')
    expect(type('find /i "ALPHA" C:\\x.txt')).toEqual(['', '---------- C:\\X.TXT', 'alpha', 'Alpha beta'])
    expect(type('type C:\\x.txt | find /n "beta"')).toEqual(['[2]beta', '[3]Alpha beta'])
    expect(type('type C:\\x.txt | find /c /v "beta"')).toEqual(['1'])
    expect(type('findstr /i /c:"alpha b" C:\\x.txt')).toEqual(['Alpha beta'])
    expect(code('type C:\\x.txt | findstr gamma')).toBe(1)
    expect(type('sc query state= all | findstr /c:"SERVICE_NAME: MSExchangeIS "')).toEqual([
      'SERVICE_NAME: MSExchangeIS ',
    ])
  })
})

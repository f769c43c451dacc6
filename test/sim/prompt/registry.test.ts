import { describe, expect, test } from 'vitest'
import { registryNumber, registryText } from '../../../model/machine/machine.ts'
import { server } from './helpers.ts'

const KEY = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer'
const SHOWN = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer'
const TRUST = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\WinTrust\\Trust Providers\\Software Publishing'

describe('reg', () => {
  test('adds, shows and deletes a value, in the form of Server 2003', () => {
    const { type, recorder } = server()
    expect(type(`reg add ${KEY} /v Logging /t REG_SZ /d voicewarmup! /f`)).toEqual([
      '',
      'The operation completed successfully',
    ])
    expect(registryText(recorder.machine, KEY, 'Logging')).toBe('voicewarmup!')
    expect(type(`reg query ${KEY.toLowerCase()} /v logging`)).toEqual([
      '',
      '! REG.EXE VERSION 3.0',
      '',
      SHOWN,
      '    Logging\tREG_SZ\tvoicewarmup!',
      '',
    ])
    type(`reg delete ${KEY} /v Logging /f`)
    expect(registryText(recorder.machine, KEY, 'Logging')).toBeUndefined()
  })

  test('and of Server 2008', () => {
    const { type } = server('windows-server-2008')
    expect(type(`reg add ${KEY} /v Debug /t REG_DWORD /d 7 /f`)).toEqual(['The operation completed successfully.'])
    expect(type(`reg query ${KEY}`)).toEqual(['', SHOWN, '    Debug    REG_DWORD    0x7', ''])
    expect(type('reg query HKLM\\nope')).toEqual([
      'ERROR: The system was unable to find the specified registry key or value.',
    ])
  })

  test('numbers are read as typed', () => {
    const { code, recorder } = server()
    expect(code(`reg add "${TRUST}" /v State /t REG_DWORD /d 0x23e00 /f`)).toBe(0)
    expect(registryNumber(recorder.machine, TRUST, 'State')).toBe(0x23e00)
    expect(code(`reg add "${TRUST}" /v State /t REG_DWORD /d many /f`)).toBe(1)
    expect(registryNumber(recorder.machine, TRUST, 'State')).toBe(0x23e00)
  })

  test('asks before it overwrites or deletes', () => {
    const { type, recorder } = server()
    expect(type(`reg add "${TRUST}" /v State /t REG_DWORD /d 1`)).toEqual(['Value State exists, overwrite(Yes/No)? '])
    type('n')
    expect(registryNumber(recorder.machine, TRUST, 'State')).toBe(0x23c00)
    type(`reg delete "${TRUST}" /v State`)
    type('yes')
    expect(registryNumber(recorder.machine, TRUST, 'State')).toBeUndefined()
  })

  test('the classes are a view of the machine', () => {
    const { type } = server()
    expect(type('reg query HKCR\\Installer')).toContain('HKEY_CLASSES_ROOT\\Installer\\Products')
    expect(type('reg query HKEY_LOCAL_MACHINE\\Software\\Classes\\Installer')).toContain(
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Classes\\Installer\\Products',
    )
  })

  test('a whole key goes with what is below; hives do not', () => {
    const { code } = server()
    code('reg add HKLM\\SOFTWARE\\A\\B /v x /d 1 /f')
    expect(code('reg query HKLM\\SOFTWARE\\A /s')).toBe(0)
    expect(code('reg delete HKLM\\SOFTWARE\\A /f')).toBe(0)
    expect(code('reg query HKLM\\SOFTWARE\\A\\B')).toBe(1)
    expect(code('reg delete HKLM /f')).toBe(1)
  })

  test.each([
    'reg',
    'reg frobnicate HKLM\\x',
    'reg query HKXX\\x',
    'reg add HKLM\\x /t REG_NONSENSE',
    'reg query HKLM\\SOFTWARE stray',
    'reg export HKLM\\SOFTWARE',
    'reg copy HKLM\\SOFTWARE HKLM\\B',
  ])('%s fails', line => {
    expect(server().code(line)).toBe(1)
  })
})

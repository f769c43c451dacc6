import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clone, type Writable } from '../../../model/machine/apply.ts'
import { fold } from '../../../model/machine/names.ts'
import { openPrompt } from '../../../sim/prompt/prompt.ts'
import { sourceOf } from '../../../sim/server/random.ts'
import { newRecorder } from '../../../sim/server/recorder.ts'
import { BIN, server } from './helpers.ts'

/** Lines that mean something, of every family. */
const VALID: readonly string[] = [
  'sc query MSExchangeIS',
  'sc config MSExchangeIS start= disabled',
  'net stop IISADMIN /y',
  'net start "Windows Installer" & iisreset',
  'tasklist /svc /fi "imagename eq svchost.exe" | find /i "winmgmt"',
  'taskkill /f /im store.exe',
  'handle ServiceControl.log',
  `cd ${BIN} & dir /s /b *.ps1`,
  'copy C:\\ExchangeSetupLogs\\*.log C:\\backup\\ /y',
  'ren C:\\ExchangeSetupLogs ExchangeSetupLogs-OLD',
  'move C:\\ExchangeSetupLogs C:\\a',
  'md C:\\a\\b\\c && rd /s /q C:\\a',
  'del /f /q C:\\ExchangeSetupLogs\\*.xml',
  'attrib +r -h C:\\ExchangeSetupLogs',
  'icacls C:\\ExchangeSetupLogs /grant SYSTEM:(OI)(CI)F /t',
  'echo text > C:\\x.txt 2>&1',
  'type C:\\x.txt | findstr /i /c:"te xt" | more',
  'reg query HKCR\\Installer /s',
  'reg add HKLM\\SOFTWARE\\A /v B /t REG_DWORD /d 0x10 /f',
  'reg delete HKLM\\SOFTWARE\\Policies /f',
  'msiexec /p C:\\nope.msp /qn /lxv* C:\\kb.log',
  `powershell -command "& '${BIN}\\updateowa.ps1'"`,
  'Set-ExecutionPolicy RemoteSigned; Get-ExecutionPolicy',
  "Get-Service MSExchange* | where {$_.Status -eq 'Stopped'} | Set-Service -StartupType Automatic",
  `(Get-Item '${BIN}\\ExSetup.exe').VersionInfo.FileVersion`,
  "Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft' | fl *",
  'gci C:\\ExchangeSetupLogs -recurse | sort Length -desc | select -first 2 Name,Length',
  'Get-WmiObject Win32_Service | % { echo $_.Name }',
  'cmd /c "start /wait hostname"',
  'ems',
  'powershell',
  'exit',
  'y',
]

const PIECES: readonly string[] = [
  '"',
  "'",
  '^',
  '%',
  '&',
  '&&',
  '|',
  '||',
  '>',
  '>>',
  '<',
  ';',
  ',',
  '(',
  ')',
  '{',
  '}',
  '$',
  '$_',
  '`',
  '#',
  '.',
  '..',
  '\\',
  '/',
  ':',
  '=',
  ' ',
  '*',
  '?',
  '-',
  '/?',
  '/s',
  '\u0000',
  '\t',
  '\n',
  'ß',
  '😀',
  'C:',
  'Q:\\',
  '\\\\srv\\x',
  'nul',
  'con',
  '[',
  '+',
  '__proto__',
  'constructor',
  'toString',
  '9'.repeat(20),
]

type Edit = { readonly at: number; readonly remove: number; readonly insert: string }

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(80),
  remove: fc.nat(6),
  insert: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 }), fc.constant('')),
})

const mutated = fc
  .tuple(fc.constantFrom(...VALID), fc.array(edit, { maxLength: 4 }))
  .map(([line, edits]) =>
    edits.reduce((text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove), line),
  )

const command = fc.constantFrom(
  ...['sc', 'net', 'tasklist', 'taskkill', 'handle', 'cd', 'dir', 'type', 'copy', 'ren', 'move', 'md', 'rd', 'del'],
  ...['attrib', 'icacls', 'echo', 'find', 'findstr', 'reg', 'msiexec', 'start', 'cmd /c', 'iisreset', 'powershell'],
  ...['Get-Service', 'Set-Service', 'Get-Item', 'Copy-Item', 'Remove-Item', 'New-Item', 'Set-ItemProperty', 'select'],
)
const built = fc
  .tuple(command, fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })), { maxLength: 6 }))
  .map(([name, words]) => [name, ...words].join(' '))

const line = fc.oneof(mutated, built, fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 60 }))

const before = server().recorder.machine

function session(lines: readonly string[]): { machine: Writable; results: unknown[] } {
  const recorder = newRecorder(clone(before), sourceOf('fuzz'))
  let runs = 0
  const prompt = openPrompt(recorder, call => call.call(runs++))
  return { machine: recorder.machine, results: lines.map(text => prompt.run(text)) }
}

test('no line throws, whatever was typed before it', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), lines => {
      for (const result of session(lines).results) {
        expect(result).toEqual({ exitCode: expect.any(Number), output: expect.any(Array) })
      }
    }),
    { numRuns: 400 },
  )
})

test('whatever was typed, every file has its folder and every value its key', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), lines => {
      const { machine } = session(lines)
      for (const { path } of machine.files.values()) {
        const parent = path.slice(0, path.lastIndexOf('\\'))
        if (path.includes('\\')) expect([path, machine.files.get(fold(parent))?.folder]).toEqual([path, true])
        else expect(path).toMatch(/^[A-Z]:$/)
      }
      for (const service of machine.services.values()) {
        expect(service.pid === undefined).toBe(service.state === 'stopped')
      }
    }),
    { numRuns: 100 },
  )
})

test('the same lines print the same', () => {
  fc.assert(
    fc.property(fc.array(mutated, { minLength: 1, maxLength: 4 }), lines => {
      expect(session(lines).results).toEqual(session(lines).results)
    }),
    { numRuns: 40 },
  )
})

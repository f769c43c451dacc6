import fc from 'fast-check'

/** What somebody may type at the simulated prompt: lines that mean something, such lines with slips, and any text. */

const BIN = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin'

/** Lines that mean something, of every family. */
export const VALID: readonly string[] = [
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

export const mutated = fc
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

export const commandLine = fc.oneof(
  mutated,
  built,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
)

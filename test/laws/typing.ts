import fc from 'fast-check'
import { VALID } from '../../library/arbitraries/commandLines.ts'
import { clone } from '../../model/machine/apply.ts'
import type { Machine } from '../../model/machine/machine.ts'
import { openPrompt } from '../../sim/prompt/prompt.ts'
import { sourceOf } from '../../sim/server/random.ts'
import { newRecorder } from '../../sim/server/recorder.ts'
import { server } from '../sim/prompt/helpers.ts'
import { drawn } from './trial.ts'

/**
 * No line ends with code 0 while a word of it went unread: a word that nobody knows is put into a line that means
 * something. What of it was read is seen from outside: the line fails, prints the word, or leaves it on the server or in the
 * window.
 */

const SYSTEMS = ['windows-server-2003', 'windows-server-2008'] as const

/** Lines that end with 0 on one of the two systems or on both, from every table of switches. */
const LINES: readonly string[] = [
  // Of several commands one may fail and the last one not.
  ...VALID.filter(line => !/ & |&&|\|\||^type |^tasklist /.test(line)),
  ...[
    'dir',
    'dir /b C:\\',
    'cd C:\\',
    'type C:\\x.txt',
    'copy /y C:\\x.txt C:\\y.txt',
    'md C:\\new',
    'attrib C:\\x.txt',
  ],
  ...['icacls C:\\x.txt', 'find "a" C:\\x.txt', 'findstr a C:\\x.txt', 'more C:\\x.txt', 'sort C:\\x.txt', 'date /t'],
  ...['fc C:\\x.txt C:\\x.txt', 'tasklist', 'tasklist /svc', 'handle', 'sc query', 'sc query MSExchangeIS', 'ver'],
  ...['sc qc MSExchangeIS', 'net start', 'net stop MSExchangePOP3', 'iisreset', 'iisreset /status', 'hostname'],
  ...['whoami', 'whoami /groups', 'wmic service get name', 'wmic os get version', 'systeminfo', 'gpupdate /force'],
  ...['reg query HKLM\\SOFTWARE', 'reg export HKLM\\SOFTWARE C:\\r.reg', 'shutdown /r /t 0', 'timeout /t 1', 'cls'],
  ...['netsh winhttp show proxy', 'proxycfg', 'fsutil volume diskfree C:', 'wevtutil qe System /c:1', 'set', 'help'],
  ...[
    'eventquery.vbs /l system',
    'xcopy C:\\ExchangeSetupLogs C:\\b /i',
    'msiexec /p C:\\x.msp /qn',
    'sc start MSExchangePOP3',
  ],
  ...[
    'Get-Service',
    'Get-Service MSExchangeIS',
    'Start-Service MSExchangeIS',
    'Get-Process',
    'Get-ChildItem C:\\ *.txt',
  ],
  ...['Get-Content C:\\x.txt', 'Get-Item C:\\x.txt', 'Test-Path C:\\x.txt', 'Get-EventLog System', 'Get-Date'],
  ...[
    'powershell -command ". \'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\ServiceControl.ps1\' AfterPatch"',
    'Get-ExecutionPolicy',
    'Get-WmiObject Win32_Service',
    'Get-ItemProperty HKLM:\\SOFTWARE',
    'Test-ServiceHealth',
  ],
  ...['Get-Service | select Name', 'Get-Service | sort Name', 'Get-Service | fl Name', 'Get-Service | measure-object'],
  ...[
    'Get-Service | where { $_.Name }',
    'Get-Service | out-null',
    'Select-String a C:\\x.txt',
    'Get-Command *service*',
  ],
  ...['Get-Help Get-Service', 'Set-ExecutionPolicy RemoteSigned', 'Get-Location', 'Start-Sleep 1', 'Clear-Host'],
]

const SIGNS = ['zzqq', '/zzqq', '-zzqq'] as const

/** Behind a word of the line, or at its end. */
const typedLine = fc.record({
  system: fc.constantFrom(...SYSTEMS),
  line: fc.constantFrom(...LINES),
  sign: fc.constantFrom(...SIGNS),
  at: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat(5)),
})

function withSign({ line, sign, at }: { readonly line: string; readonly sign: string; readonly at: number }): string {
  const blanks = [...line.matchAll(/ /g)].map(found => found.index)
  const place = blanks[at] ?? line.length
  return `${line.slice(0, place)} ${sign}${line.slice(place)}`
}

const machines = new Map<string, Machine>()

/** A healthy server with a text to be read. */
function machineOf(system: (typeof SYSTEMS)[number]): Machine {
  const known = machines.get(system)
  if (known) return known
  const made = server(system)
  made.type('echo a> C:\\x.txt')
  const { machine } = made.recorder
  machines.set(system, machine)
  return machine
}

/** Where a line is for one of the tables, there is a word behind it that is in none of them. */
export const typing = drawn({
  name: 'typing',
  law: 'no line ends with code 0 while a word of it went unread',
  sample: 400,
  whole: 100_000,
  marks: { refused: 60_000, 'not simulated': 5000, read: 2000 },
  from: typedLine,
  broken(drawnLine, reach) {
    const recorder = newRecorder(clone(machineOf(drawnLine.system)), sourceOf('typing'))
    let runs = 0
    const prompt = openPrompt(recorder, call => call.call(runs++))
    const line = withSign(drawnLine)
    const { exitCode, output } = prompt.run(line)
    const shown = output.join('\n')
    if (/^lab1603: .*not simulated/m.test(shown)) reach('not simulated')
    if (exitCode !== 0 || prompt.text.includes('?')) {
      reach('refused')
      return undefined
    }
    const left = [shown, prompt.text, JSON.stringify(recorder.facts), ...prompt.run('set').output].join('\n')
    if (!left.includes('zzqq')) return `${line} on ${drawnLine.system} ends with 0 and prints:\n${shown}`
    reach('read')
    return undefined
  },
})

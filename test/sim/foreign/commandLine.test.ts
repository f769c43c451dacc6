import fc from 'fast-check'
import { Volume } from 'memfs'
import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { readEvidence } from '../../../sim/diagnosis/evidence.ts'
import {
  argument,
  cachedCopy,
  fileName,
  guid,
  kbNumber,
  packageName,
  patchPath,
  path,
  processId,
  program,
  type Word,
} from '../../../sim/foreign/commandLine.ts'
import { hostile } from './hostile.ts'

/** What may stand in a command, and that nothing else gets there from anywhere in the evidence. */

const KINDS = { path, patchPath, fileName, packageName, cachedCopy, program, guid, kbNumber, processId }

/** Obeyed by cmd or PowerShell, even in quotes, or no part of any path; controls and what is not seen. */
const OBEYED = /["<>|*?&%^!`\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2066-\u2069\u201c-\u201f]/u

describe('a word of evidence', () => {
  test.each([
    ['a path', path, 'C:\\WINDOWS\\Temp\\Exchange2007-KB935999-x64-EN.msp'],
    ['a path with blanks and accents', path, 'D:\\Égal (2)\\store é.exe'],
    ['a share', path, '\\\\server\\c$\\rollups\\a.msp'],
    ['a package', patchPath, 'c:\\a.MSP'],
    ['a cached copy', cachedCopy, 'C:\\WINDOWS\\Installer\\1a2b3c.msp'],
    ['a program', program, 'store.exe'],
  ] as const)('%s passes', (_, kind, text) => expect(kind(text)).toBe(text))

  test.each([
    'C:\\x.msp" & net user evil',
    'C:\\a&b.msp',
    'C:\\%TEMP%\\a.msp',
    'C:\\a^b.msp',
    'C:\\a!b!.msp',
    'C:\\a\n.msp',
    'C:\\a\u202e.msp',
    'C:\\a\ud800.msp',
    'C:\\$(calc)\\a.msp',
    'C:\\a`b.msp',
    'C:\\a\u201db.msp',
    'C:\\..\\a.msp',
    'C:\\a.\\b.msp',
    'C:\\a \\b.msp',
    'C:\\con\\a.msp',
    'C:\\NUL.msp',
    'C:\\com1 .msp',
    'C:\\a.txt:b.msp',
    'C:\\\\a.msp',
    'C:\\a\\',
    'C:a.msp',
    'C:/a.msp',
    '\\a.msp',
    '\\\\?\\C:\\a.msp',
    '\\\\.\\C:\\a.msp',
    `C:\\${'a'.repeat(256)}.msp`,
    `C:\\${'a\\'.repeat(200)}b.msp`,
    '',
  ])('%j is no path', text => {
    expect(path(text)).toBeUndefined()
    expect(patchPath(text)).toBeUndefined()
  })

  test('nothing is written over but a copy that the installer keeps', () => {
    expect(cachedCopy('C:\\WINDOWS\\System32\\kernel32.dll')).toBeUndefined()
    expect(cachedCopy('C:\\WINDOWS\\Installer\\..\\a.msp')).toBeUndefined()
    expect(cachedCopy('C:\\WINDOWS\\Installer\\a.exe')).toBeUndefined()
  })

  test.each(['*', 'lsass.exe', 'CSRSS.EXE', 'a.exe /im b.exe /f & x', 'a.exe"', '/s.exe'])('%j is not ended', text =>
    expect(program(text)).toBeUndefined(),
  )

  test('of any kind holds nothing that a prompt obeys', () => {
    fc.assert(
      fc.property(hostile, text => {
        for (const kind of Object.values(KINDS)) {
          for (const given of [text, `C:\\${text}`, `C:\\WINDOWS\\Installer\\${text}.msp`, `${text}.exe`]) {
            const word = kind(given)
            if (word !== undefined) expect(word).not.toMatch(OBEYED)
            if (word !== undefined) expect(argument(word as Word)).toMatch(/^(?:"[^"]*"|[\w.-]+)$/)
          }
        }
      }),
    )
  })
})

// ------------------------------------------------------------------------------------------------- from evidence

/** Marks what came from evidence, so that it is found again in a command. */
const MARK = 'zqx'

const FAILED = [
  'Action start 20:00:00: InstallFinalize.',
  'Action ended 20:00:01: InstallFinalize. Return value 3.',
  'MSI (s) (A8:4C) [20:00:02:000]: MainEngineThread is returning 1603',
]

/** Each place where a log names something that an advised command would repeat. */
const LOGS: readonly ((word: string) => readonly string[])[] = [
  word => [`MSI (s) (A8:4C) [20:00:00:000]: Original patch ==> C:\\${word}.msp`, HELD('C:\\a.exe'), ...FAILED],
  word => [HELD(`C:\\${word}`), ...FAILED],
  word => [
    HELD('C:\\a.exe'),
    `Info 1603.The file C:\\a.exe is being held in use by the following process: Name: ${word}, Id: 1234, Window Title: x`,
    ...FAILED,
  ],
  word => [
    `MSI (s) (A8:4C) [20:00:00:000]: Couldn't find local patch 'C:\\WINDOWS\\Installer\\${word}.msp'. Looking for it at its source.`,
    `MSI (s) (A8:4C) [20:00:00:000]: SOURCEMGMT: Looking for sourcelist for product {24B2C164-DE66-44FE-B468-A46D9D5E6B31}`,
    'MSI (s) (A8:4C) [20:00:01:000]: SOURCEMGMT: Failed to resolve source',
    ...FAILED,
  ],
  word => [
    `MSI (s) (A8:4C) [20:00:00:000]: Warning: Local cached package 'C:\\WINDOWS\\Installer\\${word}.msi' is missing.`,
    'MSI (s) (A8:4C) [20:00:01:000]: SOURCEMGMT: Failed to resolve source',
    ...FAILED,
  ],
]

const HELD = (file: string): string =>
  `Error 1306. Another application has exclusive access to the file '${file}'. Please shut down all other applications, then click Retry.`

function commandsFor(files: Readonly<Record<string, string>>): string[] {
  const volume = Volume.fromJSON(files)
  const { findings } = diagnose(readEvidence(volume as never, ['/evidence']))
  return findings.flatMap(({ remedies }) =>
    remedies.flatMap(({ commands, placeholders = [] }) => [...commands, ...placeholders.map(({ from }) => from)]),
  )
}

const log = (lines: readonly string[]): string =>
  `=== Verbose logging started: 8/27/2007  20:00:00  Build type: SHIP UNICODE 3.01.4000.4042  Calling process: C:\\WINDOWS\\system32\\msiexec.exe ===\r\n${lines.join('\r\n')}\r\n`

describe('an advised command', () => {
  test('repeats a name that can be one', () => {
    const all = LOGS.flatMap(form => commandsFor({ '/evidence/a.log': log(form(`${MARK}1`)) }))
    for (const word of [`msiexec /p "C:\\${MARK}1.msp"`, `handle.exe "C:\\${MARK}1"`, `Installer\\${MARK}1.msp"`]) {
      expect(all.some(command => command.includes(word))).toBe(true)
    }
  })

  test('carries no character of a log but in one quoted argument', () => {
    fc.assert(
      fc.property(hostile, fc.nat(LOGS.length - 1), (text, at) => {
        for (const command of commandsFor({ '/evidence/a.log': log(LOGS[at]!(`${MARK}${text}${MARK}`)) })) {
          expect(command.replace(/"[^"]*"/g, '""').replace(/\/im [\w.-]+$/, '')).not.toContain(MARK)
          if (command.includes(MARK)) expect(command.replaceAll(/"|<[^<>"]+>|\/lxv\*/g, '')).not.toMatch(OBEYED)
        }
      }),
    )
  })

  test('repeats no name of a folder that a prompt would obey', () => {
    const all = commandsFor({
      '/evidence/C/ExchangeSetupLogs" & calc & "/ServiceControl.log': 'x',
      '/evidence/C/WINDOWS/a.log': log([
        'Action start 20:00:00: CA_SAVEDATA_STOP_SERVICES.',
        'Action ended 20:00:01: CA_SAVEDATA_STOP_SERVICES. Return value 3.',
        ...FAILED,
      ]),
    })
    expect(all.join('\n')).not.toContain('calc')
  })
})

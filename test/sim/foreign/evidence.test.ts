import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeBundle } from '../../../sim/bundle/bundle.ts'
import type { BundleFile } from '../../../sim/bundle/bundleFile.ts'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom, type RawFile } from '../../../sim/diagnosis/evidence.ts'
import type { Diagnosis } from '../../../sim/diagnosis/finding.ts'
import { decodeText } from '../../../sim/diagnosis/parse/text.ts'
import { formatDiagnosis } from '../../../sim/diagnosis/report.ts'
import { jsonForTerminal } from '../../../sim/foreign/terminal.ts'
import { writeEvt } from '../../../sim/forms/eventlog/evt.ts'
import { writeEvtx } from '../../../sim/forms/eventlog/evtx.ts'
import type { EventRecord } from '../../../sim/forms/eventlog/record.ts'
import { recordsOf } from '../../../sim/forms/eventlog/records.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById } from '../../laws/state.ts'
import { hostile } from './hostile.ts'

/**
 * Evidence in which somebody has put other words than the server's own, anywhere: in any kind of file, in its name, in
 * place of a path, a name, a number, a key. What is advised then is what is always advised, and every word of it that
 * is not our own stands in one pair of quotes.
 */

// ------------------------------------------------------------------------------------------------ what is advised

/** Every command that there is, with what is quoted left out. Nothing of a kind can be said in `NAME`, `CODE`, `N`. */
const COMMANDS: readonly RegExp[] = [
  /^msiexec \/p "" \/lxv\* (?:""|C:\\install\.log)$/,
  /^msiexec \/i "" MSIPATCHREMOVE="" \/lxv\* ""$/,
  /^msiexec \/f \{24B2C164-DE66-44FE-B468-A46D9D5E6B31\} \/qb$/,
  /^handle\.exe ""$/,
  /^taskkill \/f \/pid <process id from (?:handle(?: \d+)?|sc)>$/,
  /^taskkill \/f \/im ""$/,
  /^sc queryex [\w-]+$/,
  /^dir \/s \/b ""$/,
  /^copy \/y "" ""$/,
  /^copy "" ""$/,
  /^move "" (?:""|C:\\ExchangeSetupLogs)$/,
  /^ren "" ExchangeSetupLogs$/,
  /^md (?:C:\\ExchangeSetupLogs|"")$/,
  /^icacls (?:C:\\ExchangeSetupLogs \/reset \/t|"" \/remove:d Everyone)$/,
  /^cd ""$/,
  /^\.\\(?:ServiceControl\.ps1 AfterPatch|updateowa\.ps1)$/,
  /^sc config [\w-]+ start= (?:auto|demand)$/,
  /^net start ""$/,
  /^del ""$/,
  /^shutdown \/r \/t 0$/,
  /^reg (?:delete "" \/v (?:Logging|Debug|DisableMSI|DisablePatch) \/f|query "")$/,
  /^reg query HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup \/v MsiInstallPath$/,
  /^[GS]et-ExecutionPolicy(?: \w+)?$/,
  /^tasklist \/fi ""$/,
  /^timeout \/t 3600$/,
]

const ESC = String.fromCharCode(27)
const OWN = new RegExp(`${ESC}\\[(?:[0-2]|3\\d)m`, 'g')
const STEERS = /(?!\n)[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u
/** Obeyed by cmd or PowerShell even in quotes, but for the star of a search and the marks of a placeholder. */
const OBEYED = /[|?&%^!`\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2066-\u2069\u201c-\u201f]|\$[({]/u

/** Where nothing tells the letter: our own word, and meant to be obeyed. */
const SYSTEM_DRIVE = '%SystemDrive%\\'

function typed({ findings }: Diagnosis): string[] {
  return findings.flatMap(({ remedies }) =>
    remedies.flatMap(({ commands, placeholders = [] }) => [...commands, ...placeholders.map(({ from }) => from)]),
  )
}

function expectHarmless(files: readonly RawFile[]): Diagnosis {
  const diagnosis = diagnose(evidenceFrom(files))
  for (const command of typed(diagnosis)) {
    expect(command.replaceAll(SYSTEM_DRIVE, '')).not.toMatch(OBEYED)
    const bare = command.replace(/"[^"]*"/g, '""')
    expect(COMMANDS.some(form => form.test(bare)) ? '' : command).toBe('')
  }
  for (const color of [true, false]) {
    expect(formatDiagnosis(diagnosis, { color, width: 80 }).replace(color ? OWN : /^$/, '')).not.toMatch(STEERS)
  }
  expect(jsonForTerminal(JSON.stringify(diagnosis, undefined, 2))).not.toMatch(STEERS)
  return diagnosis
}

// ------------------------------------------------------------------------------------------------- real evidence

const SCENARIOS = [
  'cached-package-missing',
  'cached-patch-missing-repair',
  'disk-full-late',
  'execution-policy-local',
  'file-in-use',
  'install-in-progress',
  'installer-service-disabled',
  'interim-update-installed',
  'restart-pending',
  'saved-state-lost-2008',
  'services-disabled',
  'setup-logs-missing',
  'verbose-logging-left-on',
  'wrong-architecture',
]

/** A path, a name, a number, a key: whatever stands between blanks or marks. */
const WORD = /[^\s"'<>=,;()[\]]{3,}/g

interface Sample {
  readonly files: readonly RawFile[]
  readonly records: readonly EventRecord[]
  /** What the advice repeats of it. */
  readonly repeated: readonly string[]
}

const samples = new Map<string, Sample>()

function sampleOf(id: string): Sample {
  const known = samples.get(id)
  if (known) return known
  const run = simulate(scenarioById(id).scenario, { seed: 1 })
  const files = makeBundle(run, { scenarioText: '', scenarioName: '', toolVersion: '' }).filter(isEvidence)
  const repeated = wordsOf(typed(diagnose(evidenceFrom(files)))).filter(word => isIn(files, word))
  const sample = { files, repeated, records: recordsOf(run.servers[0]!.machine, 'Application') }
  samples.set(id, sample)
  return sample
}

/** Paths and programs; what is our own in them, such as a log that is to be written, is no matter. */
const wordsOf = (commands: readonly string[]): string[] =>
  commands.flatMap(command =>
    [...command.matchAll(/"([^"]*\\[^"]*)"|([\w-]+\.exe)$/g)].map(([, path, name]) => path ?? name!),
  )

const isIn = (files: readonly RawFile[], word: string): boolean =>
  files.some(({ bytes }) => decodeText(bytes).text.includes(word))

const isEvidence = ({ path }: BundleFile): boolean =>
  path.startsWith('evidence/') && !/\.(?:evtx?|dat|hiv)$/i.test(path)

test.each(SCENARIOS)('the advice for %s is of the known forms', id => {
  expect(typed(expectHarmless(sampleOf(id).files)).length).toBeGreaterThan(0)
})

// ---------------------------------------------------------------------------------------------------- other words

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')

/** A word is another in all files. */
function reworded(files: readonly RawFile[], word: string, change: (word: string) => string): RawFile[] {
  return files.map(({ path, bytes }) => ({
    path,
    bytes: utf16(decodeText(bytes).text.replaceAll(word, () => change(word))),
  }))
}

const anyScenario = fc.constantFrom(...SCENARIOS)
const anywhere = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })

/** In place of a word, behind it, or before its end: what is recognised by its beginning or its end stays so. */
const CHANGES = {
  all: (_: string, text: string) => text,
  behind: (word: string, text: string) => word + text,
  within: (word: string, text: string) => {
    const middle = Math.max(1, word.lastIndexOf('.'))
    return word.slice(0, middle) + text + word.slice(middle)
  },
} as const

const anyChange = fc.constantFrom(...(Object.keys(CHANGES) as (keyof typeof CHANGES)[]))

describe('no word of evidence is obeyed', () => {
  test('in any text', () => {
    fc.assert(
      fc.property(anyScenario, fc.nat(), anywhere, anyChange, hostile, (id, at, where, change, text) => {
        const { files } = sampleOf(id)
        const words = decodeText(files[at % files.length]!.bytes).text.match(WORD) ?? ['']
        const word = words[Math.floor(where * words.length)]!
        expectHarmless(reworded(files, word, found => CHANGES[change](found, text)))
      }),
      { numRuns: 25 },
    )
  })

  test('in what advice repeats', () => {
    const repeating = SCENARIOS.filter(id => sampleOf(id).repeated.length > 0)
    expect(repeating.length).toBeGreaterThan(5)
    fc.assert(
      fc.property(fc.constantFrom(...repeating), anywhere, anyChange, hostile, (id, where, change, text) => {
        const { files, repeated } = sampleOf(id)
        const word = repeated[Math.floor(where * repeated.length)]!
        expectHarmless(reworded(files, word, found => CHANGES[change](found, text)))
      }),
      { numRuns: 100 },
    )
  })

  test('in the name of any file', () => {
    fc.assert(
      fc.property(anyScenario, fc.nat(), anywhere, anyChange, hostile, (id, at, where, change, text) => {
        const { files } = sampleOf(id)
        const chosen = at % files.length
        const renamed = (path: string): string => {
          const parts = path.split('/')
          const part = Math.floor(where * parts.length)
          return parts.map((name, i) => (i === part ? CHANGES[change](name, text) : name)).join('/')
        }
        expectHarmless(files.map((file, i) => (i === chosen ? { ...file, path: renamed(file.path) } : file)))
      }),
      { numRuns: 25 },
    )
  })

  test.each([
    ['Application.evt', writeEvt, (record: EventRecord) => !record.userData],
    ['Application.evtx', writeEvtx, () => true],
  ] as const)('in a record of %s', (name, write, hasPlaceFor) => {
    const text = hostile.map(given => given.replaceAll('\0', ''))
    fc.assert(
      fc.property(anyScenario, text, fc.constantFrom('strings', 'source', 'computer'), (id, given, field) => {
        const put = (record: EventRecord): EventRecord =>
          field === 'strings'
            ? { ...record, strings: record.strings.map(part => part + given) }
            : { ...record, [field]: given }
        expectHarmless([{ path: name, bytes: write(sampleOf(id).records.filter(hasPlaceFor).slice(-30).map(put)) }])
      }),
      { numRuns: 60 },
    )
  })
})

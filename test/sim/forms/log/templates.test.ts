import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { LINE_FORMS, LOG_ANATOMY, needing, programs, REAL_LOGS } from '../../../needs.ts'
import { logsOfScenario, scenarioIds } from './logs.ts'

/**
 * How many lines of our logs have the form of a line of a real one. Forms are those of log_templates.py; real are the logs
 * beside the project, and the lines of others that msi-log-anatomy.md quotes word for word.
 */

const PROGRAM = `
import glob, json, os, re, sys
tool, logs, anatomy = sys.argv[1:]
sys.path.insert(0, os.path.dirname(tool))
sys.dont_write_bytecode = True
import log_templates as forms
form = lambda line: forms.norm(line).replace('\\t', '<TAB>')
handed = forms.known_templates(glob.glob(logs + 'templates*.tsv'))
blocks = re.findall(r'^\`\`\`\\n(.*?)^\`\`\`', open(anatomy, encoding='utf-8').read(), re.S | re.M)
quoted = {form(line) for block in blocks for line in block.split('\\n') if line and not line.endswith('[...]')}
answer = []
for name, lines in json.load(sys.stdin):
    unknown = {}
    quotes = 0
    lines = [line for line in lines if line.strip()]
    for line in lines:
        f = form(line)
        if f in handed: continue
        if f in quoted: quotes += 1
        else: unknown.setdefault(f, [0, line])[0] += 1
    answer.append(dict(name=name, lines=len(lines), quoted=quotes, unknown=unknown))
json.dump(answer, sys.stdout)
`

interface Judged {
  readonly name: string
  readonly lines: number
  /** Lines whose form only a quotation has. */
  readonly quoted: number
  readonly unknown: Readonly<Record<string, readonly [count: number, example: string]>>
}

function judged(): Judged[] {
  const logs = scenarioIds.flatMap(id => logsOfScenario(id, 1)).map(({ name, lines }) => [name, lines])
  const program = ['-c', PROGRAM, LINE_FORMS.path, REAL_LOGS.path, LOG_ANATOMY.path]
  const { stdout, stderr, status } = spawnSync('python3', program, {
    input: JSON.stringify(logs),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

/** What a reinstalled component and feature say: four lines of five that no log at hand has. */
const REINSTALLED: readonly (readonly [form: RegExp, document: string])[] = [
  [
    /Component: <ID>; Installed: Local; {3}Request: Local; {3}Action: Local$/,
    'SDK "REINSTALL Property", "Checking the Installation of Features, Components, Files"; msi-log-anatomy.md 4.4',
  ],
  [
    /Feature: <ID>; Installed: Local; {3}Request: Reinstall; {3}Action: Reinstall$/,
    'SDK "REINSTALL Property", "Checking the Installation of Features, Components, Files"',
  ],
]

/** Action data: the form is that of corpus 049, but the name of the file, key or feature is in it. */
const NAMED: typeof REINSTALLED = [
  [
    /^(?:InstallFiles|RemoveFiles|RemoveFolders|RollbackCleanup|(?:Write|Remove)RegistryValues|RegisterProduct|PublishFeatures|(?:Stop|Start)Services): /,
    'msi-log-anatomy.md 4.2: the template stands apart (049, 038); actionText.ts has the templates',
  ],
]

/** What the engine says of the transforms of a patch: no log of it is public. */
const TRANSFORMED: typeof REINSTALLED = [
  [
    /Enabling baseline caching|Looking for patch transform: |Validating transform |Transform '<STR>' is valid|Skipping validation for patch|Transforming table File/,
    'msi-log-anatomy.md 8.2 and 10.1: from memory',
  ],
]

/** Every other form that no real log at hand has, and the document that it rests on. */
const DOCUMENTS: readonly (readonly [form: RegExp, document: string])[] = [
  ...REINSTALLED,
  ...NAMED,
  ...TRANSFORMED,
  [/^GenerateScript: /, 'msi-log-anatomy.md 4.2: while the script is generated'],
  [/FeaturePublish\(.*Parent=<V>,.*<line cut/, 'msi-log-anatomy.md 5.4: a part of a feature, with many components'],
  [/^Rollback: /, 'msi-log-anatomy.md 6: with UI, before each ActionStart'],
  [/File: .*Overwrite;<TAB>.*hash doesn't match source file$/, 'msi-log-anatomy.md 5.3: corpus 038'],
  [/File: .*Overwrite;<TAB>.*Existing file is a higher version$/, 'windows-installer.md 7.1; SDK "Removing Patches"'],
  [
    /File: .*Companion file of a file to be installed$/,
    'windows-installer.md 7.1; SDK "Companion Files"; the words are ours',
  ],
  [/Executing op: FileCopy\(SourceName=<V>,,.*ElevateFlags=/, 'msi-log-anatomy.md 6: an old file is put back'],
  [/^Action <TIME>: \w+\. \w/, 'msi-log-anatomy.md 4.2: the template stands apart; SDK "ActionText Table"'],
  [/^Action start <TIME>: FatalError\.$/, 'msi-log-anatomy.md 7.3: a last page starts like every other action'],
  [/^Action ended <TIME>: \w+\. Return value [23]\.$/, 'msi-log-anatomy.md 4.3: other actions that end so'],
  [
    /SequencePatches returns|Final Patch Application Order|Other Patches:|PATCH SEQUENCER: |<GUID> - |Superseded: /,
    'msi-log-anatomy.md 8.1 (019 in the client), 8.2 (025 in the service); windows-installer.md 3.7',
  ],
  [/Original patch ==>|Patch we're running from ==>|Verifying patch -->/, 'msi-log-anatomy.md 8.1 (019), 8.6 (022)'],
  [
    /MSI \(c\).* Note: 1: 2262 2: (?:\w+) /,
    'corpus 006, 025 and 103 in the service; the client costs and opens patches as well (001, 106; msi-log-anatomy.md 7.3, 8.1)',
  ],
  [/TRANSFORMS property is now: :/, 'msi-log-anatomy.md 8.2; the name of the transform is in the form'],
  [/SOURCEMGMT: |Note: 1: 1402 2: UNKNOWN\\URL/, 'msi-log-anatomy.md 8.4 (027, 031); pits-online.info 2015-09-15'],
  [
    /MSI \(s\).*(?:Warning: Local cached package|'DisableMedia'|'AllowLockdownMedia'|Note: 1: 2729 )/,
    'corpus 082 in the client; a silent run opens its packages in the service',
  ],
  [/Note: 1: (?:1706|1314) 2: /, 'corpus 021 and 082; the name of the package is in the form'],
  [
    /^(?:The upgrade patch cannot|The (?:patch|update) package is|This (?:patch|update) package|The installation source|The configuration data|The Temp folder)/,
    'words.md 2: the text of the return code',
  ],
  [/MSI_LUA: /, 'windows-installer.md 8.2'],
  [/is not permitted to run at|The installation of <PATH>/, 'windows-installer.md 1.2, 6.1: event 1007'],
  [/Machine policy value '(?:DisablePatch|Debug)' is [17]$/, 'windows-installer.md 6.1: the policy is set'],
  [/Another application has exclusive access|Note: 1: 1306 2: /, 'decisions.md 1; words.md 3.3: message 1306'],
  [/Info (?:1603|<N>)\.The file <PATH>/, 'windows-installer.md 4.8'],
  [/RESTART MANAGER: (?:Will attempt|Failed)/, 'windows-installer.md 4.8; corpus 072 has the success'],
  [
    /Uninstall cannot continue|Installation cannot continue|Unable to install because|file is not compatible with/,
    'bulletin: the texts of the launch conditions',
  ],
  [
    /Update '<STR>' (?:installed successfully|was successfully removed|could not be removed)/,
    'windows-installer.md 1.2: events 1019 to 1022',
  ],
  [
    /Windows Installer (?:removed an update|reconfigured the product)\./,
    'words.md 4: 1035 and 1037 have no Manufacturer before 5.0',
  ],
  [/Failed to grab execution mutex/, 'msi-log-anatomy.md 3 (052)'],
  [/Failed to connect to server/, 'msi-log-anatomy.md 10'],
]

describe('forms of real logs', needing(LINE_FORMS, REAL_LOGS, LOG_ANATOMY, programs('python3')), () => {
  let once: readonly Judged[] | undefined
  const logs = () => {
    once ??= judged()
    return once
  }
  const unknown = () =>
    logs().flatMap(log =>
      Object.entries(log.unknown).map(([form, [count, example]]) => ({ name: log.name, form, count, example })),
    )
  const isOf = (rows: typeof DOCUMENTS, form: string): boolean => rows.some(([pattern]) => pattern.test(form))
  const share = (lines: number, without: number): number => (100 * (lines - without)) / lines
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
  const lines = () => sum(logs().map(log => log.lines))

  test('a form that no real log has rests on a document', () => {
    const forms = unknown()
    expect(forms.filter(({ form }) => !isOf(DOCUMENTS, form))).toEqual([])
    const unused = DOCUMENTS.filter(([pattern]) => !forms.some(({ form }) => pattern.test(form)))
    expect(unused).toEqual([])
  })

  // The aim is 97.8 %: that is how much of a complete log the other real logs know.
  test('the share of known forms: as measured', () => {
    const known = share(lines(), sum(unknown().map(u => u.count)))
    const without = (rows: typeof DOCUMENTS): number => sum(unknown().map(u => (isOf(rows, u.form) ? 0 : u.count)))
    expect(known).toBeGreaterThan(84)
    expect(share(lines(), without(REINSTALLED))).toBeGreaterThan(94)
    expect(share(lines(), without([...REINSTALLED, ...NAMED, ...TRANSFORMED]))).toBeGreaterThan(97)
  })

  test('no log is far below', () => {
    const low = logs().filter(log => share(log.lines, sum(Object.values(log.unknown).map(([count]) => count))) < 81)
    // Nothing but the search for a source, whose lines have the name of the package in them.
    expect(low.map(log => log.name)).toEqual([
      'cached-package-missing 1, run 0',
      'cached-package-missing-silent 1, run 0',
    ])
  })
})

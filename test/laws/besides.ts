import fc from 'fast-check'
import { Player } from '../../sim/drill/player.ts'
import type { Action } from '../../sim/drill/session.ts'
import { scenarioById } from './state.ts'
import { drawn } from './trial.ts'
import { command } from './typedLines.ts'

/**
 * What somebody types while the installer runs: anything, and what is in its way above all. The simulator never contradicts
 * itself over it, the call comes to an end, and the same lines give the same again.
 */

const PACKAGE =
  'C:\\WINDOWS\\SoftwareDistribution\\Download\\5ccd3020d1494d7b910d05555cfb88af\\Exchange2007-KB935490-x64-EN.msp'
const BIN = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin'

const IN_THE_WAY: readonly string[] = [
  'taskkill /f /im msiexec.exe',
  'taskkill /f /im powershell.exe',
  'taskkill /f /im bkagent.exe',
  'net stop msiserver',
  'sc config msiserver start= disabled',
  'shutdown /r /t 0',
  'rd /s /q C:\\WINDOWS\\Installer',
  'rd /s /q C:\\ExchangeSetupLogs',
  'ren C:\\ExchangeSetupLogs Old',
  'del /f /q C:\\WINDOWS\\Temp\\*',
  'del /f /q C:\\a.log',
  `rd /s /q "${BIN}"`,
  `del /f /q "${PACKAGE}"`,
  'icacls C:\\ExchangeSetupLogs /deny Everyone:F',
  'reg delete HKLM\\SOFTWARE\\Classes\\Installer /f',
  'reg delete HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Installer /f',
  'net stop IISADMIN /y',
  'net stop winmgmt /y',
  'iisreset',
  `cmd /c "cd /d ""${BIN}"" & powershell .\\ServiceControl.ps1 AfterPatch"`,
  `msiexec /p ${PACKAGE} /qn`,
  `start /wait msiexec /p ${PACKAGE} /qb`,
  'timeout /t 20',
  'timeout /t 100',
  'timeout /t 220',
  'tasklist',
]

const meanwhile = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...IN_THE_WAY) },
  { weight: 1, arbitrary: command.map(({ line }) => line) },
)

interface Beside {
  readonly ui: string
  readonly restored: boolean
  readonly lines: readonly string[]
  readonly answers: readonly string[]
}

const beside: fc.Arbitrary<Beside> = fc.record({
  ui: fc.constantFrom('/qn', '/qb', '', '/qn /forcerestart'),
  restored: fc.boolean(),
  lines: fc.array(meanwhile, { minLength: 1, maxLength: 6 }),
  answers: fc.array(fc.constantFrom('retry', 'cancel', 'ignore', 'yes', 'no'), { maxLength: 3 }),
})

const type = (line: string): Action => ({ kind: 'type', line })

function actionsOf({ ui, restored, lines, answers }: Beside): Action[] {
  return [
    ...(restored ? [type(`cd "${BIN}"`), type('.\\ServiceControl.ps1 AfterPatch'), type('cd \\')] : []),
    type(`msiexec /p ${PACKAGE} /lxv* C:\\a.log ${ui}`),
    ...lines.flatMap((line, i): Action[] => [
      type(line),
      ...(answers[i] ? [{ kind: 'answer', say: answers[i] } as const] : []),
    ]),
    { kind: 'hand-in' },
  ]
}

const play = (actions: readonly Action[]): Player =>
  new Player(scenarioById('file-in-use').scenario, { seed: 1 }).play(actions)

export const typingBeside = drawn<Beside>({
  name: 'typing-beside',
  law: 'whatever is typed while the installer runs, it comes to an end, and the same lines give the same again',
  sample: 12,
  whole: 3000,
  marks: { ended: 200, returned: 1000 },
  from: beside,
  broken(one, reach) {
    const actions = actionsOf(one)
    const player = play(actions)
    if (player.stands) return 'it stands after the hand-in'
    const calls = player.run.attempts.slice(1)
    for (const { exitCode } of calls) reach(exitCode === null ? 'ended' : 'returned')
    const facts = JSON.stringify(player.run.servers[0]!.facts)
    const again = play(actions)
    return JSON.stringify(again.run.servers[0]!.facts) === facts ? undefined : 'the same lines give other facts'
  },
})

import { describe, expect, test } from 'vitest'
import { eventText } from '../../model/words/events.ts'
import type { Cause } from '../../sim/causes.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { scenarioById, scenarioIds } from '../laws/state.ts'

/**
 * Every text that the documents quote from a window, an event or the update client: where it must appear, and where it
 * must not. `*` stands for what differs from case to case. A new scenario needs no row: only what is shown wrongly fails.
 */
interface Quoted {
  readonly text: string
  readonly documents: readonly string[]
  /** The cause that it names: only scenarios of that cause show it. Without, it says how something ended. */
  readonly names?: Cause
  /** By kind of place (`dialog`, `event 1023`), scenarios that show it there. No scenario shows it in another kind of place. */
  readonly shown: Readonly<Record<string, readonly string[]>>
}

const QUOTED: readonly Quoted[] = [
  {
    text: "*The version of this file is not compatible with the version of Exchange Server 2007 that you're running. Check your computer to see whether you need an x64 (64-bit) or x86 (32-bit) version of this file.",
    documents: ['bulletin'],
    names: 'wrong-architecture',
    shown: { dialog: ['wrong-architecture'], 'event 10005': ['wrong-architecture', 'wrong-architecture-silent'] },
  },
  {
    text: '*Unable to install because a previous Interim Update for Exchange Server 2007 has been installed. Please use Add/Remove Programs to uninstall the Interim Update before running this setup again.',
    documents: ['bulletin'],
    names: 'interim-update-installed',
    shown: {
      dialog: ['interim-update-installed'],
      'event 10005': ['interim-update-installed', 'interim-update-installed-silent'],
    },
  },
  {
    text: '*Uninstall cannot continue. The * has determined that an Interim Update has been installed. This Update Rollup cannot be uninstalled until the Interim Update has been uninstalled.',
    documents: ['bulletin'],
    names: 'interim-update-blocks-removal',
    shown: {
      dialog: ['interim-update-blocks-removal'],
      'event 10005': ['interim-update-blocks-removal', 'interim-update-blocks-removal-silent'],
    },
  },
  {
    text: '*Installation cannot continue. The * has determined that this Update Rollup has been superseded by the currently installed Update Rollup. Installation of this Update Rollup is unnecessary.',
    documents: ['bulletin'],
    names: 'superseded',
    shown: { dialog: ['superseded'], 'event 10005': ['superseded', 'superseded-silent'] },
  },
  {
    text: '*Installation cannot continue. The * has determined that this Interim Update is incompatible with the current Exchange Server 2007 configuration.',
    documents: ['bulletin'],
    names: 'interim-update-incompatible',
    shown: {
      dialog: ['interim-update-incompatible'],
      'event 10005': ['interim-update-incompatible', 'interim-update-incompatible-silent'],
    },
  },
  {
    text: 'This patch package could not be opened. Verify that the patch package exists and that you can access it, or contact the application vendor to verify that this is a valid Windows Installer patch package.',
    documents: ['bulletin'],
    names: 'cached-patch-missing',
    shown: { dialog: ['cached-patch-missing-repair'] },
  },
  {
    text: 'Setup Wizard for Update Rollup 2 for Exchange Server 2007 (KB 935490) ended prematurely because of an error. Your system has not been modified. To install this program at a later time, please run the installation again.',
    documents: ['kb935490'],
    shown: {
      dialog: ['install-in-progress', 'interim-update-installed', 'setup-logs-missing', 'wrong-architecture'],
    },
  },
  {
    text: 'Setup Wizard for * ended prematurely because of an error. Your system has not been modified. To install this program at a later time, please run the installation again.',
    documents: ['kb935490', 'bulletin'],
    shown: {
      dialog: [
        'execution-policy-gpo',
        'execution-policy-local',
        'install-in-progress',
        'installer-service-disabled-interactive',
        'interim-update-blocks-removal',
        'interim-update-incompatible',
        'interim-update-installed',
        'not-elevated',
        'not-elevated-mailbox',
        'setup-logs-missing',
        'setup-logs-unwritable',
        'superseded',
        'wrong-architecture',
      ],
    },
  },
  {
    text: "Another application has exclusive access to the file '*'. Please shut down all other applications, then click Retry.",
    documents: ['kb935490', 'kb935999', 'kb940006', 'kb953469'],
    names: 'file-in-use',
    shown: { dialog: ['file-in-use-interactive'] },
  },
  {
    text: "Product: Microsoft Exchange Server -- Error 1306. Another application has exclusive access to the file '*'. Please shut down all other applications, then click Retry.",
    documents: ['kb935490', 'kb935999', 'kb940006', 'kb953469'],
    names: 'file-in-use',
    shown: { 'event 11306': ['file-in-use', 'file-in-use-interactive', 'saved-state-lost', 'saved-state-lost-2008'] },
  },
  {
    text: "Product: Microsoft Exchange Server - Update 'Update Rollup 2 for Exchange Server 2007 (KB935490) 8.0.711.2' could not be installed. Error code 1603. Additional information is available in the log file *.",
    documents: ['kb935490'],
    shown: { 'event 1023': ['file-in-use', 'interim-update-installed', 'saved-state-lost', 'wrong-architecture'] },
  },
  {
    text: "Product: Microsoft Exchange Server - Update 'Update Rollup 4 for Exchange Server 2007 (KB940006)' could not be installed. Error code 1603. Additional information is available in the log file *.",
    documents: ['kb940006'],
    shown: { 'event 1023': ['setup-logs-unwritable'] },
  },
  {
    text: "Product: Microsoft Exchange Server - Update 'Update Rollup 7 for Exchange Server 2007 (KB953469)' could not be installed. Error code 1603. Additional information is available in the log file *.",
    documents: ['kb953469'],
    shown: { 'event 1023': ['execution-policy-gpo', 'execution-policy-local-silent'] },
  },
  {
    text: "Product: Microsoft Exchange Server - Update 'Update Rollup 2 for Exchange Server 2007 (KB935490) 8.0.711.2' could not be installed. Error code 1603. Windows Installer can create logs to help troubleshoot issues with installing software packages. Use the following link for instructions on turning on logging support: http://go.microsoft.com/fwlink/?LinkId=23127",
    documents: ['kb935490'],
    shown: { 'event 1024': ['disk-full-early', 'disk-full-late', 'setup-logs-missing', 'wrong-architecture-silent'] },
  },
  {
    text: "Product: Microsoft Exchange Server - Update 'Update Rollup 4 for Exchange Server 2007 Service Pack 1 (KB952580) 8.1.311.3' could not be installed. Error code 1603. Windows Installer can create logs to help troubleshoot issues with installing software packages. Use the following link for instructions on turning on logging support: http://go.microsoft.com/fwlink/?LinkId=23127",
    documents: ['bulletin'],
    shown: {
      'event 1024': [
        'interim-update-installed-silent',
        'not-elevated-mailbox',
        'not-elevated-silent',
        'setup-logs-unwritable-silent',
      ],
    },
  },
  {
    text: 'Product: Microsoft Exchange Server -- Configuration failed.',
    documents: ['kb935490', 'kb935999', 'kb940006', 'kb953469'],
    shown: {
      'event 11729': [
        'disk-full-late',
        'execution-policy-gpo',
        'execution-policy-gpo-2008',
        'execution-policy-local',
        'execution-policy-local-silent',
        'file-in-use',
        'file-in-use-interactive',
        'install-in-progress',
        'installer-service-disabled-interactive',
        'interim-update-blocks-removal',
        'interim-update-blocks-removal-silent',
        'interim-update-incompatible',
        'interim-update-incompatible-silent',
        'interim-update-installed',
        'interim-update-installed-silent',
        'not-elevated',
        'not-elevated-mailbox',
        'not-elevated-silent',
        'saved-state-lost',
        'saved-state-lost-2008',
        'setup-logs-missing',
        'setup-logs-missing-silent',
        'setup-logs-unwritable',
        'setup-logs-unwritable-silent',
        'superseded',
        'superseded-silent',
        'wrong-architecture',
        'wrong-architecture-silent',
      ],
    },
  },
  {
    text: 'Error Code: 0x80070643',
    documents: ['kb935490', 'kb935999', 'kb940006', 'kb953469'],
    shown: {
      dialog: [
        'disk-full-late',
        'execution-policy-gpo-2008',
        'execution-policy-local-silent',
        'file-in-use',
        'interim-update-installed-silent',
        'saved-state-lost',
        'setup-logs-missing-silent',
        'superseded-silent',
      ],
    },
  },
  {
    text: 'Timeout (30000 milliseconds) waiting for the * service to connect.',
    documents: ['kb944752'],
    shown: { 'event 7009': ['services-timeout-revocation', 'services-timeout-revocation-2008'] },
  },
  {
    text: 'The * service failed to start due to the following error: *The service did not respond to the start or control request in a timely fashion.',
    documents: ['kb944752'],
    shown: { 'event 7000': ['services-timeout-revocation', 'services-timeout-revocation-2008'] },
  },
]

/** Everything that a scenario shows to somebody, by kind of place. */
function shownBy(id: string): (readonly [kind: string, text: string])[] {
  const { attempts, servers } = simulate(scenarioById(id).scenario, { seed: 1 })
  const dialogs = attempts.flatMap(attempt => attempt.dialogs.map(text => ['dialog', text] as const))
  const events = servers.flatMap(({ initial, machine }) =>
    (['Application', 'System'] as const).flatMap(log =>
      machine.logs[log].slice(initial.logs[log].length).map(e => [`event ${e.id}`, eventText(e)] as const),
    ),
  )
  return [...dialogs, ...events]
}

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
const patternOf = (text: string): RegExp => new RegExp(`^${text.split('*').map(escaped).join('[^]*')}$`)

const SHOWN = scenarioIds().map(id => ({ id, causes: scenarioById(id).scenario.causes, texts: shownBy(id) }))

/** `dialog: wrong-architecture` for each scenario that shows it, and what its answer key says. */
function showing({ text }: Quoted): Map<string, readonly Cause[]> {
  const pattern = patternOf(text)
  return new Map(
    SHOWN.flatMap(({ id, causes, texts }) =>
      texts.filter(([, said]) => pattern.test(said)).map(([kind]) => [`${kind}: ${id}`, causes] as const),
    ),
  )
}

/** May a scenario with these causes show it there? */
function mayShow({ names, shown }: Quoted, place: string, causes: readonly Cause[]): boolean {
  const inPlace = Object.keys(shown).some(kind => place.startsWith(`${kind}: `))
  return inPlace && (names === undefined ? causes.length > 0 : causes.includes(names))
}

/** The events of an installation that met a file in use, as each article prints them for its own rollup. */
const ARTICLES: readonly (readonly [rollup: string, update: string])[] = [
  ['KB935490', 'Update Rollup 2 for Exchange Server 2007 (KB935490) 8.0.711.2'],
  ['KB935999', 'Update Rollup 3 for Exchange Server 2007 (KB935999)'],
  ['KB940006', 'Update Rollup 4 for Exchange Server 2007 (KB940006)'],
  ['KB953469', 'Update Rollup 7 for Exchange Server 2007 (KB953469)'],
]

describe('texts that the documents quote', () => {
  test.each(ARTICLES)('the three events of %s', (rollup, update) => {
    const run = simulate(scenarioById('file-in-use').scenario, { seed: 1, rollup })
    const { initial, machine } = run.servers[0]!
    const events = machine.logs.Application.slice(initial.logs.Application.length).filter(
      event => event.source === 'MsiInstaller',
    )
    const log = /log file (.*)\.$/.exec(eventText(events[1]!))?.[1]
    expect(events.map(event => [event.id, eventText(event)])).toEqual([
      [
        11_306,
        "Product: Microsoft Exchange Server -- Error 1306. Another application has exclusive access to the file 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\Microsoft.Exchange.Management.dll'. Please shut down all other applications, then click Retry.",
      ],
      [
        1023,
        `Product: Microsoft Exchange Server - Update '${update}' could not be installed. Error code 1603. Additional information is available in the log file ${log}.`,
      ],
      [11_729, 'Product: Microsoft Exchange Server -- Configuration failed.'],
    ])
    expect(run.attempts[0]!.dialogs).toEqual(['Error Code: 0x80070643'])
  })

  test.each(QUOTED.map(row => [row.text, row] as const))('%s', (_, row) => {
    const shows = showing(row)
    const wanted = Object.entries(row.shown).flatMap(([kind, ids]) => ids.map(id => `${kind}: ${id}`))
    expect([...shows.keys()]).toEqual(expect.arrayContaining(wanted))
    expect([...shows].filter(([place, causes]) => !mayShow(row, place, causes)).map(([place]) => place)).toEqual([])
  })
})

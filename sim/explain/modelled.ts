import type { Grade } from '../../model/words/grade.ts'

/** What the simulation has mechanisms for, and by what right. Knows none of them. */

/** A mechanism of the simulation, and where it comes from. The README's table is made of these. */
export interface Mechanism {
  readonly area: string
  readonly name: string
  /** What it does, in one line. */
  readonly does: string
  readonly grade: Grade
  readonly source: string
}

type ModelledRow = readonly [name: string, does: string, grade: Grade, source: string]

const area = (name: string, rows: readonly ModelledRow[]): readonly Mechanism[] =>
  rows.map(([mechanism, does, grade, source]) => ({ area: name, name: mechanism, does, grade, source }))

export const MECHANISMS: readonly Mechanism[] = [
  ...area('Windows Installer', [
    [
      'conditions',
      'operators, comparisons, states of features and components; a broken one ends the action',
      'documented',
      'windows-installer.md 7.3',
    ],
    [
      'formatted text',
      'properties, environment, file and component references, groups',
      'documented',
      'windows-installer.md 7.4',
    ],
    [
      'command lines',
      'switches of msiexec, property lists, quoting; 1639 for what does not go together',
      'documented',
      'windows-installer.md 6.2',
    ],
    [
      'return values',
      'what an action returns decides how the sequence goes on',
      'documented',
      'windows-installer.md 4.7',
    ],
    [
      'targeting',
      'which product and baseline a patch fits; 1642 where there is none',
      'documented',
      'windows-installer.md 3.2',
    ],
    [
      'patch sequencer',
      'families, order, supersedence and obsolescence of several patches',
      'documented',
      'windows-installer.md 3.3',
    ],
    [
      'file rules',
      'the decision table of versions, hashes and REINSTALLMODE',
      'documented',
      'windows-installer.md 7.1',
    ],
    ['client and service', 'two engines with a wizard, one without', 'observed', 'windows-installer.md 4.1'],
    [
      'script and journal',
      'InstallFinalize performs the script; every change is written to a journal',
      'documented',
      'windows-installer.md 4.4',
    ],
    [
      'rollback',
      'the journal read backwards; immediate actions are not in it',
      'documented',
      'windows-installer.md 4.6',
    ],
    [
      'interrupted transactions',
      'after loss of power the next call finds InProgress and undoes first',
      'documented',
      'windows-installer.md 4.6',
    ],
    [
      'files in use, engine 3.1',
      'programs with a window; replaced by rename with 3010, or message 1306',
      'documented',
      'windows-installer.md 4.8',
    ],
    [
      'files in use, Restart Manager',
      'every holder is found; programs and services are stopped, services started again',
      'documented',
      'windows-installer.md 4.8',
    ],
    [
      'what a holder does to a file',
      'its share mode decides: message 1306, a new file that waits beside the old one, or a new file at once',
      'documented',
      'windows-installer.md 4.8',
    ],
    [
      'message 1306 in a silent run',
      'a file that nobody else may open ends the run with 1603',
      'documented',
      'kb935490',
    ],
    [
      'cached packages and sources',
      'every registered patch is opened; source lists where a cached copy is gone',
      'observed',
      'bulletin',
    ],
    [
      'registration',
      'keys of products, patches and uninstall entries, packed GUIDs',
      'documented',
      'windows-installer.md 5.2',
    ],
    ['execution mutex', 'one installation at a time; 1618', 'documented', 'windows-installer.md 4.1'],
    [
      'result events',
      '1022 to 1042 and 11707 to 11729, by version of the engine',
      'observed',
      'windows-installer.md 1.5',
    ],
    [
      'policies',
      'DisableMSI, DisablePatch and software restriction; 1625 and 1643',
      'documented',
      'windows-installer.md 6.1',
    ],
    [
      'removal of patches',
      'MSIPATCHREMOVE puts the files of before back; what refuses it',
      'documented',
      'windows-installer.md 3.8',
    ],
    ['events of messages', 'message N ends a run as event 10000 + N', 'documented', 'windows-installer.md 1.1'],
    ['verbose log', 'lines in the forms and the order of real logs', 'observed', 'msi-log-anatomy.md'],
    [
      'durations',
      'how long an operation, copying, checking and waiting take on a machine of its speed; now and then a stretch stalls',
      'modelled',
      'our choice',
    ],
  ]),
  ...area('Exchange Server 2007', [
    ['builds', 'baselines and rollups with versions and dates', 'documented', 'build-table'],
    ['files', 'names and folders; sizes and the files of each rollup are drawn', 'modelled', 'files.tsv'],
    ['services', 'names, start types, accounts and dependencies', 'documented', 'exchange-2007.md 2.1'],
    [
      'events of services',
      'databases are mounted and dismounted, recovered where a service was ended or the power was lost; who else says something as it starts, in the Application log; the rest of the services says nothing',
      'modelled',
      'memory',
    ],
    [
      'ServiceControl.ps1',
      'saves, stops and disables services before, puts them back after; seen in a later version',
      'derived',
      'exchange-2007.md 3.2',
    ],
    [
      'UpdateOwa.ps1',
      'fills the version folder and the metabase; traps every error and ends with 0',
      'derived',
      'exchange-2007.md 3.3',
    ],
    [
      'setup of the product',
      'its log, those of its packages (shortened: frame, actions, features, some files), prerequisites and metabase; not executed',
      'modelled',
      'exchange-2007.md 2.2',
    ],
    [
      'services stay disabled',
      'the action that stops services is immediate and has no rollback partner',
      'derived',
      'exchange-2007.md 3.1',
    ],
    ['order of custom actions', 'which come before, inside and after the transaction', 'modelled', 'decisions.md 4'],
    [
      'logon page moved aside',
      'the preparation of Outlook Web Access is not rolled back',
      'modelled',
      'decisions.md 4',
    ],
    [
      'Client Access servers',
      'each is asked for mailboxes behind the others; without the folder of their version event 46, and no page',
      'documented',
      'kb947168',
    ],
    ['dialogs of the rollup', 'texts of wrong architecture, interim update and superseded', 'documented', 'bulletin'],
  ]),
  ...area('Windows', [
    [
      'sharing and access',
      'open handles, access lists, attributes and free space answer every change',
      'documented',
      'system-error-codes',
    ],
    [
      'clock',
      'its own tick, phase and drift; now and then a program raises the timer; logs, events and files read it',
      'derived',
      'msi-log-anatomy.md 2.2',
    ],
    [
      'texture',
      'owner, company, account, memory, screen, other products, folder of Exchange: drawn once for a server, the same in every form',
      'modelled',
      'our choice',
    ],
    [
      'administrators',
      'of a server whose domain is known with its identifier they have an account there: name and SID in logs, events and at the prompt; otherwise one of the server',
      'modelled',
      'memory',
    ],
    [
      'time zones',
      'daylight saving of a named zone by the rule of its year; an offset never changes',
      'modelled',
      'memory',
    ],
    [
      'service control manager',
      'dependencies and their circles, start types, time-outs; 7000 to 7040 in the System log; a key for each service, read at a restart',
      'modelled',
      'memory',
    ],
    [
      'restart',
      'waiting renames are made, automatic services start; REBOOT=Force asks for one, and is 1641',
      'documented',
      'windows-installer.md 4.9',
    ],
    [
      'the installer at a prompt',
      'who sits at it need not wait; what is typed meanwhile is done between two steps, and a restart or the end of its service ends it there',
      'modelled',
      'windows-installer.md 4.2',
    ],
    [
      'execution policy',
      'one from group policy is looked up by way of WMI and fails while that is stopped',
      'documented',
      'kb981474',
    ],
    [
      'group policies of the domain',
      'gpupdate /force writes their values again; a boot and the refresh in the background pass over what has not changed',
      'documented',
      'exchange-2007.md 2.4',
    ],
    [
      'User Account Control',
      'an administrator at Server 2008 starts with a filtered token',
      'documented',
      'windows-installer.md 8.2',
    ],
    [
      'revocation checks',
      'a signed managed program waits for lists that it cannot fetch: 15 s each, 20 s in all',
      'documented',
      'exchange-2007.md F16',
    ],
    [
      'logs of the update client',
      'its start, the search of the last night alone, and each installation that came to an end; lines of its handler are not known',
      'modelled',
      'formats.md 4',
    ],
    [
      'Microsoft Update',
      'calls the installer silently as SYSTEM and shows the code as an HRESULT',
      'documented',
      'kb935490',
    ],
    ['event log files', 'evt and evtx as Windows writes them', 'observed', 'formats.md'],
  ]),
]

import type { LogFact, Speaker } from '../../model/installer/facts.ts'
import { shown } from '../../model/machine/clock.ts'
import type { Machine } from '../../model/machine/machine.ts'
import { leafOf, parentOf } from '../../model/machine/names.ts'
import type { FirstInstallation } from '../../model/machine/parts.ts'
import { shortDate, toCivil, two } from '../../model/machine/time.ts'
import { INSTALLER_SOURCE } from '../../model/words/eventSources.ts'
import { eventText } from '../../model/words/events.ts'
import type { LineKey } from '../../model/words/logLines.ts'
import { MESSAGES, productText } from '../../model/words/messages.ts'
import type { Fact, FactBody } from '../server/facts.ts'
import { utf16 } from './encode.ts'
import { clockOf, renderInstallerLog } from './installerLog.ts'
import type { Rendered } from './kinds.ts'

/**
 * The log of an installation that setup once made, in the form of every verbose log, but shortened: its frame, its actions,
 * features, a few files and properties. Nothing is executed for it; the lines of each action are modelled (docs/modelled.md).
 */
export function renderFirstInstall(installed: FirstInstallation, machine: Machine): Rendered {
  const { text } = renderInstallerLog(factsOf(installed, machine), [0], clockOf(machine))
  return { kind: 'setup-log', encoding: 'utf-16le', bytes: utf16(text) }
}

/** In the order of InstallExecuteSequence; what is slow takes a share of the time. */
const ACTIONS: readonly (readonly [action: string, share: number])[] = [
  ['AppSearch', 1],
  ['LaunchConditions', 1],
  ['ValidateProductID', 1],
  ['CostInitialize', 2],
  ['FileCost', 2],
  ['CostFinalize', 2],
  ['InstallValidate', 4],
  ['InstallInitialize', 6],
  ['ProcessComponents', 6],
  ['CreateFolders', 2],
  ['InstallFiles', 40],
  ['WriteRegistryValues', 6],
  ['InstallServices', 4],
  ['RegisterUser', 1],
  ['RegisterProduct', 2],
  ['PublishFeatures', 2],
  ['PublishProduct', 2],
  ['InstallFinalize', 16],
]
const SHARES = 110

class Story {
  readonly facts: Fact[] = []
  readonly #client: Speaker
  readonly #service: Speaker
  readonly #machine: Machine
  now: number

  constructor(installed: FirstInstallation, machine: Machine) {
    const [client, service] = installed.pids
    this.#client = { side: 'c', pid: client, tid: client + 0x28 }
    this.#service = { side: 's', pid: service, tid: service + 0x54 }
    this.#machine = machine
    this.now = installed.start
  }

  tell(body: FactBody): void {
    this.now += (this.facts.length * 7) % 5
    this.facts.push({ at: this.now, step: 0, body })
  }

  client(key: LineKey, ...args: LogFact['args']): void {
    this.tell({ kind: 'log', speaker: this.#client, key, args })
  }

  service(key: LineKey, ...args: LogFact['args']): void {
    this.tell({ kind: 'log', speaker: this.#service, key, args })
  }

  bare(key: LineKey, ...args: LogFact['args']): void {
    this.tell({ kind: 'log', speaker: undefined, key, args })
  }

  action(action: string, during: () => void): void {
    this.service('doingAction', action)
    this.tell({ kind: 'action-started', speaker: this.#service, action, synchronous: false })
    during()
    this.tell({ kind: 'action-ended', speaker: this.#service, action, value: 1, synchronous: false })
  }

  event(text: string): void {
    this.service('eventText', text)
    this.bare('blank')
  }

  /** Date and time, as the frame of a log has them. */
  get stamp(): [string, string] {
    const { zone, texture } = this.#machine
    const at = shown(texture.clock, this.now)
    const { hour, minute, second } = toCivil(at, zone)
    return [shortDate(at, zone), `${hour}:${two(minute)}:${two(second)}`]
  }
}

function factsOf(installed: FirstInstallation, machine: Machine): readonly Fact[] {
  const story = new Story(installed, machine)
  story.tell({ kind: 'log-opened', run: 0, runs: [0], path: '', modes: 'voicewarmup' })
  head(story, installed, machine)
  story.action('INSTALL', () => {
    for (const [action, share] of ACTIONS) {
      story.action(action, () => {
        during(story, action, installed)
        story.now += ((installed.end - installed.start) * share) / SHARES
      })
    }
  })
  story.now = Math.max(story.now, installed.end - 900)
  properties(story, installed)
  result(story, installed, machine)
  return story.facts
}

function head(story: Story, installed: FirstInstallation, machine: Machine): void {
  const path = installed.package
  story.bare('verboseStarted', ...story.stamp, machine.windows.engine, installed.caller)
  story.client('resettingPolicies')
  story.client('runEngine')
  story.bare('runEngineProduct', path)
  story.bare('runEngineAction', '')
  story.bare('runEngineCommandLine')
  story.client('clientNoUi')
  story.client('grabbedMutex')
  story.client('cloaking')
  story.client('enablingPrivileges')
  story.client('counterUp')
  story.service('grabbedMutex')
  story.service('resettingPolicies')
  story.service('originalPackage', path)
  story.service('verifyingPackage', path)
  story.service('permitted', path)
  const line = `${installed.properties} CURRENTDIRECTORY=${parentOf(installed.caller)} CLIENTUILEVEL=3`
  story.service('commandLine', `${line} CLIENTPROCESSID=${installed.pids[0]}`)
  story.service('propertyAdded', 'ProductState', '-1')
  story.bare('loggingStarted', ...story.stamp)
  story.service('propertyAdded', 'ACTION', 'INSTALL')
}

function during(story: Story, action: string, { features, files }: FirstInstallation): void {
  if (action === 'InstallValidate') {
    for (const { name, chosen } of features) {
      const word = chosen ? 'Local' : 'Null'
      story.service('featureState', name, 'Absent', word, word)
    }
  }
  if (action === 'InstallFiles') {
    for (const path of files) {
      story.now += 20
      story.service('fileLine', path, 'To be installed', 'No existing file')
    }
  }
}

function properties(story: Story, installed: FirstInstallation): void {
  const rows: Readonly<Record<string, string | number>> = {
    ALLUSERS: 1,
    Manufacturer: MANUFACTURER,
    OriginalDatabase: installed.package,
    ProductCode: installed.code,
    ProductLanguage: installed.language,
    ProductName: installed.name,
    ProductState: -1,
    ProductVersion: installed.version,
    SourceDir: `${parentOf(installed.package)}\\`,
  }
  for (const [name, value] of Object.entries(rows)) story.bare('propertyRow', 'S', name, value)
}

const MANUFACTURER = 'Microsoft Corporation'

function result(story: Story, { name, version, language, package: path }: FirstInstallation, machine: Machine): void {
  story.event(productText(name, MESSAGES[1707].text))
  // Engines tell it so from 4.0 on.
  if (machine.windows.engineNumber >= 400) {
    const strings = [name, version, String(language), '0', MANUFACTURER]
    story.event(eventText({ source: INSTALLER_SOURCE, id: 1033, strings }))
  }
  story.service('cleaningUp')
  story.service('engineReturns', 0)
  story.client('backFromServer', 0)
  if (machine.windows.engineNumber >= 405) story.client('counterDown')
  story.client('engineReturns', 0)
  story.bare('verboseStopped', ...story.stamp)
  story.bare('endOfLog')
  story.tell({ kind: 'log-closed', run: 0, path: leafOf(path) })
}

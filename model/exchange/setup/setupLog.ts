import { fold } from '../../machine/names.ts'
import { longTime, shortDate } from '../../machine/time.ts'
import type { Zone } from '../../machine/zone.ts'
import { SETUP_LOG } from '../../words/setupLog.ts'
import { fillIn } from '../../words/wording.ts'
import { serviceLists } from '../serviceLists.ts'
import type { Setup } from './installation.ts'
import { PREREQUISITES, type SetupTask, setupTasks } from './tasks.ts'

/**
 * ExchangeSetup.log: how setup tells the installation of a server. Form `[8/27/2007 1:12:05 PM] [0] text`, the number is how
 * deep in its tasks it is. Modelled, but for what model/words/setupLog.ts has a source for. Setup was run once, and went well.
 */

type Level = 0 | 1 | 2

/** Writes lines, each some time after the one before. */
class Log {
  readonly #zone: Zone
  #text = ''
  now: number

  constructor(start: number, zone: Zone) {
    this.now = start
    this.#zone = zone
  }

  say(key: keyof typeof SETUP_LOG, strings: readonly string[] = [], level: Level = 0, after = 0): void {
    this.now += after
    const time = `${shortDate(this.now, this.#zone)} ${longTime(this.now, this.#zone)}`
    this.#text += `[${time}] [${level}] ${fillIn(SETUP_LOG[key].text, strings)}\r\n`
  }

  get text(): string {
    return this.#text
  }
}

export function setupLogText(setup: Setup): { readonly text: string; readonly end: number } {
  const log = new Log(setup.start, setup.zone)
  const tasks = setupTasks(setup.roles)
  head(log, setup, tasks)
  check(log, setup)
  copyFiles(log, setup)
  const done = new Set<string>()
  for (const task of tasks) configure(log, setup, task, done)
  log.say('completed', [], 0, 2100)
  log.say('end')
  log.say('stars')
  return { text: log.text, end: log.now }
}

const named = (tasks: readonly SetupTask[]): string => tasks.map(({ name }) => name).join(' ')

function head(log: Log, setup: Setup, tasks: readonly SetupTask[]): void {
  const command = `/mode:Install /roles:${tasks.map(({ name }) => name.replace(/Role$/, '')).join(',')}`
  log.say('stars')
  log.say('starting')
  log.say('stars')
  log.say('version', [setup.version], 0, 900)
  log.say('user', [`${setup.accountDomain}\\Administrator`])
  log.say('command', [`${command} /sourcedir:${setup.source}`])
  log.say('unpacked', [], 0, 400)
  log.say('installed')
  log.say('noFiles')
  log.say('server', [setup.server])
  log.say('path', [setup.target.replace(/\\$/, '')], 0, 1200)
  log.say('source', [setup.source])
  log.say('mode', ['Install'])
  if (setup.domain !== undefined) {
    log.say('controller', [`DC01.${setup.domain}`], 0, 2600)
    log.say('organization', [ORGANIZATION], 0, 700)
    log.say('determining')
    log.say('nothingToDo', [], 0, 300)
  }
  log.say('selection')
  for (const { name } of tasks) log.say('willInstall', [name])
  log.say('unpacked', [named(tasks)])
}

/** The directory is not simulated: this name, and that of its server, stand nowhere else. */
const ORGANIZATION = 'First Organization'

function check(log: Log, setup: Setup): void {
  begin(log, 'Test-SetupHealth')
  for (const { rule, role } of PREREQUISITES) {
    if (role === 'all' || setup.roles.includes(role)) log.say('checking', [rule], 2, setup.pace(3400))
  }
  log.say('checked', ['0', '0'], 1, setup.pace(6000))
  log.say('ended', [], 1)
}

function begin(log: Log, task: string): void {
  log.say('willRun', [task], 0, 700)
  log.say('launched', [task])
  log.say('beginning', [], 1, 400)
}

function copyFiles(log: Log, setup: Setup): void {
  begin(log, 'Start-PreFileCopy')
  log.say('executing', ['Start-PreFileCopy'], 1)
  log.say('ended', [], 1, setup.pace(9000))
  for (const { task, properties, path, log: file, start, end } of setup.packages) {
    begin(log, task)
    log.say('noUpdates', [], 1)
    log.now = Math.max(log.now, start)
    log.say('installing', [path, properties], 1)
    log.now = Math.max(log.now, end)
    log.say('packageDone', [file], 1)
    log.say('ended', [], 1, 200)
  }
}

function configure(log: Log, setup: Setup, { task, components, services }: SetupTask, done: Set<string>): void {
  begin(log, task)
  log.say('executing', [task], 1, 300)
  for (const [name, what] of components) {
    log.say('component', [name, what], 1, setup.pace(4200))
    log.say('subTask', [`Set-SetupComponent -Name '${name}' -Server ${setup.server}`], 2, setup.pace(900))
  }
  for (const { service } of serviceLists[services]) {
    const state = setup.services.get(fold(service))
    if (state === undefined || done.has(service)) continue
    done.add(service)
    log.say('registered', [service], 2, setup.pace(2300))
    if (state === 'running') start(log, setup, service)
  }
  log.say('ended', [], 1, setup.pace(1500))
}

function start(log: Log, setup: Setup, service: string): void {
  log.say('subTask', [`Start-SetupService -ServiceName ${service}`], 2, setup.pace(800))
  log.say('restored', ['0'], 2, setup.pace(5000))
  log.say('reached', [service, 'Running'], 2, setup.pace(2500))
}

import { deleteFile, writeFile } from '../../machine/calls.ts'
import { about, type Host, refusedBy, type Subject } from '../../machine/host.ts'
import { dependentsOf, fileAt, registryKey, serviceNamed, servicesByName } from '../../machine/machine.ts'
import { byName, fold } from '../../machine/names.ts'
import type { FileContent, StartType } from '../../machine/parts.ts'
import { configureService, startService, stopService } from '../../machine/services.ts'
import { mayRead } from '../../machine/verdict.ts'
import { powershellError } from '../../words/powershell.ts'
import { START_TYPES } from '../../words/startTypes.ts'
import { SYSTEM_ERRORS, WIN32 } from '../../words/systemErrors.ts'
import { setupLogFolder } from '../files.ts'
import { type ScriptRole, scriptRoles, servicesControlled } from '../serviceLists.ts'
import { longDate, writeLog } from './log.ts'

/**
 * ServiceControl.ps1 as the rollup calls it: BeforePatch saves what the services are like, stops and disables them;
 * AfterPatch puts back what was saved. Behaviour and texts: exchange-2007.md 3.2 (observed in a later version, derived
 * from its text); a missing folder is not created, as in the first rollups (kb935490). The script does not know whether
 * it ran before: a second BeforePatch saves what the first one left.
 */

const FOLDER = setupLogFolder
const LOG = `${FOLDER}\\ServiceControl.log`
const STATE = `${FOLDER}\\ServiceState.xml`
const MODES = `${FOLDER}\\ServiceStartupMode.xml`
const ROLE_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\v8.0'

/** An error that the script's trap catches: it is logged, and the script is left with exit code 1. */
class ScriptError extends Error {
  readonly subject: Subject

  constructor(message: string, subject: Subject) {
    super(message)
    this.subject = subject
  }
}

/** Runs the script. Returns the exit code of the shell that ran it. */
export function serviceControl(host: Host, operation: string): number {
  try {
    begin(host)
    const errors = OPERATIONS[fold(operation)]?.(host) ?? unknown(host, operation)
    say(host, errors === 0 ? 'Script completed succesfully.' : 'Script completed with one or more errors.')
    return 0
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error
    about(host, error.subject, () => writeLog(host, LOG, `[Error] ${error.message}`))
    return 1
  }
}

const OPERATIONS: Readonly<Record<string, (host: Host) => number>> = {
  beforepatch: beforePatch,
  afterpatch: afterPatch,
}

function unknown(host: Host, operation: string): number {
  say(host, operation === '' ? 'Must specify an operation' : `Unknown operation: '${operation}'`)
  return 1
}

function begin(host: Host): void {
  host.spend(1600)
  say(host, '-----------------------------------------------')
  say(host, `* ServiceControl.ps1: ${longDate(host)}`)
  say(host, 'Performing service control with options: ')
}

/** The script's log comes first: where it cannot be written, the script ends. */
function say(host: Host, text: string): void {
  const error = writeLog(host, LOG, text)
  if (error) throw refusal(LOG, error)
}

function refusal(path: string, error: number): ScriptError {
  const text =
    error === WIN32.PATH_NOT_FOUND
      ? powershellError('noPartOfPath', path)
      : `${IO_TEXTS[error] ?? `error ${error}`} '${path}'.`
  return new ScriptError(`System.IO.IOException: ${text}`, refusedBy(path, error))
}

const IO_TEXTS: Readonly<Record<number, string>> = {
  [WIN32.ACCESS_DENIED]: 'Access is denied to the path',
  [WIN32.SHARING_VIOLATION]: 'Another process is using the file',
  [WIN32.DISK_FULL]: `${SYSTEM_ERRORS.ERROR_DISK_FULL.text.replace('.', '')} for`,
}

// -------------------------------------------------------------------------------------------------- BeforePatch

function beforePatch(host: Host): number {
  say(host, 'Saving service and registry data')
  host.spend(400)
  save(host, STATE, `Saving service state to '${STATE}'...`, stateRows(host))
  host.spend(1600)
  save(host, MODES, 'Saving services startup mode.', modeRows(host))
  host.spend(700)
  const roles = installedRoles(host)
  const names = controlled(host, roles)
  say(host, `Stopping services for the following roles: ${roles.join(' ')}`)
  say(host, `Stopping services for '${roles.join(' ')}'...`)
  for (const name of [...names].reverse()) {
    host.meanwhile()
    const service = serviceNamed(host.machine, name)!
    if (service.state === 'stopped') continue
    say(host, `Stopping service '${name}'.`)
    const error = stopService(host, name)
    if (error && error !== WIN32.SERVICE_NOT_ACTIVE) {
      about(host, { kind: 'service', name }, () => say(host, `Unable to stop all services for ${roles.join(' ')}.`))
      return 1
    }
  }
  say(host, `Disabling services for '${roles.join(' ')}'...`)
  for (const name of names) {
    host.meanwhile()
    say(host, `Disabling service '${name}'.`)
    configureService(host, name, 'disabled')
    host.spend(15)
  }
  return 0
}

/** Export-Clixml with overwrite: the older state is gone from here on. */
function save(host: Host, path: string, text: string, content: FileContent): void {
  if (fileAt(host.machine, path)) {
    about(host, { kind: 'file', name: path }, () => {
      say(host, `State file ${path} already exists.`)
      say(host, `Overwrite is specified. File ${path} is going to be overwritten with a new state.`)
    })
  }
  say(host, text)
  const rows = content.kind === 'clixml' ? content.rows.length : 0
  const error = writeFile(host, path, { content, size: 400 + rows * 420 })
  if (error) throw refusal(path, error)
}

function stateRows(host: Host): FileContent {
  const rows = servicesByName(host.machine).map(s => ({
    Name: s.name,
    DisplayName: s.displayName,
    Status: s.state === 'running' ? 'Running' : 'Stopped',
  }))
  return { kind: 'clixml', type: 'System.ServiceProcess.ServiceController', rows }
}

function modeRows(host: Host): FileContent {
  const rows = servicesByName(host.machine).map(s => ({ Name: s.name, StartMode: START_TYPES[s.start].wmi }))
  return { kind: 'clixml', type: 'System.Management.ManagementObject#root\\cimv2\\Win32_Service', rows }
}

function installedRoles(host: Host): ScriptRole[] {
  const roles = scriptRoles.filter(row => registryKey(host.machine, `${ROLE_KEY}\\${row.registryKey}`))
  if (roles.length === 0) say(host, 'Exchange server is not installed')
  for (const { script } of roles) say(host, `Adding to installed roles list: ${script}`)
  return roles.map(row => row.script)
}

function controlled(host: Host, roles: readonly ScriptRole[]): string[] {
  return servicesControlled(roles).filter(name => serviceNamed(host.machine, name))
}

// --------------------------------------------------------------------------------------------------- AfterPatch

function afterPatch(host: Host): number {
  const roles = installedRoles(host)
  const names = controlled(host, roles)
  const errors = enable(host, roles, names) || start(host, roles, names)
  forget(host, STATE, `Removing service state from '${STATE}'...`)
  forget(host, MODES, `Removing service registry data from '${MODES}'...`)
  return errors
}

const MODES_KNOWN: readonly StartType[] = ['automatic', 'manual', 'disabled']

function enable(host: Host, roles: readonly ScriptRole[], names: readonly string[]): number {
  say(host, `Enabling services for the following roles: ${roles.join(' ')}`)
  say(host, `Enabling services for '${roles.join(' ')}'...`)
  const rows = load(host, MODES)
  if (!rows) {
    say(host, `Service registry data file not present: ${MODES}`)
    return 0
  }
  say(host, `Reading service registry data from '${MODES}'`)
  say(host, `Loaded state for ${rows.size} services registry`)
  const failed: string[] = []
  for (const name of names) {
    host.meanwhile()
    say(host, `Enabling service '${name}'.`)
    const saved = rows.get(fold(name))
    const type = MODES_KNOWN.find(start => START_TYPES[start].wmi === saved?.StartMode)
    if (!saved) {
      say(host, `[Warning] '${name}' did not exist, this is not an error as the sevice might have just been installed`)
    } else if (!type) {
      say(host, `'${name}' has unrecognized '${saved.StartMode ?? 'Unknown'}'`)
    } else if (configureService(host, name, type)) {
      failed.push(name)
    }
    host.spend(15)
  }
  if (failed.length === 0) return 0
  say(host, `Unable to enable service(s): '${failed.join(', ')}'.`)
  say(host, `Unable to enable all services for ${roles.join(' ')}.`)
  return 1
}

function start(host: Host, roles: readonly ScriptRole[], names: readonly string[]): number {
  say(host, `Starting services for ${roles.join(' ')}...`)
  const rows = load(host, STATE)
  if (rows) {
    say(host, `Reading service state from '${STATE}'...`)
    say(host, `Loaded state for ${rows.size} services`)
  } else {
    say(host, `Service state file not present:  ${STATE}`)
  }
  say(host, 'Starting services and their dependents.')
  const failed = names.filter(name => !restore(host, name, rows, 0))
  for (const name of failed) {
    about(host, { kind: 'service', name }, () => say(host, `Unable to restore service '${name}'.`))
  }
  if (failed.length > 0) say(host, `Unable to restore all services for ${roles.join(' ')}.`)
  return failed.length > 0 ? 1 : 0
}

type SavedRows = ReadonlyMap<string, Readonly<Record<string, string>>>

function restore(host: Host, name: string, rows: SavedRows | undefined, depth: number): boolean {
  const at = `(${depth})`
  host.meanwhile()
  say(host, `${at} Enter: RestoreServiceAndDependents '${name}'.`)
  const row = rows?.get(fold(name))
  let done = true
  if (row && row.Status !== 'Running') {
    say(host, `'${name}' was not running.`)
    say(host, `${at} ${name} was not previously running.`)
  } else {
    say(host, row ? `'${name}' was running.` : `'${name}' did not exist.`)
    done = startOne(host, name, at) && restoreDependents(host, name, rows, depth)
  }
  say(host, `${at} Exit: RestoreServiceAndDependents '${name}'`)
  return done
}

function startOne(host: Host, name: string, at: string): boolean {
  if (serviceNamed(host.machine, name)?.state === 'running') {
    say(host, `${at} Already started ${name}...`)
    return true
  }
  say(host, `${at} Starting ${name}...`)
  const error = startService(host, name)
  if (error) {
    about(host, { kind: 'service', name }, () => say(host, `0: ${powershellError('cannotStartService', name)}`))
  }
  return error === 0
}

function restoreDependents(host: Host, name: string, rows: SavedRows | undefined, depth: number): boolean {
  const dependents = dependentsOf(host.machine, name).sort((a, b) => byName(a.name, b.name))
  say(host, `(${depth}) ${name} has ${dependents.length} dependents.`)
  const failed = dependents.filter(d => d.state !== 'running' && !restore(host, d.name, rows, depth + 1))
  if (failed.length > 0) say(host, `(${depth}) Unable to start dependent of '${name}'`)
  return failed.length === 0
}

/** Import-Clixml: what is no export of objects breaks the script. */
function load(host: Host, path: string): SavedRows | undefined {
  const file = fileAt(host.machine, path)
  if (!file) return undefined
  if (mayRead(host.machine, path) !== 0 || file.content?.kind !== 'clixml') {
    throw new ScriptError(`System.Xml.XmlException: '${path}' is no object export.`, { kind: 'file', name: path })
  }
  return new Map(file.content.rows.map(row => [fold(row.Name ?? ''), row]))
}

/** Both files go, whatever happened before. */
function forget(host: Host, path: string, text: string): void {
  if (!fileAt(host.machine, path)) return
  say(host, text)
  deleteFile(host, path)
}

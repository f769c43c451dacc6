import { makeFolder, writeFile } from '../../machine/calls.ts'
import { about, type Host, refusedBy } from '../../machine/host.ts'
import { fileAt, type Machine, registryKey, serviceNamed, within } from '../../machine/machine.ts'
import { parentOf } from '../../machine/names.ts'
import { SYSTEM_ERRORS, systemErrorText, WIN32 } from '../../words/systemErrors.ts'
import { owaFolder, setupLogFolder } from '../files.ts'
import { hasMetabaseEntry, metabaseEntry, metabaseFile, withMetabaseEntry } from '../metabase.ts'
import { longDate, writeLog } from './log.ts'

/**
 * UpdateOwa.ps1: fills the version folder of Outlook Web Access and enters it in the IIS metabase. It traps every error
 * and leaves with exit code 0. Derived from the script's text: exchange-2007.md 3.3. Whether the pages then work is not
 * its question.
 */

export const UPDATE_OWA_LOG = `${setupLogFolder}\\UpdateOwa.log`
const CLIENT_ACCESS_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\v8.0\\ClientAccessRole'

export function updateOwa(host: Host): number {
  const { machine } = host
  makeFolder(host, setupLogFolder)
  const say = (text: string): number => writeLog(host, UPDATE_OWA_LOG, text)
  host.spend(2600)
  say('***********************************************')
  say(`* UpdateOwa.ps1: ${longDate(host)}`)
  if (!registryKey(machine, CLIENT_ACCESS_KEY)) {
    say(`CAS role is not installed on server ${machine.name}`)
    return 0
  }
  say(`Updating OWA on server ${machine.name}`)
  say('Finding OWA install path on the filesystem')
  const owa = owaFolder(machine)
  const version = fileAt(machine, `${owa}\\bin\\Microsoft.Exchange.Clients.Owa.dll`)?.version
  if (!version) {
    say(`Could not find '${owa}\\bin\\Microsoft.Exchange.Clients.owa.dll'.  Aborting.`)
    return 0
  }
  say(`Updating OWA to version ${version}`)
  const folder = `${owa}\\${version}`
  if (within(machine, folder).every(node => node.folder)) {
    say(`Deleting ${folder} because it is empty, then aborting.`)
    return 0
  }
  say(`Copying files from '${owa}\\Current' to '${folder}'`)
  const error = copyCurrent(host, folder)
  if (error) {
    about(host, refusedBy(folder, error), () => say(trapped(`Win32 error ${error} while copying`)))
    return 0
  }
  updateMetabase(host, version, say)
  return 0
}

function copyCurrent(host: Host, folder: string): number {
  const current = `${owaFolder(host.machine)}\\Current`
  for (const node of within(host.machine, current)) {
    if (node.folder) continue
    const target = folder + node.path.slice(current.length)
    host.spend(2)
    const { size, hash, content } = node
    const error =
      makeFolder(host, parentOf(target)!) ||
      writeFile(host, target, { size, ...(hash !== undefined && { hash }), ...(content && { content }) })
    if (error) return error
  }
  return WIN32.SUCCESS
}

/** The trap of the script: the error is written down, and nobody else hears of it. */
function failed(host: Host, path: string, error: number, say: (text: string) => number): boolean {
  if (error) about(host, refusedBy(path, error), () => say(trapped(systemErrorText(error) ?? `Win32 error ${error}`)))
  return error !== WIN32.SUCCESS
}

const trapped = (text: string): string => `Error updating OWA: ${text}`

function updateMetabase(host: Host, version: string, say: (text: string) => number): void {
  const { machine } = host
  say('Getting all Exchange 2007 OWA virtual directories')
  host.spend(900)
  say('Found 1 OWA virtual directories.')
  say('Updating OWA virtual directories')
  const path = `IIS://${machine.name}/W3SVC/1/ROOT/owa`
  say(`Processing virtual directory with metabase path '${path}'.`)
  if (serviceNamed(machine, 'IISADMIN')?.state !== 'running') {
    about(host, { kind: 'service', name: 'IISADMIN' }, () => say(trapped(SYSTEM_ERRORS.ERROR_SERVICE_DISABLED.text)))
    return
  }
  const file = metabaseFile(machine.windows.systemRoot)
  const write = (text: string): boolean =>
    !failed(host, file, writeFile(host, file, { content: { kind: 'text', text } }), say)
  if (hasMetabaseEntry(textOf(machine, file), version)) {
    say(`Metabase entry '${path}/${version}' exists. Removing it.`)
    if (!write(textOf(machine, file).replace(metabaseEntry(version), ''))) return
  }
  say(`Creating metabase entry ${path}/${version}.`)
  say(`Configuring metabase entry '${path}/${version}'.`)
  say(`Saving changes to '${path}/${version}'`)
  if (!write(withMetabaseEntry(textOf(machine, file), version))) return
  say(`Saving changes to '${path}'`)
}

function textOf(machine: Machine, path: string): string {
  const content = fileAt(machine, path)?.content
  return content?.kind === 'text' ? content.text : ''
}

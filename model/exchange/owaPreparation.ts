import type { EntryPoint } from '../installer/database.ts'
import { deleteFile, makeFolder, renameFile } from '../machine/calls.ts'
import { about, type Host, refusedBy } from '../machine/host.ts'
import { childrenOf, fileAt, serviceNamed, within } from '../machine/machine.ts'
import { leafOf, parentOf } from '../machine/names.ts'
import { compareVersions } from '../machine/version.ts'
import { WIN32 } from '../words/systemErrors.ts'
import { owaFolder } from './files.ts'
import { hasMetabaseEntry, metabaseFile } from './metabase.ts'

/**
 * Outlook Web Access before and after a rollup: the preparation that moves the files of the logon page aside, and what a
 * user sees. The preparation is an immediate action without a rollback partner: nothing moves the files back
 * (kb935490, issue 2: a blank page after a "not modified" system; decisions.md 4 and 5). Does not know whether the
 * rollup gets any further.
 */

const LOGON_FILE = /^(logon\.css|flogon\.js|lgn\w*\.gif)$/i

export function currentVersion(host: Pick<Host, 'machine'>): string | undefined {
  return fileAt(host.machine, `${owaFolder(host.machine)}\\bin\\Microsoft.Exchange.Clients.Owa.dll`)?.version
}

export const prepareOwa: EntryPoint = ({ host }) => {
  const version = currentVersion(host)
  if (version === undefined) return WIN32.SUCCESS
  const folder = `${owaFolder(host.machine)}\\${version}`
  for (const node of within(host.machine, folder)) {
    if (!LOGON_FILE.test(leafOf(node.path))) continue
    const aside = `${folder}.old${node.path.slice(folder.length)}`
    if (fileAt(host.machine, aside)) deleteFile(host, aside)
    makeFolder(host, parentOf(aside)!)
    const error = renameFile(host, node.path, aside)
    if (error) return about(host, refusedBy(node.path, error), () => 1603)
  }
  return WIN32.SUCCESS
}

/** What the browser shows at the logon page. */
export type OwaPage = 'logon' | 'blank' | 'unavailable' | 'none'

export function owaPage(machine: Host['machine']): OwaPage {
  const version = currentVersion({ machine })
  if (version === undefined) return 'none'
  if (serviceNamed(machine, 'W3SVC')?.state !== 'running') return 'unavailable'
  const metabase = fileAt(machine, metabaseFile(machine.windows.systemRoot))?.content
  const entered = metabase?.kind === 'text' && hasMetabaseEntry(metabase.text, version)
  const folder = `${owaFolder(machine)}\\${versionOfPage(machine) ?? version}`
  const styled = within(machine, folder).some(node => /^logon\.css$/i.test(leafOf(node.path)))
  return entered && styled ? 'logon' : 'blank'
}

/**
 * The build whose folder the logon page refers to, where somebody has edited the page: the installer leaves such a file
 * alone, so it is the newest build of which there was a folder at that time (exchange-2007.md F20).
 */
function versionOfPage(machine: Host['machine']): string | undefined {
  const page = fileAt(machine, `${owaFolder(machine)}\\auth\\logon.aspx`)
  if (!page || page.modified <= page.created) return undefined
  return childrenOf(machine, owaFolder(machine))
    .filter(node => node.folder && node.created <= page.modified)
    .map(node => leafOf(node.path))
    .filter(name => /^\d+(\.\d+){3}$/.test(name))
    .sort(compareVersions)
    .at(-1)
}

import { fileAt, longKey, type Machine, registryKey, registryText, registryValue } from '../machine/machine.ts'
import { joinPath } from '../machine/names.ts'
import { compareVersions } from '../machine/version.ts'
import type { AppSearch, FileLocator, Signature } from './database.ts'
import { formatted } from './environment.ts'
import { iniValue } from './iniText.ts'
import { KEYS } from './registration.ts'
import { type InstallSession, log } from './session.ts'

/** AppSearch: what there is on the machine before anything is decided. Changes nothing but the property that it is asked for. */

/** What a search finds: the path of the file, the data of the value, or nothing. */
export function found(session: InstallSession, search: AppSearch): string {
  const { machine } = session.run.host
  if ('file' in search) {
    const path = formatted(session, search.file)
    return isInRange(fileAt(machine, path)?.version, search) ? path : ''
  }
  if ('locator' in search) return locatedFile(machine, search.locator, search.signature)
  if (!registryKey(machine, search.key)) {
    log(session, 'note3', 1402, longKey(search.key), 2)
    return ''
  }
  return String(registryValue(machine, search.key, search.name)?.data ?? '')
}

type Range = Pick<Signature, 'minVersion' | 'maxVersion'>

/** A file without a version is in no range. */
function isInRange(version: string | undefined, { minVersion, maxVersion }: Range): boolean {
  if (version === undefined) return minVersion === undefined && maxVersion === undefined
  if (minVersion !== undefined && compareVersions(version, minVersion) < 0) return false
  return maxVersion === undefined || compareVersions(version, maxVersion) <= 0
}

/** The path of a file that a locator leads to and the signature describes; empty where there is none. */
export function locatedFile(machine: Machine, locator: FileLocator, signature: Signature): string {
  const path = LOCATORS[locator.kind](machine, locator as never, signature)
  const file = path === undefined ? undefined : fileAt(machine, path)
  return file && !file.folder && isInRange(file.version, signature) ? file.path : ''
}

type Locate<Kind> = (
  machine: Machine,
  locator: FileLocator & { kind: Kind },
  signature: Signature,
) => string | undefined

/** A locator of the first three names the file itself: the name in the signature does not count (windows-installer.md 7.5). */
const LOCATORS: { readonly [Kind in FileLocator['kind']]: Locate<Kind> } = {
  component(machine, { componentId }) {
    const [client] = registryKey(machine, KEYS.component(componentId))?.values.values() ?? []
    return typeof client?.data === 'string' ? client.data : undefined
  },
  registry: (machine, { key, name }) => registryText(machine, key, name),
  ini(machine, { file, section, key }) {
    const content = fileAt(machine, file)?.content
    return content?.kind === 'text' ? iniValue(content.text, section, key) : undefined
  },
  folder: (_machine, { folder }, { fileName }) => joinPath(folder, fileName),
}

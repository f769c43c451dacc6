import { GROUP_POLICY_KEY, LOCAL_POLICY_KEY } from '../../model/exchange/scripts/powershell.ts'
import { type InstalledService, servicesOf } from '../../model/exchange/services.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import { fold, isKeyWithin } from '../../model/machine/names.ts'
import { imagePath } from '../../model/machine/services.ts'
import type { ChangeSpec, ServerSpec } from '../../sim/scenario/spec.ts'

/**
 * Which entries of `change` have to do with each other: one of them changes what the other changes or goes by. The order
 * of such entries means something; the order of others must not. Rather too many than too few.
 */
interface Reach {
  readonly changes: readonly string[]
  readonly goesBy: readonly string[]
}

/** The server is asked for its services only: their images, and what needs what. */
export function touch(server: ServerSpec, one: ChangeSpec, other: ChangeSpec): boolean {
  const [a, b] = [reachOf(server, one), reachOf(server, other)]
  return meet(a.changes, [...b.changes, ...b.goesBy]) || meet(b.changes, a.goesBy)
}

function meet(some: readonly string[], others: readonly string[]): boolean {
  return some.some(a => others.some(b => isKeyWithin(fold(a), fold(b)) || isKeyWithin(fold(b), fold(a))))
}

const REGISTRATION = [
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Installer',
  'HKLM\\SOFTWARE\\Classes\\Installer',
]
/** Where packages are kept, and where the product came from. */
const PACKAGES = ['C:\\WINDOWS\\Installer', 'D:']
/** Whatever is no file, value or service: the network, the mutex of the installer. A start may go by any of it. */
const SETTING = 'setting'
const REVOCATION = [SETTING, 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\WinTrust']

function reachOf(server: ServerSpec, change: ChangeSpec): Reach {
  switch (change.kind) {
    case 'process': {
      const image = `C:\\Program Files\\${change.name.replace(/\.exe$/i, '')}\\${change.name}`
      const started = change.service === undefined ? [] : startOf(server, change.service)
      const held = change.share === 'all' ? [] : change.holds
      return {
        changes: [...held, ...(change.service === undefined ? [] : [`service\\${change.service}`])],
        goesBy: [...change.holds, image, ...started],
      }
    }
    case 'delete':
    case 'write':
    case 'deny':
      return { changes: [change.path], goesBy: [] }
    case 'rename':
      return { changes: [change.from, change.to], goesBy: [] }
    case 'registry': {
      const service = /^HKLM\\SYSTEM\\CurrentControlSet\\Services\\([^\\]+)$/i.exec(change.key)?.[1]
      const configured = service === undefined ? [] : [`service\\${service}`]
      return { changes: [`${change.key}\\${change.name}`, ...configured], goesBy: [] }
    }
    case 'service': {
      const goesBy = change.state === undefined ? [] : [...startOf(server, change.name), ...stopOf(server, change.name)]
      return { changes: [`service\\${change.name}`], goesBy }
    }
    case 'execution-policy': {
      const key = change.scope === 'local' ? LOCAL_POLICY_KEY : GROUP_POLICY_KEY
      return { changes: [key], goesBy: [] }
    }
    case 'pending-rename':
      return { changes: [`${SESSION_MANAGER}\\${PENDING_RENAMES}`], goesBy: [] }
    case 'cached-package':
    case 'source':
      return { changes: [`${change.kind} ${change.of}`], goesBy: [...REGISTRATION, ...PACKAGES] }
    case 'free-space':
      return {
        changes: [`free space ${change.drive}`, `${change.drive}\\pagefile.sys`, `${change.drive}\\MEMORY.DMP`],
        goesBy: [],
      }
    default:
      return { changes: [`${SETTING}\\${change.kind}`], goesBy: [] }
  }
}

/** A start goes by the service, its image, and the same of all that it needs. */
function startOf(server: ServerSpec, name: string): string[] {
  const needed = closure(server, name, (one, other) => one.dependsOn.some(d => fold(d) === fold(other.name)))
  const images = needed.map(service => imagePath(service.image))
  const services = [name, ...needed.map(service => service.name)].map(service => `service\\${service}`)
  return [...services, ...images, ...images.map(image => `${image}.config`), ...REVOCATION]
}

/** A stop goes by all that needs the service. */
function stopOf(server: ServerSpec, name: string): string[] {
  const dependents = closure(server, name, (one, other) => other.dependsOn.some(d => fold(d) === fold(one.name)))
  return dependents.map(service => `service\\${service.name}`)
}

type Leads = (one: InstalledService, other: InstalledService) => boolean

function closure({ os, roles, baseline }: ServerSpec, name: string, leads: Leads): InstalledService[] {
  const all = servicesOf(os, roles, baseline)
  const found = new Set(all.filter(service => fold(service.name) === fold(name)))
  for (const one of found) for (const other of all) if (leads(one, other)) found.add(other)
  return [...found]
}

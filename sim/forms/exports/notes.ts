import { product } from '../../../model/exchange/builds.ts'
import { operatingSystems } from '../../../model/exchange/os.ts'
import { type OwaPage, owaPage } from '../../../model/exchange/owaPreparation.ts'
import { KEYS, registeredPatches } from '../../../model/installer/registration.ts'
import { fileAt, type Machine, registryNumber, registryText } from '../../../model/machine/machine.ts'
import { clockText, longTime, shortDate } from '../../../model/machine/time.ts'
import { serviceDisplayName } from '../../../model/words/serviceNames.ts'
import type { Fact } from '../../server/facts.ts'
import { lines, utf8 } from '../encode.ts'

/**
 * What an engineer writes down by hand or copies from a window: systeminfo, installed updates, OWA, dialogs. The
 * engineer does not know what is wrong either, so all of it is written down.
 */

export function systemInfo(machine: Machine): Uint8Array {
  const { windows } = machine
  const old = windows.id === 'windows-server-2003'
  const seconds = Math.floor((machine.now - windows.tickMs - machine.settings.bootedAt) / 1000)
  const up = `${Math.floor(seconds / 86_400)} Days, ${Math.floor(seconds / 3600) % 24} Hours, ${Math.floor(seconds / 60) % 60} Minutes, ${seconds % 60} Seconds`
  const { bootedAt } = machine.settings
  const boot = `${shortDate(bootedAt, machine.zone)}, ${longTime(bootedAt, machine.zone)}`
  const { name, version, build, servicePack } = operatingSystems[windows.id]
  const rows: readonly (readonly [string, string])[] = [
    ['Host Name:', machine.name],
    ['OS Name:', name],
    ['OS Version:', `${version} Service Pack ${servicePack} Build ${build}`],
    ['OS Manufacturer:', 'Microsoft Corporation'],
    ['OS Configuration:', 'Member Server'],
    ['OS Build Type:', 'Multiprocessor Free'],
    ['Registered Owner:', windows.registeredOwner],
    ['Registered Organization:', windows.registeredOrganization],
    old ? ['System Up Time:', up] : ['System Boot Time:', boot],
    ['System Type:', machine.arch === 'x64' ? 'x64-based PC' : 'X86-based PC'],
    ['Windows Directory:', windows.systemRoot],
    ['Free Space on C:', `${Math.floor((machine.free.get('C:') ?? 0) / 1_048_576)} MB`],
  ]
  return utf8(lines(rows.map(([label, value]) => label.padEnd(27) + value)))
}

const STATES: Readonly<Record<number, string>> = { 1: 'applied', 2: 'superseded', 4: 'obsoleted' }

/** What Add or Remove Programs shows under the product, and the version that really counts. */
export function installedUpdates(machine: Machine): Uint8Array {
  return utf8(lines(updateRows(machine).map(row => row.text)))
}

interface UpdateRow {
  readonly text: string
  /** Key of the registry that makes the row an installed update. */
  readonly key?: string
}

export function updateRows(machine: Machine): UpdateRow[] {
  const level = fileAt(machine, 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\ExSetup.exe')?.version
  const patches = registeredPatches(machine, product.code).map(code => {
    const key = KEYS.userPatch(product.code, code)
    const state = STATES[registryNumber(machine, key, 'State') ?? 0] ?? 'unknown'
    const name = registryText(machine, key, 'DisplayName') ?? code
    return { text: `  ${name}  [${state}, ${registryText(machine, key, 'Installed') ?? ''}]`, key }
  })
  return [
    { text: product.name },
    { text: `  ${'ExSetup.exe version:'.padEnd(24)}${level ?? 'not installed'}` },
    ...(patches.length > 0 ? patches : [{ text: '  no updates' }]),
  ]
}

const PAGES: Readonly<Record<OwaPage, string>> = {
  logon: 'The Outlook Web Access logon page appears.',
  blank: 'The browser is redirected to a blank page.',
  unavailable: `The page cannot be displayed: the ${serviceDisplayName('W3SVC')} does not run.`,
  none: 'This server has no Outlook Web Access.',
}

export function owaNote(machine: Machine): Uint8Array {
  const page = owaPage(machine)
  const host = machine.name.toLowerCase()
  const url = `https://${host}/owa/auth/logon.aspx?url=https://${host}/owa&reason=0`
  return utf8(
    lines([`https://${host}/owa`, ...(page === 'blank' || page === 'logon' ? [`-> ${url}`] : []), PAGES[page]]),
  )
}

/** Every window that a person saw, with the time and what was answered. */
export function dialogsNote(facts: readonly Fact[], zone: number): Uint8Array {
  return utf8(lines(dialogRows(facts, zone).map(row => row.text)))
}

interface DialogNote {
  readonly text: string
  /** Index of the fact that the row tells: what the window says, not the answer and not the name of an update. */
  readonly fact?: number
}

export function dialogRows(facts: readonly Fact[], zone: number): DialogNote[] {
  return facts.flatMap(({ at, body }, fact): DialogNote[] => {
    const said = (text: string): string => `${clockText(at, zone)}  ${text}`
    switch (body.kind) {
      case 'dialog':
        return [{ text: said(body.text), fact }, { text: `          -> ${body.answer}` }, { text: '' }]
      case 'not-offered':
        return [{ text: said(body.text), fact }, { text: '' }]
      case 'update-client':
        if (!body.error) return NOTHING
        return [{ text: said(body.title) }, { text: `          Error Code: ${body.error}`, fact }, { text: '' }]
      default:
        return NOTHING
    }
  })
}

/** Of most facts. */
const NOTHING: DialogNote[] = []

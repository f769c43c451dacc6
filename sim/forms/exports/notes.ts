import { product } from '../../../model/exchange/builds.ts'
import { levelFile } from '../../../model/exchange/files.ts'
import { type OwaPage, owaPage } from '../../../model/exchange/owaPreparation.ts'
import { KEYS, registeredPatches } from '../../../model/installer/registration.ts'
import { fileAt, type Machine, registryNumber, registryText } from '../../../model/machine/machine.ts'
import { clockText } from '../../../model/machine/time.ts'
import { lower } from '../../../model/words/letters.ts'
import { serviceDisplayName } from '../../../model/words/serviceNames.ts'
import { systemErrorText, WIN32 } from '../../../model/words/systemErrors.ts'
import type { FactBody } from '../../server/facts.ts'
import type { About } from '../about.ts'
import { systemInfoRows } from '../systemInfo.ts'
import { listing, plainText, type Row } from './export.ts'
import { isWmiLost } from './wmi.ts'

/**
 * What an engineer writes down by hand or copies from a window: systeminfo, installed updates, OWA, dialogs. The
 * engineer does not know what is wrong either, so all of it is written down.
 */

/** The program asks WMI: where that is disabled, what it has not said is copied from windows, in the same words. */
export const systemInfo = plainText('systeminfo.txt', ({ machine }) => [
  ...(isWmiLost(machine) ? [`ERROR: ${systemErrorText(WIN32.SERVICE_DISABLED)}`, '', BY_HAND, ''] : []),
  ...systemInfoRows(machine),
  `${'Free Space on C'.padEnd(26)} ${Math.floor((machine.free.get('C:') ?? 0) / 1_048_576)} MB`,
])

const BY_HAND = 'Copied by hand:'

const STATES: Readonly<Record<number, string>> = { 1: 'applied', 2: 'superseded', 4: 'obsoleted' }

/** What Add or Remove Programs shows under the product, and the version that really counts. */
export const installedUpdates = listing('installed-updates.txt', ({ machine }) => {
  const level = fileAt(machine, levelFile(machine))?.version
  const patches = registeredPatches(machine, product.code).map(code => updateRow(machine, code))
  return [
    product.name,
    `  ${'ExSetup.exe version:'.padEnd(24)}${level ?? 'not installed'}`,
    ...(patches.length > 0 ? patches : ['  no updates']),
  ]
})

function updateRow(machine: Machine, code: string): Row {
  const key = KEYS.userPatch(product.code, code)
  const state = STATES[registryNumber(machine, key, 'State') ?? 0] ?? 'unknown'
  const name = registryText(machine, key, 'DisplayName') ?? code
  const text = `  ${name}  [${state}, ${registryText(machine, key, 'Installed') ?? ''}]`
  return { text, about: { kind: 'update', key } }
}

const PAGES: Readonly<Record<OwaPage, string>> = {
  logon: 'The Outlook Web Access logon page appears.',
  blank: 'The browser is redirected to a blank page.',
  unavailable: `The page cannot be displayed: the ${serviceDisplayName('W3SVC')} does not run.`,
  none: 'This server has no Outlook Web Access.',
}

/** The page, and how users fare at last whose mailbox is behind another Client Access server. */
export const owaNote = listing('owa.txt', ({ machine, facts }) => {
  const page = owaPage(machine)
  const host = lower(machine.name)
  const url = `https://${host}/owa/auth/logon.aspx?url=https://${host}/owa&reason=0`
  const users = new Map<string, Row>()
  facts.forEach(({ body }, fact) => {
    if (body.kind !== 'signed-in') return
    const text = `A mailbox behind ${body.behind} ${body.served ? 'opens' : 'does not open'}.`
    users.set(body.behind, { text, about: { kind: 'fact', fact } })
  })
  return [
    `https://${host}/owa`,
    ...(page === 'blank' || page === 'logon' ? [`-> ${url}`] : []),
    PAGES[page],
    ...users.values(),
  ]
})

/** Every window that a person saw, with the time and what was answered. */
export const dialogsNote = listing('dialogs.txt', ({ machine, facts }) => {
  const rows: Row[] = []
  facts.forEach(({ at, body }, fact) => {
    if (!isWindow(body)) return
    rows.push(...dialogRows(body, `${clockText(at, machine.zone)}  `, { kind: 'fact', fact }), '')
  })
  return rows
})

type Window = Extract<FactBody, { kind: 'dialog' | 'not-offered' | 'update-client' }>

/** The update client shows a window when it has failed. */
function isWindow(body: FactBody): body is Window {
  return body.kind === 'dialog' || body.kind === 'not-offered' || (body.kind === 'update-client' && !!body.error)
}

/** What the window says is the fact, not the answer and not the name of an update. */
function dialogRows(body: Window, time: string, about: About): Row[] {
  switch (body.kind) {
    case 'dialog':
      return [{ text: time + body.text, about }, `          -> ${body.answer}`]
    case 'not-offered':
      return [{ text: time + body.text, about }]
    case 'update-client':
      return [time + body.title, { text: `          Error Code: ${body.error}`, about }]
  }
}

import { product } from '../../../model/exchange/builds.ts'
import { RESTARTS } from '../../../model/installer/actionStatus.ts'
import type { InstallOperation, UserInterface } from '../../../model/installer/facts.ts'
import {
  type InvalidCommandLine,
  type MsiexecRequest,
  parseMsiexec,
} from '../../../model/installer/language/commandLine.ts'
import { packageCodeAt } from '../../../model/installer/sources.ts'
import { joinPath, leafOf } from '../../../model/machine/names.ts'
import { INSTALLER_EVENTS } from '../../../model/words/events.ts'
import { upper } from '../../../model/words/letters.ts'
import { systemErrorText } from '../../../model/words/systemErrors.ts'
import { fillIn } from '../../../model/words/wording.ts'
import type { Asked } from '../../server/bootEvents.ts'
import type { InstallerCall } from '../../server/install.ts'
import { callInstaller, catalogueOf } from '../../server/install.ts'
import { restart } from '../../server/restart.ts'
import {
  done,
  failed,
  fullPath,
  machineOf,
  notSimulated,
  type Output,
  type PromptSession,
  startBeside,
  type Typed,
} from '../window/session.ts'
import { afterRestart } from '../window/shells.ts'
import type { PromptCommand } from '../window/syntax.ts'

/**
 * `msiexec`, and a package that is called by its name. Whoever types here is an administrator whose token is whole. It is
 * a program with windows: a prompt at which somebody sits does not wait for it, and knows nothing of its code; a script and
 * `start /wait` do. What the installer then does is model/installer's affair.
 */

const PACKAGE = /\.ms[ip]$/i

export const isPackage = (name: string): boolean => PACKAGE.test(name)

function msiexec(call: Typed): Output {
  if (/^\s*[-/](?:un)?reg(?:server|ister)?\s*$/i.test(call.tail)) return done()
  return request(call, parseMsiexec(call.tail.trim()))
}

/** `C:\x\Exchange2007-KB935490-x64-EN.msp /lxv* C:\x.log`: the association turns it into `msiexec /p`. */
export function installPackage(call: Typed, line: string): Output {
  return request(call, parseMsiexec(line))
}

/** What is asked of the engine: which file or product, and properties that the operation adds. */
interface InstallOrder {
  readonly operation: InstallOperation
  readonly package: string
  readonly properties?: Readonly<Record<string, string>>
}

type Understand = (session: PromptSession, asked: MsiexecRequest) => InstallOrder | undefined

/** `/i` and `/f` of the installed product repair it; a whole installation is not simulated. */
const repair: Understand = (session, { product: named = '' }) => {
  const path = GUID.test(named) ? named : fullPath(session, named)
  return { operation: 'repair', package: path }
}

/** Operations that the engine simulates. */
const SIMULATED: Readonly<Partial<Record<MsiexecRequest['operation'], Understand>>> = {
  apply(session, { packages: [first] }) {
    return first === undefined ? undefined : { operation: 'patch', package: fullPath(session, first) }
  },
  remove(session, { packages: [first], product: named = '' }) {
    if (first === undefined) return undefined
    const patch = GUID.test(first) ? first : fullPath(session, first)
    const target = GUID.test(named) ? named : fullPath(session, named)
    return { operation: 'remove', package: target, properties: { MSIPATCHREMOVE: patch } }
  },
  install: repair,
  repair,
}

const GUID = /^\{[0-9A-F-]{36}\}$/i

const UI_LEVELS: Readonly<Record<MsiexecRequest['uiLevel'], UserInterface>> = {
  2: 'none',
  3: 'basic',
  4: 'full',
  5: 'full',
}
const UI_NAMES: Readonly<Record<UserInterface, string>> = {
  none: 'silent',
  basic: 'basic user interface',
  full: 'full user interface',
}

function request(call: Typed, asked: MsiexecRequest | InvalidCommandLine): Output {
  const { session } = call
  if ('error' in asked) return asked.error === 1639 ? usage(session, 1639) : noPackage(session, asked)
  if (asked.operation === 'help') return usage(session, 0)
  if (asked.packages.length > 1) return notSimulated('msiexec with several patches at a time')
  if (asked.uiModifiers.includes('end-dialog')) return notSimulated('msiexec with a box at the end (+)')
  if (asked.properties.has('REBOOTPROMPT') && asked.uiLevel > 3) return notSimulated('msiexec /promptrestart')
  const choice = FEATURES.find(name => asked.properties.has(name))
  if (choice !== undefined) return notSimulated(`msiexec with ${choice}`)
  const understood = SIMULATED[asked.operation]?.(session, asked)
  if (!understood) return notSimulated(`msiexec: ${asked.operation}`)
  const ui = UI_LEVELS[asked.uiLevel]
  const { recorder, folder } = session
  const system32 = joinPath(machineOf(session).windows.systemRoot, 'system32')
  const { PATCH: _itself, ...properties } = Object.fromEntries(asked.properties)
  const order: InstallerCall = {
    package: packageLabel(session, understood.properties?.MSIPATCHREMOVE ?? understood.package),
    mode: `administrator, ${UI_NAMES[ui]}`,
    updateClient: false,
    call: run => {
      const code = callInstaller(recorder, {
        run,
        operation: understood.operation,
        package: understood.package,
        user: 'Administrator',
        elevated: true,
        ui,
        log: asked.log && { ...asked.log, path: fullPath(session, asked.log.path) },
        properties: { ...properties, ...understood.properties },
        callingProcess: joinPath(system32, 'msiexec.exe'),
        currentDirectory: folder,
      })
      if (code === RESTARTS) {
        restart(recorder, BY_INSTALLER)
        afterRestart(session)
      }
      return code
    },
  }
  return startBeside(session, () => session.install(order))
}

/** The comment is the text of the installer's event 1005. */
const BY_INSTALLER: Asked = {
  program: 'system32\\msiexec.exe',
  on2003: 'msiexec.exe',
  reason: 'installation',
  comment: fillIn(INSTALLER_EVENTS[1005].text, [product.name]),
  user: 'SYSTEM',
}

/** Choosing what of a product is there: nothing of it is in the model, removing the product neither. */
const FEATURES: readonly string[] = ['REMOVE', 'ADDLOCAL', 'ADDSOURCE', 'ADDDEFAULT', 'ADVERTISE']

/** The KB number of an update, by its package or its code; of anything else the name of its file. */
function packageLabel(session: PromptSession, name: string): string {
  const code = GUID.test(name) ? upper(name) : packageCodeAt(machineOf(session), name)
  const patch = code === undefined ? undefined : catalogueOf(machineOf(session)).patches.get(code)
  return /KB\d+/.exec(patch?.packageName ?? '')?.[0] ?? leafOf(name)
}

/** What the box says that msiexec shows when it does not understand, or is asked for help. */
function usage(session: PromptSession, exitCode: number): Output {
  const { engine } = machineOf(session).windows
  const rows = [`Windows ® Installer. V ${engine}`, '', 'msiexec /Option <Required Parameter> [Optional Parameter]']
  return box(session, rows, exitCode)
}

/** A word that is taken for a package: there is no such file. */
const noPackage = (session: PromptSession, { error }: InvalidCommandLine): Output =>
  box(session, [systemErrorText(error)!], error)

/** A window with a text. Where nobody sits who could close it, it is printed. */
function box(session: PromptSession, rows: readonly string[], code: number): Output {
  if (!session.seat) return failed(code, [], rows)
  return startBeside(session, () => {
    session.recorder.ask({ dialog: 'error', text: rows.join('\n'), buttons: ['ok'] })
    return code
  })
}

export const installerCommands: readonly PromptCommand[] = [
  {
    names: ['msiexec'],
    help: 'msiexec /p PACKAGE.msp [/qn | /qb] [/lxv* LOG] [PROPERTY=value]   install a rollup; PACKAGE.msp alone does too; /uninstall {PATCH} /package {PRODUCT} removes one, /f repairs',
    ms: 80,
    ownHelp: true,
    run: msiexec,
  },
]

import { byName, fold } from '../../../model/machine/names.ts'
import type { Service } from '../../../model/machine/parts.ts'
import { startService, stopService } from '../../../model/machine/services.ts'
import { NET_MESSAGES } from '../../../model/words/netMessages.ts'
import { systemErrorText } from '../../../model/words/systemErrors.ts'
import { fillIn, type Wording } from '../../../model/words/wording.ts'
import { errorText } from '../window/errors.ts'
import { after, ask, done, failed, machineOf, notSimulated, type Output } from '../window/session.ts'
import type { CommandCall, PromptCommand } from '../window/syntax.ts'
import { runningDependents, serviceCalled } from './services.ts'

/** `net`: services by either of their names, and its own messages. Texts from public transcripts. Knows no service by name. */

function net(call: CommandCall): Output {
  const [verb = '', ...rest] = call.args
  switch (fold(verb)) {
    case 'start':
      return rest.length === 0 ? netList(call) : netService(call, rest, netStart)
    case 'stop':
      return netService(call, rest, netStop)
    case 'pause':
    case 'continue':
      return notSimulated(`net ${fold(verb)}`)
    case 'helpmsg':
      return helpMessage(call)
    case 'use':
      return rest.length === 0 ? done(NO_CONNECTIONS) : notSimulated(`net use ${rest.join(' ')}`)
    default:
      return OTHER_NET.has(fold(verb)) ? notSimulated(`net ${fold(verb)}`) : failed(1, NET_USAGE)
  }
}

/** The model has no other computers that lend a folder. */
const NO_CONNECTIONS: readonly string[] = [
  'New connections will be remembered.',
  '',
  'There are no entries in the list.',
  '',
]

const OTHER_NET: ReadonlySet<string> = new Set([
  ...['accounts', 'computer', 'config', 'file', 'group', 'help', 'localgroup', 'name', 'print', 'send', 'session'],
  ...['share', 'statistics', 'time', 'user', 'view'],
])

const NET_USAGE: readonly string[] = [
  'The syntax of this command is:',
  '',
  'NET [ ACCOUNTS | COMPUTER | CONFIG | CONTINUE | FILE | GROUP | HELP |',
  '      HELPMSG | LOCALGROUP | NAME | PAUSE | PRINT | SEND | SESSION |',
  '      SHARE | START | STATISTICS | STOP | TIME | USE | USER | VIEW ]',
]

/** One of net's own messages; `service` is the one that it is about. */
function netFailed(number: keyof typeof NET_MESSAGES, service = ''): Output {
  const text = fillIn(NET_MESSAGES[number].text, [service])
  return failed(2, [text, '', `More help is available by typing NET HELPMSG ${number}.`, ''])
}

function systemError(code: number): Output {
  return failed(2, [`System error ${code} has occurred.`, '', errorText(code), ''])
}

function helpMessage({ session, args }: CommandCall): Output {
  const number = args[1] ?? ''
  if (args.length > 2) return failed(1, ['The syntax of this command is:', '', 'NET HELPMSG message#'])
  const own: Readonly<Record<number, Wording>> = NET_MESSAGES
  const text = own[Number(number)]?.text ?? systemErrorText(Number(number), machineOf(session).windows.id)
  return text && number !== ''
    ? done(['', text, ''])
    : failed(2, [`${number} is not a valid Windows network message number.`])
}

function netList(call: CommandCall): Output {
  const running = [...machineOf(call.session).services.values()].filter(s => s.state === 'running')
  const names = running.map(s => `   ${s.displayName}`).sort(byName)
  return done(['These Windows services are started:', '', ...names, '', 'The command completed successfully.', ''])
}

function netService(
  call: CommandCall,
  rest: readonly string[],
  act: (call: CommandCall, service: Service) => Output,
): Output {
  const names = rest.filter(word => !word.startsWith('/'))
  const strange = rest.find(word => word.startsWith('/') && !['/y', '/yes'].includes(fold(word)))
  if (strange !== undefined || names.length !== 1) return failed(1, NET_USAGE)
  const service = serviceCalled(machineOf(call.session), names[0]!)
  return service ? act(call, service) : netFailed(2185)
}

function netStart(call: CommandCall, service: Service): Output {
  const error = startService(call.session.recorder, service.name, 'Administrator')
  if (error === 1056) return netFailed(2182)
  if (error) return systemError(error)
  const { displayName } = service
  return done([`The ${displayName} service is starting.`, `The ${displayName} service was started successfully.`, ''])
}

function netStop(call: CommandCall, service: Service): Output {
  const { displayName } = service
  if (service.state === 'stopped') return netFailed(3521, displayName)
  const dependents = runningDependents(machineOf(call.session), service.name)
  if (dependents.length === 0) return stopAll(call, [service])
  const warning = [
    `The following services are dependent on the ${displayName} service.`,
    `Stopping the ${displayName} service will also stop these services.`,
    '',
    ...dependents.map(s => `   ${s.displayName}`),
    '',
  ]
  const all = [...dependents, service]
  if (call.args.some(word => fold(word) === '/y' || fold(word) === '/yes')) return after(warning, stopAll(call, all))
  const text = 'Do you want to continue this operation? (Y/N) [N]: '
  return ask(call, { text, answer: yes => (yes ? stopAll(call, all) : failed(2)) }, warning)
}

function stopAll(call: CommandCall, services: readonly Service[]): Output {
  const out: string[] = []
  for (const { name, displayName } of services) {
    out.push(`The ${displayName} service is stopping.`)
    const error = stopService(call.session.recorder, name, 'Administrator')
    if (error && error !== 1062) return failed(2, [`The ${displayName} service could not be stopped.`, ''], out)
    out.push(`The ${displayName} service was stopped successfully.`, '')
  }
  return done(out)
}

export const netCommands: readonly PromptCommand[] = [
  {
    names: ['net', 'net1'],
    help: 'net start|stop [NAME] [/y]   list, start and stop services; net use, net helpmsg N',
    ms: 80,
    run: net,
  },
]

import { serviceNamed } from '../../../model/machine/machine.ts'
import { startService } from '../../../model/machine/services.ts'
import { IIS_ABSENT } from '../../../model/words/commandPrompt.ts'
import { serviceDisplayName } from '../../../model/words/serviceNames.ts'
import { SYSTEM_ERRORS } from '../../../model/words/systemErrors.ts'
import { done, failed, machineOf, notSimulated, type Output, type PromptSession } from '../window/session.ts'
import type { CommandCall, PromptCommand } from '../window/syntax.ts'
import { runningDependents, stopWithDependents } from './services.ts'

/** `iisreset`: the web services and whatever needs them. Texts from public transcripts. */

const WEB_SERVICES: readonly string[] = ['IISADMIN', 'W3SVC', 'WAS']

type Phase = 'stop' | 'start'

const PHASES: Readonly<Record<string, readonly Phase[]>> = {
  '/stop': ['stop'],
  '/start': ['start'],
  '/restart': ['stop', 'start'],
}

function iisreset(call: CommandCall): Output {
  const { session, given } = call
  const [verb, other] = [...Object.keys(PHASES), '/status'].filter(name => given.has(name))
  if (other !== undefined) return notSimulated(`iisreset with ${verb} and ${other}`)
  if (verb === '/status') return iisStatus(session)
  const phases = PHASES[verb ?? '/restart']!
  if (!serviceNamed(machineOf(session), 'W3SVC')) return failed(1, ['', IIS_ABSENT.text])
  const running = webServices(session).flatMap(name => [
    ...runningDependents(machineOf(session), name).map(s => s.name),
    ...(serviceNamed(machineOf(session), name)?.state === 'running' ? [name] : []),
  ])
  const out = ['']
  for (const phase of phases) {
    out.push(`Attempting ${phase}...`)
    const error = phase === 'stop' ? stopWeb(session) : startWeb(session, running)
    if (error) return failed(error, phase === 'stop' ? STOP_FAILED : START_FAILED, out)
    const text = phase === 'stop' ? 'stopped' : phases.length > 1 ? 'restarted' : 'started'
    out.push(`Internet services successfully ${text}`)
  }
  return done(out)
}

const STOP_FAILED: readonly string[] = ['Stop attempt failed.', SYSTEM_ERRORS.ERROR_SERVICE_REQUEST_TIMEOUT.text]
const START_FAILED: readonly string[] = [
  'Restart attempt failed.',
  `The ${serviceDisplayName('IISADMIN')} or the ${serviceDisplayName('W3SVC')}, or a service dependent on them failed to start.  The service, or dependent services, may had an error during its startup or may be disabled.`,
]

const webServices = (session: PromptSession): string[] =>
  WEB_SERVICES.filter(name => serviceNamed(machineOf(session), name))

function stopWeb(session: PromptSession): number {
  for (const name of webServices(session)) {
    const error = stopWithDependents(session, name)
    if (error) return error
  }
  return 0
}

/** What ran before, and the web service in any case. */
function startWeb(session: PromptSession, running: readonly string[]): number {
  for (const name of new Set([...webServices(session).filter(n => n !== 'WAS'), ...running])) {
    const error = startService(session.recorder, name, 'Administrator')
    if (error && error !== 1056) return error
  }
  return 0
}

function iisStatus(session: PromptSession): Output {
  const rows = webServices(session).map(name => {
    const service = serviceNamed(machineOf(session), name)!
    return `Status for ${service.displayName} ( ${service.name} ) : ${service.state === 'running' ? 'Running' : 'Stopped'}`
  })
  return done(rows)
}

export const iisresetCommand: PromptCommand = {
  names: ['iisreset'],
  help: 'iisreset [/noforce] [/start | /stop | /status]   the web services',
  ms: 300,
  syntax: {
    flags: [...Object.keys(PHASES), '/status'],
    idle: ['/noforce'],
    absent: ['/reboot', '/rebootonerror', '/enable', '/disable', '/timeout:*'],
    signs: '/-',
    operands: 0,
    refuse: word => failed(1, ['', `iisreset: invalid argument: ${word}`]),
  },
  run: iisreset,
}

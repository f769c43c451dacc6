import { lackOf, proxies, reportLack } from '../../model/exchange/owaProxy.ts'
import { about } from '../../model/machine/host.ts'
import type { Machine } from '../../model/machine/machine.ts'
import type { BuiltServer } from '../scenario/build.ts'
import type { Recorder } from '../server/recorder.ts'

/**
 * What goes on between the servers of a scenario, which are one organisation: every Client Access server is asked for
 * mailboxes behind each of the others. Users come when all steps are done. Which of the servers faces the Internet is not
 * said anywhere, so all of them are asked (exchange-2007.md F22).
 *
 * @param catchUp brings a server to the time of the others
 */
export function letUsersIn(built: readonly Used[], catchUp: (server: Used) => void): void {
  for (const asked of built) {
    for (const behind of built) {
      if (asked !== behind && proxies(asked.recorder.machine, behind.recorder.machine)) {
        catchUp(asked)
        asked.recorder.beginStep(levelledIn(behind) ?? levelledIn(asked) ?? BEFORE)
        signIn(asked.recorder, behind.recorder.machine)
      }
    }
  }
}

type Used = Pick<BuiltServer, 'recorder'>

function signIn(recorder: Recorder, behind: Machine): void {
  const lack = lackOf(recorder.machine, behind)
  const came = { kind: 'signed-in', behind: behind.name, served: !lack } as const
  if (lack) {
    about(recorder, { kind: 'file', name: lack.folder }, () => {
      reportLack(recorder, behind, lack)
      recorder.note(came)
    })
  } else recorder.note(came)
}

/** They came with different levels. */
const BEFORE = -1

/** The step that brought the build which a server has now; undefined: it had it from the start. */
function levelledIn({ recorder }: Used): number | undefined {
  return recorder.facts.findLast(
    ({ body }) => body.kind === 'change' && body.change.kind === 'file' && isOwa(body.change.path),
  )?.step
}

const isOwa = (path: string): boolean => path.endsWith('\\Microsoft.Exchange.Clients.Owa.dll')

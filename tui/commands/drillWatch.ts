import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { told } from '../../sim/foreign/terminal.ts'
import { counted } from '../counted.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { isFolder } from '../input.ts'
import { print, printJson } from '../output.ts'
import { knownLabs, type SessionOptions, withGrader } from '../sessions.ts'
import { canPlay } from '../terminal.ts'
import { type Looker, lookerAt, type Seen } from '../watch/look.ts'
import { asText, calledBy } from '../watch/rows.ts'

/** `drill watch`: a class at work, on a screen or in lines. Does not know what a session is worth. */

export interface DrillWatchOptions extends SessionOptions {
  readonly every: number
  readonly once?: true
  readonly plain?: true
  readonly json?: true
}

export async function drillWatchCommand(folder: string, options: DrillWatchOptions): Promise<ExitCode> {
  if (!isFolder(folder)) throw new Stop(EXIT.unusable, told`${folder} is no folder`)
  const known = knownLabs(options)
  const { once, plain, json, every } = options
  await withGrader(availableParallelism(), async gradeIt => {
    const looker = lookerAt(folder, known, gradeIt)
    if (once || json) await printOnce(folder, looker, json === true)
    else if (plain || !canPlay(process.stdin, process.stdout, process.env)) await printChanges(folder, looker, every)
    else await (await import('../watch/screen.tsx')).watchScreen({ folder, looker, every })
  })
  return EXIT.done
}

async function printOnce(folder: string, looker: Looker, json: boolean): Promise<void> {
  looker.look(Date.now())
  await looker.settled()
  const seen = looker.look(Date.now())
  if (json) printJson({ folder, sessions: seen.map(seenJson) })
  else print(asText(folder, seen))
}

const seenJson = ({ submitted: _, trouble, score, claim, last, ...rest }: Seen): object => ({
  ...rest,
  claim: claim ?? null,
  last: last ?? null,
  score: score ?? null,
  trouble: trouble ?? null,
})

/** A row whenever somebody has done something, and one at the end; until it is interrupted. */
async function printChanges(folder: string, looker: Looker, every: number): Promise<void> {
  const before = new Map<string, string>()
  let left = false
  let there = true
  const leave = new AbortController()
  process.once('SIGINT', () => {
    left = true
    leave.abort()
  })
  print(asText(folder, looker.look(Date.now())))
  while (!left) {
    const seen = looker.look(Date.now())
    const isThere = isFolder(folder)
    if (there !== isThere) print(told`${folder} is ${isThere ? 'there again' : 'gone'}`)
    there = isThere
    for (const session of before.keys()) {
      if (seen.some(one => one.session === session)) continue
      before.delete(session)
      if (there) print(told`${session} is gone`)
    }
    for (const one of seen) {
      const stands = [one.things, one.hints, one.undos, one.score, one.handedIn, one.trouble].join(' ')
      const known = before.get(one.session)
      before.set(one.session, stands)
      if (known !== undefined && known !== stands) print(changeOf(one))
    }
    await sleep(1000 * every, undefined, { signal: leave.signal }).catch(() => {})
  }
}

function changeOf(one: Seen) {
  const { things, score = '-', last = '-', handedIn, trouble } = one
  if (trouble !== undefined) return told`${calledBy(one)}: ${trouble}`
  return told`${calledBy(one)}: ${handedIn ? 'handed in' : counted(things, 'thing')}, score ${score}: ${last}`
}

import { accessSync, constants, existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { formatGrade, gradeJson } from '../../sim/drill/grade.ts'
import { type Lab, openLab } from '../../sim/drill/lab.ts'
import { hintsOf } from '../../sim/drill/marking/hints.ts'
import { graderOf } from '../../sim/drill/marking/marking.ts'
import { type Header, NOTHING_WRITTEN, type Written } from '../../sim/drill/session.ts'
import { beside, inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import { counted } from '../counted.ts'
import { type Marker, type Seat, takeLine, WAITS } from '../drill/plain.ts'
import { type SessionFile, sessionFile, storedSession, UNKEPT } from '../drill/sessionFile.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { type Assignment, assignmentAt, isOf } from '../lab.ts'
import { DEFAULT_SEED } from '../options.ts'
import { note, print, printJson, steer } from '../output.ts'
import { orContradiction, reproduction } from '../scenario.ts'
import { keyAt, LAB } from '../seal.ts'
import { canPlay, lookOf } from '../terminal.ts'
import { onScreens } from './drillScreens.ts'

/**
 * `drill`: somebody sits down at a broken server, in plain lines. Knows the answer, and keeps it from who sits there: tui/drill. Of
 * a sealed lab it does not know the answer either.
 */

export interface DrillOptions {
  readonly seed?: number
  readonly plain?: true
  readonly session?: string
  readonly name?: string
  readonly exam?: true
  readonly json?: true
  readonly key?: string
}

export async function drillCommand(given: string, options: DrillOptions): Promise<ExitCode> {
  if (given === '-')
    throw new Stop(EXIT.wrongUsage, told`stdin is where somebody types: give the scenario by its id or its path`)
  const assignment = assignmentAt(given, options.key === undefined ? undefined : keyAt(options.key))
  const session = sessionFor(given, assignment, options)
  const stored = session === undefined ? NOTHING_WRITTEN : storedSession(session)
  const header = headerOf(assignment, { ...options, ...(session !== undefined && { session }) }, stored)
  const again = reproduction('drill', assignment.name, { seed: header.seed })
  const file = fileFor(session, stored, header)
  const lab = orContradiction(again, () => openLab(assignment.scenario, header, stored.actions))
  const say = options.json ? note : print
  const marker = assignment.sealed ? undefined : markerFor(assignment, header)
  const seat: Seat = { lab, marker, file, say, style: lookOf(process.stdout, process.env) }
  if (!options.plain && !options.json && canPlay(process.stdin, process.stdout, process.env)) {
    await onScreens(seat, assignment.scenario, again)
    file.close()
    orContradiction(again, () => ending(seat, assignment, options))
    return EXIT.done
  }
  say(opening(lab, stored))
  const forget = onInterrupt(file)
  const screen = options.json ? process.stderr : process.stdout
  await typedAt(seat, screen, line => orContradiction(again, () => takeLine(seat, line)))
  forget()
  file.close()
  orContradiction(again, () => ending(seat, assignment, options))
  return EXIT.done
}

/** Only the session of a sealed lab tells the trainer anything: it is always kept. */
function sessionFor(given: string, { sealed }: Assignment, { session, json }: DrillOptions): string | undefined {
  if (!sealed) return session
  if (json)
    throw new Stop(
      EXIT.wrongUsage,
      told`${given} is sealed: its grade is told by \`drill grade\`, to whoever has the key`,
    )
  return session ?? keptBeside(`${given.replace(LAB, '')}.jsonl`)
}

/** A class may have its labs where only the trainer writes. */
function keptBeside(path: string): string {
  if (existsSync(path) || isWritable(dirname(path))) return path
  const here = basename(path)
  note(told`${path} cannot be written: the session is kept in ${here}`)
  return here
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function fileFor(session: string | undefined, stored: Written, header: Header): SessionFile {
  if (session === undefined) return UNKEPT
  const file = sessionFile(session, stored)
  if (!stored.header) file.append(header)
  return file
}

/** What the file or the lab says holds; what is said otherwise is a mistake. */
function headerOf({ name: lab, digest, packed }: Assignment, options: DrillOptions, { header }: Written): Header {
  const { seed = DEFAULT_SEED, exam, session } = { ...options, ...packed }
  const name = packed?.name || (options.name ?? '')
  if (header && header.scenario !== digest)
    throw new Stop(EXIT.unusable, told`${session} is a session of another scenario`)
  const begun = header ?? { session: 1, scenario: digest, seed, name, ...(exam && { exam }) }
  if (packed && !isOf(packed, begun)) throw new Stop(EXIT.unusable, told`${session} is no session of ${lab}`)
  if (header || packed) refuseOtherwise(options, begun, header ? told`${session} was begun` : told`${lab} was packed`)
  return begun
}

function refuseOtherwise({ seed, name, exam }: DrillOptions, header: Header, was: Shown): void {
  const kept: readonly (readonly [string, unknown, unknown])[] = [
    ['--seed', seed, header.seed],
    ['--name', name, header.name],
    ['--exam', exam, header.exam],
  ]
  for (const [flag, said, is] of kept) {
    if (said !== undefined && said !== is) {
      throw new Stop(EXIT.wrongUsage, beside(was, told` otherwise: ${flag} cannot be changed`))
    }
  }
}

function markerFor({ scenario }: Assignment, header: Header): Marker {
  let hints: readonly string[] | undefined
  return {
    hint(number) {
      hints ??= hintsOf(scenario, header)
      return hints[number - 1] ?? ''
    },
    grade: graderOf(scenario, header),
  }
}

// ----------------------------------------------------------------------------------------------------------- lines

function opening({ ticket, screen }: Lab, { actions }: Written): Shown {
  const before = `${counted(actions.length, 'thing')} ${actions.length === 1 ? 'was' : 'were'}`
  return inLines([
    ...ticket.map(row => told`${row}`),
    told``,
    ...(actions.length > 0 ? [told`${before} done before; it goes on from there.`] : []),
    told`(:help lists what the lab understands)`,
    ...(screen ? [WAITS] : []),
  ])
}

/** Off a terminal nobody sees what was typed: it is shown behind the prompt. */
async function typedAt(seat: Seat, screen: NodeJS.WriteStream, takeOne: (line: string) => void): Promise<void> {
  const { lab, say } = seat
  const interactive = process.stdin.isTTY === true && screen.isTTY === true
  const ask = (): void => {
    if (interactive) steer(screen, told`${lab.prompt}`)
  }
  if (lab.standing.handedIn) return
  ask()
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!interactive) say(told`${lab.prompt}${line}`)
    takeOne(line)
    if (lab.standing.handedIn) return
    ask()
  }
}

/** Whoever interrupts it is told the same as whoever leaves; every line is on the disk. */
function onInterrupt(file: SessionFile): () => void {
  const leave = (): void => {
    note(beside(told`\n`, leaving(file)))
    process.exit(INTERRUPTED)
  }
  process.once('SIGINT', leave)
  return () => process.off('SIGINT', leave)
}

/** What a shell says of a program that was interrupted. */
const INTERRUPTED = 130

const leaving = ({ path }: SessionFile): Shown =>
  path === undefined ? told`not handed in` : told`not handed in; it goes on with --session ${path}`

function ending(seat: Seat, { id }: Assignment, { json }: DrillOptions): void {
  const { lab, marker, file, say, style } = seat
  if (!lab.standing.handedIn) {
    note(leaving(file))
    return
  }
  if (!marker) {
    say(told`handed in: ${file.path} goes to whoever packed the lab, who grades it`)
    return
  }
  if (json) printJson({ scenario: id, seed: lab.header.seed, ...gradeJson(marker.grade(lab.actions)) })
  else say(formatGrade(marker.grade(lab.actions), style))
}

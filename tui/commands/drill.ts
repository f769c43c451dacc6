import { createInterface } from 'node:readline'
import { formatGrade, gradeJson } from '../../sim/drill/grade.ts'
import { type Lab, openLab } from '../../sim/drill/lab.ts'
import { hintsOf } from '../../sim/drill/marking/hints.ts'
import { graderOf } from '../../sim/drill/marking/marking.ts'
import { type Header, NOTHING_WRITTEN, type Written } from '../../sim/drill/session.ts'
import { inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { type Marker, type Seat, takeLine, WAITS } from '../drill/plain.ts'
import { digestOf, type SessionFile, sessionFile, storedSession, UNKEPT } from '../drill/sessionFile.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { DEFAULT_SEED } from '../options.ts'
import { note, print, printJson, steer } from '../output.ts'
import { orContradiction, reproduction, type UsableScenario, usableScenario } from '../scenario.ts'
import { canPlay, lookOf } from '../terminal.ts'
import { untoldNotes } from '../untold.ts'

/** `drill`: somebody sits down at a broken server, in plain lines. Knows the answer, and keeps it from who sits there: tui/drill. */

export interface DrillOptions {
  readonly seed?: number
  readonly plain?: true
  readonly session?: string
  readonly name?: string
  readonly exam?: true
  readonly json?: true
}

export async function drillCommand(given: string, options: DrillOptions): Promise<ExitCode> {
  if (given === '-')
    throw new Stop(EXIT.wrongUsage, told`stdin is where somebody types: give the scenario by its id or its path`)
  const usable = await usableScenario(given)
  const stored = options.session === undefined ? NOTHING_WRITTEN : storedSession(options.session)
  const header = headerOf(usable, options, stored)
  const again = reproduction('drill', usable.name, { seed: header.seed })
  const file = fileFor(options, stored, header)
  const lab = orContradiction(again, () => openLab(usable.scenario, header, stored.actions))
  const say = options.json ? note : print
  const marker = markerFor(usable, header)
  const seat: Seat = { lab, marker, file, say, style: lookOf(process.stdout, process.env) }
  if (!options.plain && !options.json && canPlay(process.stdin, process.stdout, process.env)) {
    const { onScreens } = await import('./drillScreens.ts')
    await onScreens(seat, usable.scenario, again)
    file.close()
    orContradiction(again, () => ending(seat, usable, options))
    return EXIT.done
  }
  say(opening(lab, stored))
  const screen = options.json ? process.stderr : process.stdout
  await typedAt(seat, screen, line => orContradiction(again, () => takeLine(seat, line)))
  file.close()
  orContradiction(again, () => ending(seat, usable, options))
  return EXIT.done
}

function fileFor({ session }: DrillOptions, stored: Written, header: Header): SessionFile {
  if (session === undefined) return UNKEPT
  const file = sessionFile(session, stored)
  if (!stored.header) file.append(header)
  return file
}

/** What the file says holds; what is said otherwise is a mistake. */
function headerOf({ text }: UsableScenario, options: DrillOptions, { header }: Written): Header {
  const { seed, name, exam, session } = options
  const scenario = digestOf(text)
  if (!header) {
    return { session: 1, scenario, seed: seed ?? DEFAULT_SEED, name: name ?? '', ...(exam && { exam }) }
  }
  if (header.scenario !== scenario) throw new Stop(EXIT.unusable, told`${session} is a session of another scenario`)
  const kept: readonly (readonly [string, unknown, unknown])[] = [
    ['--seed', seed, header.seed],
    ['--name', name, header.name],
    ['--exam', exam, header.exam],
  ]
  for (const [flag, said, is] of kept) {
    if (said !== undefined && said !== is) {
      throw new Stop(EXIT.wrongUsage, told`${session} was begun otherwise: ${flag} cannot be changed`)
    }
  }
  return header
}

function markerFor({ scenario }: UsableScenario, header: Header): Marker {
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
  return inLines([
    ...ticket.map(row => told`${row}`),
    told``,
    ...(actions.length > 0 ? [told`${actions.length} things were done before; it goes on from there.`] : []),
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

function ending(seat: Seat, { id, scenario }: UsableScenario, { json, session }: DrillOptions): void {
  const { lab, marker, say, style } = seat
  if (!lab.standing.handedIn) {
    note(session === undefined ? told`not handed in` : told`not handed in; it goes on with --session ${session}`)
    return
  }
  if (!marker) return
  if (json) printJson({ scenario: id, seed: lab.header.seed, ...gradeJson(marker.grade(lab.actions)) })
  else say(formatGrade(marker.grade(lab.actions), style))
  // Whoever has written the scenario wants to know; before the hand-in it would be a part of the answer.
  for (const untold of untoldNotes(simulate(scenario, { seed: lab.header.seed }))) note(untold)
}

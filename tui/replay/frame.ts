import type { Machine } from '../../model/machine/machine.ts'
import { serviceNamed } from '../../model/machine/machine.ts'
import { fold } from '../../model/machine/names.ts'
import type { ReportedEvent, Service } from '../../model/machine/parts.ts'
import type { Track } from '../../sim/drill/marking/track.ts'
import type { ServerRun } from '../../sim/run/simulate.ts'
import type { Fact } from '../../sim/server/facts.ts'
import { type Logs, type LogTail, logsOf } from './logs.ts'
import { newReel, type Reel } from './reel.ts'
import { type Moment, timelineOf } from './timeline.ts'
import { type Typed, typedOn } from './typed.ts'

/**
 * What the player shows at a position: a function of the server's run and the position, and of nothing else. Knows no
 * screen.
 */
export interface Frame {
  /** 0 before anything has happened, then one per moment. */
  readonly position: number
  /** The machine's clock. */
  readonly now: number
  readonly log: LogFrame | undefined
  /** Application log, newest last. */
  readonly events: readonly ReportedEvent[]
  /** How many of the events were there at the position before. */
  readonly eventsBefore: number
  readonly services: ServicesFrame
  /** What has been typed, the last with its output if that stands there yet. */
  readonly typed: readonly Typed[]
  /** How many of these were there at the position before. */
  readonly typedBefore: number
}

export interface LogFrame extends LogTail {
  /** How many of its lines were there at the position before. */
  readonly before: number
}

export interface ServicesFrame {
  readonly running: number
  readonly stopped: number
  readonly disabled: number
  /** Those that have changed, the latest change last. */
  readonly changed: readonly ServiceRow[]
}

export interface ServiceRow {
  readonly name: string
  readonly now: string
  /** As it was in the beginning. */
  readonly was: string
}

/** A server's run, prepared for showing. */
export interface Film {
  readonly server: ServerRun
  readonly moments: readonly Moment[]
  /** Something was typed on it at some time. */
  readonly hasTyped: boolean
  frame(position: number): Frame
}

/** @param track  of a session that went on where the run ended */
export function filmOf(server: ServerRun, track?: Track): Film {
  const moments = timelineOf(server.facts)
  const typed = typedOn(server, track)
  const parts: Parts = {
    server,
    reel: newReel(server),
    logs: logsOf(server),
    touched: serviceFacts(server.facts),
    typed,
  }
  return {
    server,
    moments,
    hasTyped: typed.length > 0,
    frame: position => frameFrom(parts, position, factsAt(moments, position), factsAt(moments, position - 1)),
  }
}

/** The same without anything kept between calls. */
export function frameAt(server: ServerRun, position: number): Frame {
  return filmOf(server).frame(position)
}

function factsAt(moments: readonly Moment[], position: number): number {
  return moments[position - 1]?.facts ?? 0
}

interface Parts {
  readonly server: ServerRun
  readonly reel: Reel
  readonly logs: Logs
  readonly touched: readonly ServiceFact[]
  readonly typed: readonly Typed[]
}

function frameFrom(
  { server, reel, logs, touched, typed }: Parts,
  position: number,
  facts: number,
  factsBefore: number,
): Frame {
  const eventsBefore = reel.at(factsBefore).logs.Application.length
  const machine = reel.at(facts)
  return {
    position,
    now: machine.now,
    log: logFrame(logs, facts, factsBefore),
    events: [...machine.logs.Application],
    eventsBefore,
    services: servicesFrame(server.initial, machine, touched, facts),
    typed: typed.flatMap(one => (one.facts <= facts ? [one] : one.from < facts ? [{ ...one, rows: [] }] : [])),
    typedBefore: typed.filter(one => one.facts <= factsBefore).length,
  }
}

function logFrame(logs: Logs, facts: number, factsBefore: number): LogFrame | undefined {
  const log = logs.after(facts)
  return log && { ...log, before: Math.min(log.written, logs.written(log.path, factsBefore)) }
}

// --------------------------------------------------------------------------------------------------------- services

interface ServiceFact {
  readonly fact: number
  readonly name: string
}

function serviceFacts(facts: readonly Fact[]): ServiceFact[] {
  return facts.flatMap(({ body }, fact) =>
    body.kind === 'change' && body.change.kind === 'service' ? [{ fact, name: body.change.name }] : [],
  )
}

function servicesFrame(
  initial: Machine,
  machine: Machine,
  touched: readonly ServiceFact[],
  facts: number,
): ServicesFrame {
  const services = [...machine.services.values()]
  return {
    running: services.filter(({ state }) => state === 'running').length,
    stopped: services.filter(({ state }) => state === 'stopped').length,
    disabled: services.filter(({ start }) => start === 'disabled').length,
    changed: lastChanged(touched, facts)
      .map(name => ({ name, now: stateOf(serviceNamed(machine, name)), was: stateOf(serviceNamed(initial, name)) }))
      .filter(row => row.now !== '' || row.was !== ''),
  }
}

/** Each name once, where it was touched last. */
function lastChanged(touched: readonly ServiceFact[], facts: number): string[] {
  const names = new Map<string, string>()
  for (const { fact, name } of touched) {
    if (fact >= facts) break
    names.delete(fold(name))
    names.set(fold(name), name)
  }
  return [...names.values()]
}

function stateOf(service: Service | undefined): string {
  return service === undefined ? '' : `${service.state}, ${service.start}`
}

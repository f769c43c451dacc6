import { type Provider, providerOn, type Writer } from '../words/providers.ts'
import { shownExactly } from './clock.ts'
import type { Host } from './host.ts'
import { type Machine, serviceNamed } from './machine.ts'
import type { LogName, ReportedEvent } from './parts.ts'
import { writingThread } from './processNumbers.ts'

/**
 * A record at the end of a log: its number, its time as exact as its provider reports it, and who wrote it. Does not know
 * what an event says.
 */

export type NewEvent = Omit<ReportedEvent, 'number' | 'time' | 'ticks' | 'writer' | 'category'> & {
  readonly category?: number
  /** When it happened, where that was not now. */
  readonly at?: number
}

export function reportEvent(host: Host, log: LogName, event: NewEvent): void {
  const { machine } = host
  const number = (machine.logs[log].at(-1)?.number ?? machine.recordsBefore[log]) + 1
  host.record({ kind: 'event', log, before: undefined, after: { number, ...recordOf(machine, event) } })
}

/** The record without its number, as the provider writes it on this machine. */
export function recordOf(machine: Machine, { at, ...event }: NewEvent): Omit<ReportedEvent, 'number'> {
  const provider = providerOn(machine.windows.id, event.source)
  return {
    category: 0,
    ...event,
    ...timeOf(machine, provider, at ?? machine.now),
    ...(provider.writer && { writer: writerOf(machine, provider.writer, event) }),
  }
}

/** Of 100 ns, in a millisecond. */
const UNITS = 10_000

/** The present second, or what the clock shows. */
export function timeOf(
  { texture }: Pick<Machine, 'texture'>,
  { time }: Pick<Provider, 'time'>,
  now: number,
): Pick<ReportedEvent, 'time' | 'ticks'> {
  const exact = shownExactly(texture.clock, now)
  if (time === 'second') return { time: Math.floor(exact / 1000) * 1000 }
  const ticks = Math.floor((exact % 1) * UNITS)
  return { time: Math.floor(exact), ...(ticks > 0 && { ticks }) }
}

/** The kernel's process has a number that never changes. */
const KERNEL = 4

function writerOf(
  machine: Machine,
  writer: Writer,
  { strings }: Pick<NewEvent, 'strings'>,
): NonNullable<ReportedEvent['writer']> {
  if (writer === 'unknown') return { process: 0, thread: 0 }
  const process = writer === 'kernel' ? KERNEL : numberOf(machine, writer)
  return process === undefined
    ? { process: 0, thread: 0 }
    : { process, thread: writingThread(process, strings[0] ?? '') }
}

function numberOf(machine: Machine, writer: Exclude<Writer, string>): number | undefined {
  if ('service' in writer) return serviceNamed(machine, writer.service)?.pid
  for (const { name, pid } of machine.processes.values()) if (name === writer.program) return pid
  return undefined
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { logsOfScenario, scenarioIds } from '../../sim/forms/log/logs.ts'

/**
 * The logs that are compared. Only whole ones: with head and foot, and costed, so that both sides are told of as much. Real
 * ones are grouped by the family of their product, ours by their scenario: logs of one group know each other.
 */
export interface Subject {
  readonly name: string
  readonly group: string
  readonly real: boolean
  readonly shown: Shown
  readonly lines: readonly string[]
}

/** What somebody saw of it: with a wizard the client has a sequence of its own, without anything lines come later. */
export type Shown = 'wizard' | 'progress' | 'nothing'

/** `NNN-name.txt` of a folder; the first word of the name is the family. */
export function realSubjects(folder: string): Subject[] {
  const names = readdirSync(folder).filter(name => NUMBERED.test(name))
  return names.sort().flatMap(name => subject(name, familyOf(name), true, linesOf(readFileSync(join(folder, name)))))
}

/** What every scenario leaves, from so many seeds. */
export function ownSubjects(seeds: readonly number[]): Subject[] {
  return scenarioIds.flatMap(id =>
    seeds.flatMap(seed => logsOfScenario(id, seed).flatMap(({ name, lines }) => subject(name, id, false, lines))),
  )
}

const NUMBERED = /^\d{3}-.*\.txt$/

/** `010-python313-core.txt` -> `python` */
function familyOf(name: string): string {
  return name.split(/[-.]/)[1]!.replace(/\d+$/, '')
}

function linesOf(bytes: Buffer): string[] {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe
  const text = bytes.toString(wide ? 'utf16le' : 'utf8').replace(/^\ufeff/, '')
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

function subject(name: string, group: string, real: boolean, lines: readonly string[]): Subject[] {
  return isWhole(lines) ? [{ name, group, real, shown: shownBy(lines), lines }] : []
}

function shownBy(lines: readonly string[]): Shown {
  if (lines.some(line => line.endsWith(': Running UISequence'))) return 'wizard'
  return lines.some(line => /^Action \d/.test(line)) ? 'progress' : 'nothing'
}

function isWhole(lines: readonly string[]): boolean {
  return (
    lines[0]!.startsWith('=== Verbose logging started') &&
    lines.slice(-4).some(line => line.startsWith('=== Verbose logging stopped')) &&
    !lines.includes('#GAP#') &&
    lines.some(line => line.endsWith(': Doing action: CostFinalize'))
  )
}

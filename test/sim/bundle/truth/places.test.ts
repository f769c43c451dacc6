import { describe, expect, test } from 'vitest'
import { fileAt } from '../../../../model/machine/machine.ts'
import { labelFacts } from '../../../../sim/bundle/truth/labels.ts'
import { placesOf } from '../../../../sim/bundle/truth/places.ts'
import { type About, nameOf } from '../../../../sim/forms/about.ts'
import { type Export, listing, type Row, spotsOf } from '../../../../sim/forms/exports/export.ts'
import { EXPORTS } from '../../../../sim/forms/exports/table.ts'
import { renderInstallerLog } from '../../../../sim/forms/installerLog.ts'
import { type ServerRun, simulate } from '../../../../sim/run/simulate.ts'
import { scenarioById } from '../../../laws/state.ts'

/**
 * Exports that the project does not have, held to what a new one is told: say what each row is about, stand in the table, and
 * labels find you.
 */

const processes = listing('pids.txt', ({ machine }) => [
  'Image Name                   PID',
  '========================= ======',
  ...[...machine.processes.values()].map(({ name, pid }): Row => {
    return { text: `${name.padEnd(25)} ${String(pid).padStart(6)}`, about: { kind: 'process', pid } }
  }),
])

const LOGS = 'C:\\ExchangeSetupLogs'

const folders = listing('gone.txt', ({ machine }) => [
  ` Directory of ${LOGS}`,
  {
    text: fileAt(machine, LOGS) ? `${LOGS} is there\r\n\r\nsome files` : 'File Not Found',
    about: { kind: 'file', path: LOGS },
  },
])

const run = (id: string): ServerRun => simulate(scenarioById(id).scenario, { seed: 1 }).servers[0]!

/** Labelled rows of an export: text, class, cause and entry. */
function labelled(server: ServerRun, added: Export): unknown[] {
  const rows = Buffer.from(added.bytes(server, renderInstallerLog)).toString('utf8').split('\r\n')
  const places = placesOf(server, labelFacts(server), renderInstallerLog, [...EXPORTS, added])
  return places
    .filter(({ path }) => path === `exports\\${added.name}`)
    .map(({ selector, class: meaning, origin }) => [
      selector.type === 'text' ? rows.slice(selector.line - 1, selector.endLine) : selector,
      meaning,
      origin?.cause,
      origin?.path,
    ])
}

describe('a new export with labels', () => {
  test('shows the process that an entry started', () => {
    const server = run('file-in-use')
    expect(labelled(server, processes)).toEqual([
      [[expect.stringMatching(/^bkagent\.exe +\d+$/)], 'cause', 'file-in-use', 'servers[0].change[1]'],
    ])
  })

  test('shows no process that has ended since', () => {
    const server = run('file-in-use')
    expect(server.type('taskkill /f /im bkagent.exe').exitCode).toBe(0)
    expect(labelled(server, processes)).toEqual([])
  })

  test.each(['setup-logs-missing', 'setup-logs-missing-silent'])('shows what is gone in %s, until it is there', id => {
    const server = run(id)
    expect(labelled(server, folders)).toEqual([
      [['File Not Found'], 'cause', 'setup-logs-missing', 'servers[0].change[0]'],
    ])
    expect(server.type(`md ${LOGS}`).exitCode).toBe(0)
    expect(labelled(server, folders)).toEqual([])
  })

  test('shows a fact in all the lines that its row has', () => {
    const facts = listing('facts.txt', server =>
      server.facts.flatMap(({ body }, fact): Row[] =>
        body.kind === 'error' ? ['before', { text: `told\r\n${body.text}`, about: { kind: 'fact', fact } }] : [],
      ),
    )
    const server = run('file-in-use')
    expect(labelled(server, facts)).toEqual([
      [['told', expect.stringContaining('exclusive access')], 'cause', 'file-in-use', 'servers[0].change[1]'],
    ])
  })

  test('changes no label of the others', () => {
    const server = run('file-in-use')
    const places = (exports: readonly Export[]) => placesOf(server, labelFacts(server), renderInstallerLog, exports)
    const own = places(EXPORTS)
    expect(places([...EXPORTS, processes, folders]).filter(({ path }) => !/pids|gone/.test(path))).toEqual(own)
    expect(own.length).toBeGreaterThan(10)
  })
})

test.each(EXPORTS.filter(({ rows }) => rows).map(one => [one.name, one] as const))(
  'what %s says of a row stands in that row',
  (_, one) => {
    const seen = ['file-in-use', 'cas-proxy-order'].map(run).flatMap(server => {
      const lines = Buffer.from(one.bytes(server, renderInstallerLog)).toString('utf8').split('\r\n')
      const rows = one.rows!(server, renderInstallerLog).filter(row => typeof row !== 'string')
      const spots = spotsOf(one, server, renderInstallerLog)
      expect(
        spots.map(({ selector, about }) => ({
          text: selector.type === 'text' && lines.slice(selector.line - 1, selector.endLine).join('\r\n'),
          about,
        })),
      ).toEqual(rows)
      return spots
    })
    expect(seen.length).toBeGreaterThan(0)
  },
)

test('one thing has one name, and two things have two', () => {
  const value = (key: string, name: string): Extract<About, { kind: 'value' }> => ({ kind: 'value', key, name })
  expect(nameOf(value('HKLM\\Software\\A', 'B'))).toBe(nameOf(value('hklm\\SOFTWARE\\a', 'b')))
  expect(nameOf(value('HKLM\\a', 'b\\c'))).not.toBe(nameOf(value('HKLM\\a\\b', 'c')))
  expect(nameOf(value('HKLM\\a b', 'c'))).not.toBe(nameOf(value('HKLM\\a', 'b c')))
  expect(nameOf({ kind: 'file', path: 'x' })).not.toBe(nameOf({ kind: 'service', name: 'x' }))
})

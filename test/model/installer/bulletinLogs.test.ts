import { describe, expect, test } from 'vitest'
import { USUAL_FOLDER } from '../../../model/exchange/files.ts'
import { catalogueAt } from '../../../model/exchange/package.ts'
import { clockOf, renderInstallerLog } from '../../../sim/forms/installerLog.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { excerpt, notFound } from '../../excerpts.ts'
import { scenarioById } from '../../laws/state.ts'

/** The bulletin's third log, and the texts that its packages carry: where they are shown, and where they only stand. */

function logLines(id: string, attempt = 0): string[] {
  const { scenario } = scenarioById(id)
  const run = simulate(scenario, { seed: 1 })
  const server = run.servers[0]!
  const clock = clockOf(server.machine)
  return renderInstallerLog(server.facts, [run.attempts[attempt]!.run], clock).text.split('\r\n')
}

describe('the log of a repair without the cached patch', () => {
  test('has every line of the bulletin, form by form and in order', () => {
    const forms = excerpt('cached-msp-missing.txt')
    expect(forms.length).toBeGreaterThan(50)
    expect(notFound(forms, logLines('cached-patch-missing-repair'))).toEqual([])
  })
})

/** Which property is whose text, and the scenario that shows it. */
const TEXTS: readonly (readonly [name: string, scenario: string])[] = [
  ['msgRequiresProc', 'wrong-architecture'],
  ['msgINTERIMUPDATEDETECTED', 'interim-update-installed'],
  ['msgInterimIncorrectRollup', 'interim-update-incompatible'],
  ['msgUninstallTargetRollupBeforeInterim', 'interim-update-blocks-removal'],
  ['msgOlderInstallOnNewerRollupIncorrectRollup', 'superseded'],
]

const properties = [...catalogueAt(USUAL_FOLDER).patches.values()][0]!.transforms[0]!.property
/** With anything in place of `[Wizard]`. */
const pattern = (name: string): RegExp =>
  new RegExp(
    properties[name]!.split('[Wizard]')
      .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+'),
  )

describe.each(TEXTS)('the text %s', (name, id) => {
  const { scenario } = scenarioById(id)
  const run = simulate(scenario, { seed: 1 })
  const server = run.servers[0]!
  const events = server.machine.logs.Application.filter(e => e.id === 10_005)

  test(`is the dialog and the event of ${id}, and no other of them is`, () => {
    const [dialog = ''] = run.attempts[0]!.dialogs
    expect(TEXTS.filter(([other]) => pattern(other).test(dialog)).map(([other]) => other)).toEqual([name])
    expect(events.map(e => e.strings[0])).toEqual([`Product: Microsoft Exchange Server -- ${dialog}`])
    expect(dialog).not.toMatch(/[[\]]/)
  })

  test('stands as a message in that log, and everywhere else only in the list of properties', () => {
    const messages = (lines: readonly string[]): string[] =>
      lines.filter(
        line => !line.startsWith('Property(') && pattern(name).test(line) && !line.includes('PROPERTY CHANGE'),
      )
    expect(messages(logLines(id)).length).toBeGreaterThan(0)
    for (const [, other] of [...TEXTS, ['', 'clean-install'] as const]) {
      if (other === id) continue
      const lines = logLines(other)
      expect(messages(lines)).toEqual([])
      expect(
        lines.filter(line => line.startsWith('Property(') && line.includes(`: ${name} = `)).length,
      ).toBeGreaterThan(0)
    }
  })
})

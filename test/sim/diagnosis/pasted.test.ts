import { describe, expect, test } from 'vitest'
import { makeBundle } from '../../../sim/bundle/bundle.ts'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../../sim/diagnosis/evidence.ts'
import { frontDoor } from '../../../sim/diagnosis/pasted/frontDoor.ts'
import { WayBack } from '../../../sim/diagnosis/pasted/wayBack.ts'
import { Budget } from '../../../sim/diagnosis/read/budget.ts'
import { headOf, NEAR } from '../../../sim/diagnosis/sniff.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById, scenarioIds } from '../../laws/state.ts'

const MISSING = "MSI (s) (80:B8) [22:57:41:526]: Couldn't find local patch 'C:\\WINDOWS\\Installer\\33502bc.msp'."
const LOOKING = 'MSI (s) (80:B8) [22:57:41:526]: SOURCEMGMT: Media is enabled for product.'

const seen = (text: string): readonly string[] => {
  const door = frontDoor('-', text)
  return door ? [...door.through(text.split('\n'))] : ['untouched']
}

function quoted(text: string): string[] {
  const evidence = evidenceFrom([{ path: '-', bytes: Buffer.from(text) }])
  return diagnose(evidence).findings.map(({ cause, evidence: [quote] }) => `${cause} ${quote!.line} ${quote!.text}`)
}

describe('a text that somebody pasted', () => {
  test.each([
    ['a mail in a mail', `> > ${LOOKING}\n> > ${MISSING}`],
    ['a few quoted lines', `Hello,\nthis is what it says:\n\n> ${MISSING}\n`],
    ['grep in several files', `a-1.log:7:${LOOKING}\nb.log:12:${MISSING}\nb.log-13-${LOOKING}`],
    ['right-aligned numbers', `     9  ${LOOKING}\n    10  ${MISSING}`.replaceAll('  MSI', '\tMSI')],
    ['a page in a page', `&lt;p&gt;${MISSING.replaceAll("'", '&amp;#39;')}&lt;/p&gt;`],
    ['several lines of a page in one', `<p>${LOOKING}<br />${MISSING}<br/>${LOOKING}</p>`],
    ['a clock before lines that have one', `[22:57:42] ${LOOKING}\n[22:57:42] ${MISSING}`],
  ])('%s', (_, text) => {
    expect(seen(text)).toContain(MISSING)
  })

  test('what a command printed, behind the time of a collector', () => {
    const printed = [
      'C:\\>wmic logicaldisk get DeviceID,FreeSpace',
      'DeviceID  FreeSpace    ',
      'C:        43310718737  ',
    ]
    const text = printed.map(line => `2007-08-27T13:12:01.123Z ${line}`).join('\n')
    expect(seen(text)).toEqual(printed)
  })

  test('quotes have the numbers of what was given, and the text of the whole line', () => {
    const [start, end] = [MISSING.slice(0, 57), MISSING.slice(58)]
    const text = `<p>${LOOKING}<br>${LOOKING}</p>\n${start}\n${end} Looking for it at its source.\n`
    expect(quoted(text)).toEqual([`cached-patch-missing 2 ${MISSING} Looking for it at its source.`])
  })

  test('a path that a terminal has cut in two is one again', () => {
    const text = `${LOOKING.padEnd(80, '.')}\n${`${MISSING.slice(0, 80)}\n${MISSING.slice(80)}`}`
    expect(seen(text)).toContain(MISSING)
  })

  test('lines of the script keep their clock', () => {
    const line = "[17:15:27] Stopping service 'MSExchangeIS'"
    expect(seen(`${line}\n${line}`)).toEqual(['untouched'])
    expect(seen(`> ${line}\n> ${line}`)).toEqual([line, line])
  })

  test('two lines of which the first has ended stay two', () => {
    expect(seen(`${MISSING}\nC:\\Windows\\Installer\\35ec04a.msi\n${LOOKING}`)).toEqual(['untouched'])
  })

  test('a line that never ends is joined no further than a line may be', () => {
    const text = `${MISSING.slice(0, 80)}\n${`${'x'.repeat(79)} \n`.repeat(3000)}`
    const budget = new Budget()
    const evidence = evidenceFrom([{ path: '-', bytes: Buffer.from(text) }], budget)
    expect(evidence.pasted).toHaveLength(1)
    for (const line of seen(text)) expect(line.length).toBeLessThanOrEqual(65_536)
    expect(budget.steps.spent).toBeLessThan(2 * text.length)
  })
})

test.each(scenarioIds().filter((_, i) => i % 8 === 0))('the evidence of %s goes in as it is', id => {
  const { scenario, text } = scenarioById(id)
  const files = makeBundle(simulate(scenario, { seed: 1 }), {
    scenarioName: id,
    scenarioText: text,
    toolVersion: 'test',
  })
  const texts = files.filter(({ path, encoding }) => path.startsWith('evidence/') && encoding !== 'binary')
  expect(texts.length).toBeGreaterThan(5)
  const through = texts.filter(({ path, bytes }) => frontDoor(path, headOf(bytes, NEAR)))
  expect(through.map(({ path }) => path)).toEqual([])
})

test('the way back is right wherever lines were joined, parted or left out', () => {
  const given = [1, 1, 1, 4, 5, 6, 9, 9, 10]
  const way = new WayBack()
  for (const line of given) way.add(line)
  expect(given.map((_, i) => way.given(i + 1))).toEqual(given)
})

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { figuresOf } from '../../../sim/classroom/figures.ts'
import type { Graded, Ungraded } from '../../../sim/classroom/graded.ts'
import { REPORT_LIST, reportOf } from '../../../sim/classroom/report.ts'
import { gradeOne } from '../../../sim/classroom/task.ts'
import { durationText, isStuck, watched } from '../../../sim/classroom/watched.ts'
import type { Action } from '../../../sim/drill/session.ts'
import { isPlain } from '../../../sim/foreign/terminal.ts'
import { scenarioById } from '../../laws/state.ts'
import { CHROMIUM, needing, programs } from '../../needs.ts'
import { HAND_IN, header, type } from '../drill/solver.ts'

const HOSTILE = '<img src=x onerror=alert(1)>"\'&\u202e\u001b[31m'

function graded(name: string, ...actions: readonly Action[]): Graded {
  const done = gradeOne({ scenario: scenarioById('superseded').text, header: header(), actions: [...actions, HAND_IN] })
  if (!('grade' in done)) throw new Error(done.contradiction)
  return {
    session: `${name}.jsonl`,
    scenario: 'superseded',
    name,
    email: '=1+1',
    seed: 1,
    handedIn: true,
    ...done.grade,
  }
}

const claim: Action = { kind: 'claim', cause: 'superseded', sure: 'certain' }
const wrong: Action = { kind: 'claim', cause: 'disk-full', sure: 'guess' }
const SESSIONS = [
  graded('Ada', claim),
  graded(HOSTILE, wrong, type(`echo ${HOSTILE}`), type('net stop MSExchangePOP3 & net start MSExchangePOP3'), {
    kind: 'cite',
    place: `${HOSTILE}:1`,
  }),
  graded('Bo', wrong),
]
const LOST: Ungraded = { session: 'c.jsonl', why: `c.jsonl: ${HOSTILE}` }
const FILES = reportOf('Monday & <more>', [...SESSIONS, LOST])
const textOf = (path: string): string => Buffer.from(FILES.find(file => file.path === path)!.bytes).toString('utf8')

describe('what a class has in common', () => {
  const { ways, parts, ...figures } = figuresOf(SESSIONS)

  test('is counted', () => {
    expect(figures).toMatchObject({ sessions: 3, handedIn: 3, median: SESSIONS[2]!.score, herrings: [] })
    expect(parts[0]).toEqual({ id: 'cause', of: 20, mean: 6.7 })
  })

  test('the most frequent wrong way comes first, each with who went it', () => {
    expect(ways[0]).toEqual({ what: 'claimed disk-full', who: [HOSTILE, 'Bo'] })
    expect(ways.slice(1)).toContainEqual({ what: 'changed a server that was right as it was', who: [HOSTILE] })
  })

  const touch = type('net start MSExchangePOP3')

  test.each([
    ['who only handed in', [], false],
    ['who only looked', [type('ver'), type('dir')], false],
    ['who claimed and then changed', [claim, touch], false],
    ['who changed and then claimed', [touch, claim], true],
    ['who changed and claimed nothing', [touch], true],
  ])('%s: something was changed before any claim, or not', (_, actions, early) => {
    const before = figuresOf([graded('Cy', ...actions)]).ways.map(({ what }) => what)
    expect(before.includes('changed something before any claim')).toBe(early)
  })

  test('of nobody is nothing', () => {
    expect(figuresOf([])).toMatchObject({ sessions: 0, median: null, ways: [] })
  })
})

describe('a report', () => {
  const { name: _, ...ada } = SESSIONS[0]!
  const indexOf = (...scenarios: readonly string[]): string => {
    const sessions = scenarios.map(scenario => ({ ...ada, name: 'Zoë Ås', scenario }))
    const files = reportOf('Class', sessions)
    expect(files.map(({ path }) => path)).toContain('trainees/1-zoe-as.html')
    return Buffer.from(files[0]!.bytes).toString('utf8')
  }

  test('says the scenario of each session where there are several', () => {
    expect(indexOf('superseded')).not.toContain('<th>scenario</th>')
    expect(indexOf('superseded', 'other')).toMatch(/<th>scenario<\/th>.*<td>other<\/td>/s)
  })

  const pages = FILES.filter(({ path }) => path.endsWith('.html')).map(({ path }) => path)

  test('has a page for the class and one for each trainee, who sees nobody else', () => {
    expect(pages).toEqual([
      'index.html',
      'trainees/1-ada.html',
      'trainees/2-img-src-x-onerror.html',
      'trainees/3-bo.html',
    ])
    expect(textOf('index.html')).toContain('Bo')
    expect(textOf('trainees/1-ada.html')).not.toContain('Bo')
  })

  test.each(pages)('%s takes text of anybody for text', path => {
    const page = textOf(path)
    expect(page).not.toMatch(/<img|<script|<[^>]*\son\w+=/)
    expect(isPlain(page.replaceAll('\n', ''))).toBe(true)
    expect(page).toContain('Monday &amp; &lt;more&gt;')
    expect(page).toContain("default-src 'none'")
    // Tags are closed in the order in which they were opened.
    expect(unbalanced(page)).toBeUndefined()
  })

  test('is shown by a browser, which finds no picture and no script in it', needing(CHROMIUM), () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab1603-report-'))
    const file = join(folder, 'index.html')
    writeFileSync(file, textOf('index.html'))
    const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--dump-dom']
    const args = [...options, `--user-data-dir=${join(folder, 'profile')}`, pathToFileURL(file).href]
    const dom = execFileSync(CHROMIUM.path, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    rmSync(folder, { recursive: true, force: true })
    expect(dom.match(/<section /g)).toHaveLength(SESSIONS.length)
    expect(dom).toContain('&lt;img src=x')
    expect(dom).not.toMatch(/<(?:img|script)/)
  })

  test('gives a spreadsheet cells, and nothing to calculate', () => {
    const rows = parse(textOf('gradebook.csv'), { columns: true }) as Record<string, string>[]
    expect(rows.map(({ score }) => Number(score))).toEqual(SESSIONS.map(({ score }) => score))
    expect(rows[0]).toMatchObject({ name: 'Ada', email: "'=1+1", cause: '20', 'handed in': 'yes' })
    expect(rows[1]!.name).toBe(HOSTILE)
  })

  test('is JUnit to a pipeline: a case for each part, an error for what is not graded', () => {
    const xml = textOf('junit.xml')
    expect(xml.match(/<testcase /g)).toHaveLength(19)
    expect(xml).toMatch(/errors="1"/)
    expect(xml).toContain('name="cause"/>')
    expect(xml).toMatch(/<failure message="0 of 20: It was superseded\./)
  })

  test('is JUnit by its schema, whatever somebody is called', needing(programs('xmllint')), () => {
    const args = ['--nonet', '--noout', '--schema', 'test/fixtures/junit.xsd', '-']
    expect(spawnSync('xmllint', args, { input: textOf('junit.xml') }).status).toBe(0)
  })

  test('lists its files, as it is read before it is replaced; one that was edited is not ours', () => {
    const list = Buffer.from(FILES.at(-1)!.bytes)
    expect(REPORT_LIST.read(list)).toHaveLength(FILES.length - 1)
    expect(REPORT_LIST.read(Buffer.from(list.toString('utf8').replace('index.html', '../index.html')))).toBeUndefined()
    expect(REPORT_LIST.read(Buffer.from(`${list.toString('utf8')} `))).toBeUndefined()
  })
})

/** The first tag that closes what was not opened last. */
function unbalanced(page: string): string | undefined {
  const open: string[] = []
  for (const [, end, name, own] of page.matchAll(/<(\/?)([a-z]\w*)[^>]*?(\/?)>/g)) {
    if (own || ['meta', 'br', 'img'].includes(name!)) continue
    if (!end) open.push(name!)
    else if (open.pop() !== name) return name
  }
  return open.at(-1)
}

describe('somebody at work', () => {
  const at = (quiet: number, ...actions: readonly Action[]) => watched('a.jsonl', 'Ada', actions, quiet)

  test('is where the session is', () => {
    expect(at(1000, type('dir'), claim, { kind: 'undo', count: 1 }, { kind: 'hint' })).toMatchObject({
      ...{ things: 1, hints: 1, undos: 1, claim: undefined, last: ':hint', handedIn: false },
    })
    expect(at(0, claim)).toMatchObject({ claim: 'superseded certain', last: ':claim superseded certain' })
  })

  test('is stuck who does nothing for long, and has not handed in', () => {
    expect([at(299_999), at(300_000), at(300_000, HAND_IN)].map(isStuck)).toEqual([false, true, false])
  })

  test.each([
    [0, '0:00'],
    [12_999, '0:12'],
    [3_599_000, '59:59'],
    [4_060_000, '1:07:40'],
  ])('%i ms are %s', (ms, text) => {
    expect(durationText(ms)).toBe(text)
  })
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesOf, needing, REAL_LOGS } from '../../../needs.ts'
import { isWhole, logsOfScenario, scenarioIds } from './logs.ts'

/**
 * The share of each kind of line in a whole log, in per cent, held to what complete real logs have. msi-log-stats.md,
 * section 2, has the average of each group of them; a single log is compared with the lowest and the highest of the single
 * ones. No complete log of a patch is known (section 7 there), so installs and a removal are what bounds it: the silent
 * file-heavy ones (012-015) are nearest, because a rollup reinstalls every component of a large product.
 */
type Kind = keyof typeof KINDS

const engine = (text: string): RegExp => new RegExp(`^MSI \\(.\\) \\(..[:!]..\\) \\[[\\d:]+\\]: ${text}`)

const KINDS = {
  '===': /^===/,
  Property: /^Property\([SC]\): /,
  RunEngine: /^ {11}\*{7} /,
  'Action ended': /^Action ended /,
  'Action start': /^Action start /,
  'Action T: X. text': /^Action \d/,
  'action data': /^(?:\d: |(?!DEBUG)[A-Z]\w+: (?! ))/,
  'Executing op': engine('Executing op: '),
  'File, source, security': engine(
    '(?:File: |Source for file|Re-applying security|Verifying accessibility|Using source file security)',
  ),
  Component: engine('Component: '),
  Feature: engine('Feature: '),
  Note: engine('Note: 1: '),
  'PROPERTY CHANGE': engine('PROPERTY CHANGE: '),
  Dir: engine('(?:Dir \\(|Target path resolution|Note: target paths)'),
  policy: engine('(?:Machine|User) policy value '),
  'Doing action': engine('Doing action: '),
  SHGetFolderPath: engine('SHELL32::SHGetFolderPath'),
  APPCOMPAT: engine('APPCOMPAT: '),
  'SOFTWARE RESTRICTION': engine('SOFTWARE RESTRICTION POLICY: '),
  Skipping: engine('Skipping '),
  blank: /^$/,
} satisfies Record<string, RegExp>

function sharesOf(lines: readonly string[]): Record<Kind | 'other', number> {
  const shares = { other: 0, ...Object.fromEntries(Object.keys(KINDS).map(kind => [kind, 0])) } as Record<
    Kind | 'other',
    number
  >
  const kinds = Object.entries(KINDS) as [Kind, RegExp][]
  for (const line of lines) shares[kinds.find(([, form]) => form.test(line))?.[0] ?? 'other'] += 100 / lines.length
  return shares
}

/** Lowest and highest share in one of the complete real logs. */
const REAL: Record<Kind | 'other', readonly [lowest: number, highest: number]> = {
  '===': [0.1, 1],
  Property: [2.3, 30.6],
  RunEngine: [0.1, 1.2],
  'Action ended': [0.3, 4.9],
  'Action start': [0.3, 4.9],
  'Action T: X. text': [0, 4.3],
  'action data': [0, 4.7],
  'Executing op': [0, 37],
  'File, source, security': [0, 34],
  Component: [0, 17.3],
  Feature: [0, 1.5],
  Note: [1.8, 24.2],
  'PROPERTY CHANGE': [1.7, 23.1],
  Dir: [0.9, 4.8],
  policy: [0.4, 6.3],
  'Doing action': [0.3, 4.9],
  SHGetFolderPath: [0.4, 5.6],
  APPCOMPAT: [0.1, 1.9],
  'SOFTWARE RESTRICTION': [0, 0.8],
  Skipping: [0, 0.8],
  blank: [0, 1.3],
  other: [1, 14.2],
}

const tenths = (share: number): number => Math.round(share * 10) / 10

const linesOf = (name: string): string[] =>
  readFileSync(`${REAL_LOGS.path}${name}`, 'utf8')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)

/** Not the pasted ones: a page that shows a log drops and adds lines. */
const COMPLETE = /^(?:00[1-467]|01[0-7])-.*\.txt$/

test('the bounds are those of the real logs', needing(REAL_LOGS), () => {
  const files = filesOf(REAL_LOGS, COMPLETE)
  expect(files).toHaveLength(14)
  const shares = files.map(name => sharesOf(linesOf(name)))
  const kinds = Object.keys(REAL) as (keyof typeof REAL)[]
  const measured = kinds.map(kind => {
    const values = shares.map(row => tenths(row[kind]))
    return [kind, [Math.min(...values), Math.max(...values)]]
  })
  expect(Object.fromEntries(measured)).toEqual(REAL)
})

const complete = scenarioIds
  .flatMap(id => logsOfScenario(id, 1))
  .filter(log => log.lines.some(line => line.includes('Running Script: ')) && log.exitCode !== null)

/** A role that is not there has its components in the database all the same; real logs are of packages installed whole. */
const ABSENT = /Component: .*; Installed: Absent; {3}Request: Null; {3}Action: Null$/

/**
 * Operations, and copies of files, that tell somebody at a wizard what they do. The only real log with both a wizard and a script (001) is of a
 * small package; the script of a large product has more of them, and each has its line of data, as there.
 */
const TELLING = engine(
  '(?:Source for file|Executing op: (?:Component(?:Unr|R)egister\\(ComponentId=[^,]*,(?!ProductKey)|RegAddValue|FeaturePublish|ProductRegister|ProductPublish\\())',
)

const tells = (lines: readonly string[]): string[] => lines.filter((_, i) => TELLING.test(lines[i - 1] ?? ''))

test('in a real log with a wizard each such operation has its line of data', needing(REAL_LOGS), () => {
  const log = linesOf('001-redball-msi-install-fullui.txt')
  expect(tells(log).length).toBeGreaterThan(40)
  expect(tells(log).filter(line => !KINDS['action data'].test(line))).toEqual([])
})

/**
 * How many a call writes, however large the product: of a long log they are a small share. A call without a client writes no `Logging started`, and
 * engines before 5.0 read fewer policies (msi-log-anatomy.md 10.1), so the lowest is ours; the highest is that of the real logs.
 */
const OF_A_CALL: Partial<Record<Kind | 'other', readonly [lowest: number, highest: number]>> = {
  '===': [2, 4],
  policy: [12, 54],
  SHGetFolderPath: [14, 73],
}

/** Folders of a product, for each of its components: 0.1 to 2.6 in the real logs, which has little to do with how long the log is. */
const DIR_OF_COMPONENT = 2.6

const linesWith = (lines: readonly string[], part: string): number => lines.filter(line => line.includes(part)).length

/** What our packages have more of than those of the real logs, in lines. */
const EXTRA: Partial<Record<Kind | 'other', (lines: readonly string[]) => number>> = {
  Component: lines => lines.filter(line => ABSENT.test(line)).length,
  // A file that a patch leaves alone has its operation all the same, and none of the lines of one that is copied.
  'Executing op': lines => linesWith(lines, 'Executing op: FileCopy(') - linesWith(lines, 'Source for file '),
  'action data': lines => tells(lines).filter(line => KINDS['action data'].test(line)).length,
}

test('a complete log has as much of everything as a real one', () => {
  const outside = complete.flatMap(log =>
    Object.entries(sharesOf(log.lines)).flatMap(([kind, share]) => {
      // A script that breaks off has named every component, and has not come to every file.
      if (kind === 'Component' && !isWhole(log)) return []
      const number = Math.round((share * log.lines.length) / 100)
      const ofCall = OF_A_CALL[kind as Kind]
      if (ofCall) return number < ofCall[0] || number > ofCall[1] ? [`${log.name}: ${number} lines of ${kind}`] : []
      if (kind === 'Dir') {
        const components = log.lines.filter(line => KINDS.Component.test(line)).length
        return number > DIR_OF_COMPONENT * components
          ? [`${log.name}: ${number} folders of ${components} components`]
          : []
      }
      const extra = EXTRA[kind as Kind]?.(log.lines) ?? 0
      const own = tenths(share - (100 * extra) / log.lines.length)
      const [lowest, highest] = REAL[kind as Kind]
      return own < lowest || own > highest ? [`${log.name}: ${kind} ${share}`] : []
    }),
  )
  expect(complete.length).toBeGreaterThan(15)
  expect(outside).toEqual([])
})

test('and is as long: thousands of lines', () => {
  const lengths = complete.filter(isWhole).map(log => log.lines.length)
  expect(lengths.length).toBeGreaterThan(10)
  expect(Math.min(...lengths)).toBeGreaterThan(2000)
  expect(Math.max(...lengths)).toBeLessThan(15_000)
})

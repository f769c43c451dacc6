import { z } from 'zod'
import { jsonText, sha256 } from '../bundle/bundleFile.ts'
import { PART_IDS } from '../drill/grade.ts'
import { csvCell, lines, utf8 } from '../forms/encode.ts'
import { INPUT_LIMITS } from '../limits.ts'
import type { ListForm } from '../place/list.ts'
import type { Case } from '../workbench/checks.ts'
import { junitOf } from '../workbench/reports/junit.ts'
import { calledBy, figuresOf } from './figures.ts'
import { type Graded, gradedJson, isGraded, isUngraded, type Ungraded } from './graded.ts'
import { namedFiles } from './names.ts'
import { type ClassReport, classPage, traineePage } from './pages.ts'

/**
 * What came out of a class, in the forms in which it is wanted: pages for people, a table for a gradebook, JUnit for a pipeline,
 * JSON for programs. report.json lists the others with their hashes, so that a later report takes the place of this one and of
 * nothing else.
 */

export interface ReportFile {
  readonly path: string
  readonly bytes: Uint8Array
}

const LIST = 'report.json'

/** The list last. */
export function reportOf(title: string, results: readonly (Graded | Ungraded)[]): ReportFile[] {
  const sessions = results.filter(isGraded)
  const ungraded = results.filter(isUngraded)
  const report = { title, sessions, ungraded, figures: figuresOf(sessions) }
  const files = [
    file('index.html', classPage(report)),
    file('gradebook.csv', gradebook(sessions)),
    file('junit.xml', `${junitOf(title, casesOf(report))}\n`),
    ...namedFiles(
      sessions.map(({ name }) => name),
      'html',
    ).map((name, i) => file(`trainees/${name}`, traineePage(title, sessions[i]!))),
  ]
  return [...files, file(LIST, jsonText(reportJson(report, files)))]
}

const file = (path: string, text: string): ReportFile => ({ path, bytes: utf8(text) })

// ------------------------------------------------------------------------------------------------------------- JSON

function reportJson({ title, sessions, ungraded, figures }: ClassReport, files: readonly ReportFile[]): object {
  return {
    schemaVersion: 1,
    files: files.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: sha256(bytes) })),
    title,
    class: figures,
    sessions: sessions.map(gradedJson),
    ungraded,
  }
}

const listSchema = z.looseObject({
  schemaVersion: z.literal(1),
  files: z.array(z.strictObject({ path: z.string(), bytes: z.int(), sha256: z.string() })),
})

/** As it is written, to the byte: one that somebody has edited is theirs. */
export const REPORT_LIST: ListForm = {
  name: LIST,
  limit: INPUT_LIMITS.report,
  read(bytes) {
    const text = bytes.toString('utf8')
    try {
      const data = JSON.parse(text) as object
      const read = listSchema.safeParse(data)
      return read.success && jsonText(data) === text && read.data.files.every(isOurs) ? read.data.files : undefined
    } catch {
      return undefined
    }
  },
}

const isOurs = ({ path }: { readonly path: string }): boolean =>
  /^(?:index\.html|gradebook\.csv|junit\.xml|trainees\/[\w-]+\.html)$/.test(path)

// -------------------------------------------------------------------------------------------------------------- CSV

const COLUMNS = [
  'name',
  'email',
  'session',
  'scenario',
  'seed',
  'handed in',
  ...PART_IDS,
  'hints',
  'taken back',
  'score',
]

function gradebook(sessions: readonly Graded[]): string {
  return lines([
    COLUMNS.join(','),
    ...sessions.map(({ name, email, session, scenario, seed, handedIn, parts, hints, undone, score }) =>
      [
        ...[name, email, session, scenario].map(cell),
        ...[seed, handedIn ? 'yes' : 'no', ...parts.map(({ points }) => points), hints, undone, score],
      ].join(','),
    ),
  ])
}

/** A spreadsheet takes what begins so for a formula, and does what it says. */
const cell = (text: string): string => csvCell(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

// ------------------------------------------------------------------------------------------------------------ JUnit

function casesOf({ sessions, ungraded }: ClassReport): Case[] {
  return [
    ...sessions.flatMap(session =>
      session.parts.map(({ id, points, of, why }) => ({
        group: `${calledBy(session)} (${session.session})`,
        name: id,
        failures: points < of ? [`${points} of ${of}: ${why}`] : [],
      })),
    ),
    ...ungraded.map(({ session, why }) => ({ group: session, name: 'is graded', failures: [], errors: [why] })),
  ]
}

import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { jsonText } from '../../sim/bundle/bundleFile.ts'
import { inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import { writeEvtx } from '../../sim/forms/eventlog/evtx.ts'
import { makeBundleWith } from '../../sim/mutants/bundle.ts'
import { type Judged, judge, type LogOf, logsOf, type Verdict } from '../../sim/pipeline/fixtures.ts'
import { loadSigmaRule, type SigmaRule } from '../../sim/pipeline/sigma/rule.ts'
import { formatProblems } from '../../sim/written/problems.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { readWritten } from '../input.ts'
import { makeNewFolder } from '../newFolder.ts'
import { note, print, printJson } from '../output.ts'
import { atPlace } from '../place.ts'
import { chosenScenarios } from '../plan.ts'
import { progressOn } from '../progress.ts'
import { orContradiction, reproduction, simulateOrStop, type UsableScenario } from '../scenario.ts'
import { turn, unfinished } from '../unfinished.ts'
import { SCHEMA_VERSION } from '../version.ts'
import { bundleOptions, writeFiles } from '../writeBundle.ts'

/** `fixtures`: bundles that a rule of Sigma must find, nearly finds, and must not find. Does not know what a rule means. */

export interface FixturesOptions {
  readonly for: string
  readonly out: string
  readonly count: number
  readonly seed: number
  readonly scenario?: readonly string[]
  readonly json?: true
}

/** What is written of a bundle into `fixtures.json`. */
interface Fixture extends Judged {
  readonly bundle: string
  readonly scenario: string
  readonly seed: number
  /** The same logs as .evtx, whatever the server's own form is. */
  readonly logs: readonly { readonly file: string; readonly server: string; readonly log: string }[]
}

const WANTED: readonly Verdict[] = ['hit', 'near', 'miss']

export async function fixturesCommand(options: FixturesOptions): Promise<ExitCode> {
  const { out, count, seed } = options
  const text = readWritten(options.for)
  const rule = ruleIn(text, options.for)
  makeNewFolder(out)
  const usable = await chosenScenarios(options.scenario)
  const fixtures: Fixture[] = []
  const progress = progressOn(process.stderr, process.env, usable.length)
  const finished = unfinished(out, ...WANTED.map(verdict => join(out, verdict)))
  try {
    for (const one of usable) {
      progress.step(one.id)
      await turn()
      const run = simulateOrStop(one, { seed }, 'run')
      const logs = logsOf(run)
      const judged = judge(rule, logs)
      if (fixtures.filter(({ verdict }) => verdict === judged.verdict).length >= count) continue
      const files = orContradiction(reproduction('run', one.name, { seed }), () =>
        makeBundleWith(undefined, run, bundleOptions(one)),
      )
      const place = `${judged.verdict}/${one.id}-${seed}`
      writeFiles(files, join(out, place))
      fixtures.push({ ...judged, bundle: place, scenario: one.id, seed, logs: writeLogs(out, place, logs) })
      if (WANTED.every(verdict => countOf(fixtures, verdict) >= count)) break
    }
  } finally {
    progress.end()
    finished()
  }
  const { title, id } = rule
  const summary = { rule: { title, ...(id !== undefined && { id }), file: basename(options.for) }, fixtures }
  writeBeside(out, 'fixtures.json', jsonText({ schemaVersion: SCHEMA_VERSION, ...summary }))
  writeBeside(out, basename(options.for), text)
  if (options.json) printJson({ out, ...summary })
  else print(asText(rule, fixtures, usable))
  for (const verdict of WANTED.filter(one => countOf(fixtures, one) === 0)) note(lacking(verdict, usable.length))
  return countOf(fixtures, 'hit') > 0 ? EXIT.done : EXIT.expectationFailed
}

const countOf = (fixtures: readonly Fixture[], verdict: Verdict): number =>
  fixtures.filter(fixture => fixture.verdict === verdict).length

function ruleIn(text: string, file: string): SigmaRule {
  const loaded = loadSigmaRule(text, file)
  if (loaded.ok) return loaded.rule
  throw new Stop(EXIT.unusable, formatProblems(loaded.problems, text))
}

function writeLogs(out: string, place: string, logs: readonly LogOf[]): Fixture['logs'] {
  const several = new Set(logs.map(({ server }) => server)).size > 1
  return logs.map(({ server, log, records }) => {
    const file = `${place}${several ? `.${server}` : ''}.${log}.evtx`
    writeBeside(out, file, writeEvtx(records))
    return { file, server, log }
  })
}

function writeBeside(out: string, file: string, content: string | Uint8Array): void {
  atPlace(told`cannot write ${join(out, file)}`, () => {
    writeFileSync(join(out, file), content)
  })
}

// -------------------------------------------------------------------------------------------------------------- words

const SAYS: Readonly<Record<Verdict, string>> = {
  hit: 'must be found',
  near: 'must not be found, and nearly is',
  miss: 'must not be found',
}

function asText({ title }: SigmaRule, fixtures: readonly Fixture[], usable: readonly UsableScenario[]): Shown {
  const titles = new Map(usable.map(({ id, scenario }) => [id, scenario.title]))
  return inLines([
    told`${title}`,
    ...WANTED.flatMap(verdict => {
      const rows = fixtures.filter(fixture => fixture.verdict === verdict)
      return rows.length === 0
        ? []
        : [
            told``,
            told`${SAYS[verdict]}:`,
            ...rows.map(row => told`  ${row.bundle}  ${titles.get(row.scenario) ?? ''}${why(row)}`),
          ]
    }),
  ])
}

function why({ matches, near }: Fixture): string {
  if (near) return `: ${near.log} ${near.record} but for ${near.item}`
  if (matches.length === 0) return ''
  const named = matches.slice(0, 3).map(({ log, record }) => `${log} ${record}`)
  return `: ${named.join(', ')}${matches.length > 3 ? ` and ${matches.length - 3} more` : ''}`
}

const lacking = (verdict: Verdict, count: number): Shown =>
  told`none of ${count} scenarios ${{ hit: 'fits the rule', near: 'comes near it', miss: 'is far from it' }[verdict]}`

import { uuidFrom } from '../../../model/installer/guid.ts'
import { writeEvtx } from '../../forms/eventlog/evtx.ts'
import { recordOf } from '../../forms/eventlog/records.ts'
import { groupedBy } from '../../grouped.ts'
import { twinOf } from '../../remedy/twin.ts'
import type { Run } from '../../run/simulate.ts'
import { type Judged, judge } from '../fixtures.ts'
import { recordsOfRun } from '../records.ts'
import { sigmaEvent } from '../sigma/event.ts'
import { evtxDump } from './evtxDump.ts'
import { dayOf, type Exported, type Layout, labelPieces, type Piece, textPiece, yamlText } from './layout.ts'
import { isOf, keyOf, kindOf, ruleFor, type Seen, type WrittenRule } from './sigmaRules.ts'

/**
 * Rules with their regression data, as SigmaHQ's runner takes them: layouts.md 1. That runner knows only logs in which a rule
 * must fit. Those in which it must not are for the other one, which looks for false positives in a folder of logs: they
 * have a folder of their own. Does not know how a rule is found: sigmaRules.ts.
 */
export const sigmahq: Layout = {
  says: 'Rules of Sigma with regression data, as in SigmaHQ/sigma',
  truth: `Each rule is about events that are labelled as a cause, and \`match_count\` is the number of labels. A cause that no event
shows, or whose events nothing tells from others, has no rule. \`tests/regression_tests_runner.py\` takes \`rules\`.
\`negative_data\` holds logs in which no rule may fit, for \`evtx-sigma-checker --evtx-path\`: a log without the events that
fit (\`near_miss\`), and that of the same server with nothing wrong (\`healthy\`). Logs of Server 2003 are .evtx here too.`,
  *pieces(runs) {
    const { logs, days } = gathered(runs)
    const seen = logs.flatMap(log => log.seen)
    const kinds = new Map(seen.flatMap(one => kindOf(one) ?? []).map(kind => [keyOf(kind), kind]))
    const rules = [...kinds].flatMap(([key, kind]) => ruleFor(kind, seen, days.get(key)!) ?? [])
    for (const rule of rules) yield* rulePieces(rule, rules, logs)
  },
}

/** What a run has written to a log of a server. */
interface WrittenLog {
  /** The run, and the server where there are several. */
  readonly name: string
  readonly seen: readonly Seen[]
  /** It is the twin's, on which nothing was wrong. */
  readonly isHealthy: boolean
}

/** The logs of all runs, those of a twin for each kind of event that is new, and the day of each kind. */
function gathered(runs: Iterable<Exported>): { logs: WrittenLog[]; days: Map<string, string> } {
  const logs: WrittenLog[] = []
  const days = new Map<string, string>()
  for (const { name, run } of runs) {
    const own = logsOf(run, name, false)
    logs.push(...own)
    const fresh = own
      .flatMap(({ seen }) => seen.flatMap(one => kindOf(one) ?? []))
      .filter(kind => !days.has(keyOf(kind)))
    if (fresh.length > 0) logs.push(...logsOf(twinOf(run.scenario, run).run, name, true))
    for (const kind of fresh) days.set(keyOf(kind), dayOf(run))
  }
  return { logs, days }
}

function logsOf(run: Run, name: string, isHealthy: boolean): WrittenLog[] {
  const events = recordsOfRun(run).filter(record => record.kind === 'event')
  const several = run.servers.length > 1
  return [...groupedBy(events, ({ host, log }) => `${host} ${log}`).values()].map(entries => ({
    name: several ? `${name}-${entries[0]!.host}` : name,
    isHealthy,
    seen: entries.map(({ log, machine, event, label }) => {
      const record = recordOf(machine, log, event)
      return { log, record, event: sigmaEvent(record), label }
    }),
  }))
}

// ------------------------------------------------------------------------------------------------------- of one rule

function* rulePieces(
  written: WrittenRule,
  rules: readonly WrittenRule[],
  logs: readonly WrittenLog[],
): Generator<Piece> {
  const { folder, name, text, kind, rule } = written
  const place = `regression_data/rules/${folder}/${name}`
  const own = logs.filter(({ seen }) => seen[0]!.log === kind.log)
  const positive = own.filter(({ seen }) => seen.some(one => isOf(one, kind)))
  yield textPiece(`rules/${folder}/${name}.yml`, text)
  const tests = positive.map((log, i) => ({
    log,
    place: i === 0 ? place : `${place}/${log.name}`,
    count: log.seen.filter(one => isOf(one, kind)).length,
  }))
  const says = `What ${positive.map(log => log.name).join(', ')} left in the log, among it what the rule is about`
  yield infoPiece(written, place, 'Positive Detection Test', says, tests)
  for (const test of tests) yield* logPieces(written, test.place, test.log.seen)

  const negative = `negative_data/rules/${folder}/${name}`
  const near = nearOf(written, rules, [...positive, ...own.filter(log => !log.isHealthy)])
  if (near) {
    const [record, item] = [near.judged.near!.record, near.judged.near!.item]
    const why = `${near.log.name} without what fits a rule; record ${record} comes nearest, but for ${item}`
    yield* negativePieces(written, `${negative}/near_miss`, 'Near Miss', why, near.log.seen)
  }
  const healthy = own.find(log => log.isHealthy && log.name === positive[0]!.name)
  if (healthy && judge(rule, [logOf(healthy)]).verdict !== 'hit') {
    const why = `The same server as in ${healthy.name}, with nothing wrong on it`
    yield* negativePieces(written, `${negative}/healthy`, 'Healthy Server', why, healthy.seen)
  }
}

/** The first log that comes near the rule when what fits any rule is left out of it. */
function nearOf(
  { rule, kind }: WrittenRule,
  rules: readonly WrittenRule[],
  logs: readonly WrittenLog[],
): { readonly log: WrittenLog; readonly judged: Judged } | undefined {
  const beside = rules.filter(other => other.kind.log === kind.log)
  for (const log of logs) {
    const rest = { ...log, seen: log.seen.filter(({ event }) => !beside.some(other => other.rule.fits(event))) }
    if (rest.seen.length === 0) continue
    const judged = judge(rule, [logOf(rest)])
    if (judged.verdict === 'near') return { log: rest, judged }
  }
  return undefined
}

const logOf = ({ name, seen }: WrittenLog) => ({
  server: name,
  log: seen[0]!.log,
  records: seen.map(({ record }) => record),
})

interface Test {
  readonly place: string
  readonly count: number
}

function* negativePieces(
  written: WrittenRule,
  place: string,
  test: string,
  says: string,
  seen: readonly Seen[],
): Generator<Piece> {
  yield infoPiece(written, place, test, says, [{ place, count: 0 }])
  yield* logPieces(written, place, seen)
}

function* logPieces({ id }: WrittenRule, place: string, seen: readonly Seen[]): Generator<Piece> {
  const records = seen.map(({ record }) => record)
  yield { path: `${place}/${id}.evtx`, bytes: writeEvtx(records) }
  yield textPiece(`${place}/${id}.json`, evtxDump(records))
  yield* labelPieces(`${place}/${id}.evtx`, seen, ({ record }) => ({ record: record.number }))
}

function infoPiece(
  { id, title, day, kind }: WrittenRule,
  place: string,
  test: string,
  description: string,
  tests: readonly Test[],
): Piece {
  const info = {
    id: uuidFrom(`lab1603 sigmahq test ${place}`),
    description,
    date: day,
    author: 'lab1603',
    rule_metadata: [{ id, title }],
    regression_tests_info: tests.map(({ place: at, count }) => ({
      name: test,
      type: 'evtx',
      provider: kind.source,
      match_count: count,
      path: `${at}/${id}.evtx`,
    })),
  }
  return textPiece(`${place}/info.yml`, yamlText(info))
}

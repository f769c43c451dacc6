import type { Report } from './measure.ts'

export function asTable({
  node,
  processors,
  scenario,
  rounds,
  log,
  events,
  run,
  bundle,
  start,
  corpus,
}: Report): string {
  const rows: readonly (readonly [what: string, value: string])[] = [
    ['floor: formatting and encoding such lines', `${count(log.floorLinesPerSecond)} lines/s`],
    ['verbose log', `${count(log.linesPerSecond)} lines/s, ${log.ratio} of the floor`],
    ['verbose log with labels', `${count(log.linesPerSecondWithLabels)} lines/s, ${log.ratioWithLabels} of the floor`],
    ['floor: encoding the texts of such events', `${count(events.floorPerSecond)} events/s`],
    ['.evtx', `${count(events.perSecond)} events/s, ${events.ratio} of the floor`],
    ['building the server', `${run.buildMs} ms`],
    ['one run of the installer', `${run.installMs} ms, ${run.files} files, ${run.facts} facts, ${run.changes} changes`],
    ['a whole bundle, not written', `${bundle.ms} ms, ${bundle.artifacts} files, ${count(bundle.bytes)} bytes`],
    ['node -e 0', `${start.bareNodeMs} ms`],
    ['lab1603 --version', `${start.versionMs} ms`],
    [`${count(corpus.bundles)} bundles written, one job`, `${count(corpus.oneJobMs)} ms, median of ${corpus.rounds}`],
    ['the same, two jobs', `${count(corpus.twoJobsMs)} ms, ${corpus.speedUp} times as fast`],
    ['the same, two processes', `${corpus.speedUpOfProcesses} times as fast`],
    [`memory for ${corpus.few.bundles} and ${count(corpus.many.bundles)} bundles`, memory(corpus)],
  ]
  const width = Math.max(...rows.map(([what]) => what.length))
  return [
    `${scenario}, ${log.lines} lines; Node ${node}, ${processors} processors; medians of ${rounds} rounds`,
    ...rows.map(([what, value]) => `${what.padEnd(width)}  ${value}`),
  ].join('\n')
}

function memory({ few, many, growth }: Report['corpus']): string {
  return `${few.mostMb} and ${many.mostMb} MB at most, ratio ${growth}`
}

function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ' ')
}

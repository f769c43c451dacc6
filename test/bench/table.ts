import type { Report } from './measure.ts'

export function asTable({ node, processors, scenario, rounds, log, run, bundle, start }: Report): string {
  const rows: readonly (readonly [what: string, value: string])[] = [
    ['floor: formatting and encoding such lines', `${count(log.floorLinesPerSecond)} lines/s`],
    ['verbose log', `${count(log.linesPerSecond)} lines/s, ${log.ratio} of the floor`],
    ['verbose log with labels', `${count(log.linesPerSecondWithLabels)} lines/s, ${log.ratioWithLabels} of the floor`],
    ['building the server', `${run.buildMs} ms`],
    ['one run of the installer', `${run.installMs} ms, ${run.files} files, ${run.facts} facts, ${run.changes} changes`],
    ['a whole bundle, not written', `${bundle.ms} ms, ${bundle.artifacts} files, ${count(bundle.bytes)} bytes`],
    ['node -e 0', `${start.bareNodeMs} ms`],
    ['lab1603 --version', `${start.versionMs} ms`],
  ]
  const width = Math.max(...rows.map(([what]) => what.length))
  return [
    `${scenario}, ${log.lines} lines; Node ${node}, ${processors} processors; medians of ${rounds} rounds`,
    ...rows.map(([what, value]) => `${what.padEnd(width)}  ${value}`),
  ].join('\n')
}

function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ' ')
}

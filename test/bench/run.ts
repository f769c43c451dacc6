import { buildServer } from '../../sim/scenario/build.ts'
import type { InstallSpec } from '../../sim/scenario/schema.ts'
import { installRollup, type RollupInstall } from '../../sim/server/install.ts'
import { partOf, rounded, SEED, scenario } from './part.ts'
import { medians } from './timing.ts'

interface RunReport {
  readonly buildMs: number
  readonly installMs: number
  readonly files: number
  readonly facts: number
  readonly changes: number
}

/** A run of the installer is short, and the first ones are slow. */
const RUNS = 60
const WARM_UPS = 30

export const run = partOf(
  'building a server, and one run of the installer on it',
  measure,
  ({ buildMs, installMs, files, facts, changes }) => [
    ['building the server', `${buildMs} ms`],
    ['one run of the installer', `${installMs} ms, ${files} files, ${facts} facts, ${changes} changes`],
  ],
)

/** Timed apart: what `simulate` does is the sum. */
function measure(): RunReport {
  const read = scenario()
  const spec = read.servers[0]!
  const step = read.steps.find((s): s is InstallSpec => s.kind === 'install')!
  const { patch, arch = spec.arch, ...manner } = step
  const order: RollupInstall = { ...manner, kb: patch.kb, arch }
  const build = () => buildServer(read, 0, SEED).recorder
  let recorder = build()
  const work = {
    build: () => {
      recorder = build()
    },
    install: () => installRollup(recorder, 0, order),
  }
  const times = medians(RUNS, work, WARM_UPS)
  const { facts, machine } = recorder
  return {
    buildMs: rounded(times.build),
    installMs: rounded(times.install),
    files: machine.files.size,
    facts: facts.length,
    changes: facts.filter(({ body }) => body.kind === 'change').length,
  }
}

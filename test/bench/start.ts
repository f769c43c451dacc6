import { spawnSync } from 'node:child_process'
import { here, partOf, ROUNDS, rounded } from './part.ts'
import { medians } from './timing.ts'

interface StartReport {
  readonly bareNodeMs: number
  readonly versionMs: number
  readonly spawns: number
}

export const start = partOf(
  'the start of the command line, beside that of Node',
  measure,
  ({ bareNodeMs, versionMs }) => [
    ['floor: node -e 0', `${bareNodeMs} ms`],
    ['lab1603 --version', `${versionMs} ms`],
  ],
)

function measure(): StartReport {
  const start = (...args: readonly string[]): void => {
    spawnSync(process.execPath, args, { stdio: 'ignore' })
  }
  const times = medians(ROUNDS, {
    bare: () => start('-e', '0'),
    version: () => start(here('../dist/cli.js'), '--version'),
  })
  return { bareNodeMs: rounded(times.bare), versionMs: rounded(times.version), spawns: ROUNDS }
}

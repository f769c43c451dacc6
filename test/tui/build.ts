import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Bundles `dist` once, before the first test. */
export default function build(): void {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const rolldown = fileURLToPath(new URL('../../node_modules/rolldown/bin/cli.mjs', import.meta.url))
  const { status, stderr, stdout } = spawnSync(process.execPath, [rolldown, '-c', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`dist could not be built\n${stdout}${stderr}`)
}

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** The manifest holds the SHA-256 of every file, so equal manifests are equal bundles. */
function manifest(scenario: string, env: Readonly<Record<string, string>>): string {
  const out = join(mkdtempSync(join(tmpdir(), 'lab1603-')), 'bundle')
  execFileSync(process.execPath, ['dist/cli.js', 'run', scenario, '--seed', '11', '--out', out], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  })
  return readFileSync(join(out, 'bundle.json'), 'utf8')
}

const PLACES = [
  { TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8', LC_ALL: 'ja_JP.UTF-8' },
  { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
  { TZ: 'Pacific/Chatham', LANG: 'C', LC_ALL: 'C' },
]

test.each(['saved-state-lost', 'clean-install-sp1'])(
  '%s gives the same bytes in every time zone and locale',
  scenario => {
    const here = manifest(scenario, { TZ: 'UTC', LC_ALL: 'en_US.UTF-8' })
    for (const place of PLACES) expect(manifest(scenario, place)).toBe(here)
  },
)

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, describe, expect, it } from 'vitest'
import { CHROMIUM, needing } from '../needs.ts'
import { plain } from '../sim/forms/eventlog/xml.ts'
import { ROOT } from './helpers.ts'

/** The library in a browser: a page that imports it says and hashes what Node says and hashes. */

const built = (name: string): string => pathToFileURL(join(ROOT, 'dist', 'library', `${name}.js`)).href
/** As it is packed for Node. */
const library: typeof import('../../library/index.ts') = await import(built('index'))
const { eventsOf, evtxFile }: typeof import('../../library/eventlog.ts') = await import(built('eventlog'))

/** A server of each system, and two of them. */
const WANTED = ['file-in-use', 'execution-policy-gpo-2008', 'cas-proxy-order-2008']

const folder = mkdtempSync(join(tmpdir(), 'lab1603-browser-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The bundle of the page, as whoever makes one has it: names are resolved by the `exports` of the package. */
async function bundled(): Promise<string> {
  const build = await rolldown({ input: join(import.meta.dirname, 'web', 'page.js'), platform: 'browser' })
  const { output } = await build.generate({ format: 'esm', codeSplitting: false })
  return output[0].code
}

/** What the page says at its end. A script that stands in it may not contain the tag that would end it. */
async function opened(): Promise<Opened> {
  const file = join(folder, 'page.html')
  const script = (await bundled()).replaceAll('</script', '<\\/script')
  const wanted = `<script>wanted = ${JSON.stringify(WANTED)}</script>`
  writeFileSync(file, `<!doctype html><meta charset=utf-8><body>${wanted}<script type=module>${script}</script>`)
  const options = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--virtual-time-budget=60000',
  ]
  const profile = `--user-data-dir=${join(folder, 'profile')}`
  const dom = execFileSync(CHROMIUM.path, [...options, profile, '--dump-dom', pathToFileURL(file).href], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return JSON.parse(plain(/<output>([^<]*)<\/output>/.exec(dom)?.[1] ?? 'null'))
}

interface Opened {
  readonly results: readonly unknown[]
  readonly node: readonly string[]
}

function onNode(id: string): object {
  const text = library.scenarioText(id)
  const loaded = library.loadScenario(text)
  const scenario = loaded.ok ? loaded.scenario : expect.unreachable()
  const run = library.simulate(scenario)
  const bundle = library.makeBundle(run, { text, name: id })
  const log = bundle.find(({ path }) => /\.evtx?$/i.test(path))!
  return {
    story: library.tellStory(run),
    diagnosis: library.diagnose(bundle),
    outcome: library.repair(scenario).result.outcome,
    manifest: new TextDecoder().decode(bundle.find(({ path }) => path === 'bundle.json')!.bytes),
    rewritten: evtxFile(eventsOf(log.bytes)).length,
  }
}

describe('in a browser', () => {
  it('a page simulates, diagnoses, repairs, and hashes the same bytes', needing(CHROMIUM), async () => {
    const { results, node } = await opened()
    expect(results).toEqual(JSON.parse(JSON.stringify(WANTED.map(onNode))))
    expect(node).toEqual([])
  })

  it('nothing of Node is asked for, and no peer of another part', async () => {
    const code = await bundled()
    expect(code).not.toMatch(/\bprocess\.(?:env|versions|platform|cwd|std)|\brequire\(|from ?['"]node:/)
    expect(code).not.toMatch(/fast-check|vitest/)
    expect(code.length).toBeLessThan(1_800_000)
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'vitest'
import { loadScenario } from '../sim/scenario/load.ts'
import { simulate } from '../sim/simulate.ts'
import { lines } from './scratch-lines.ts'

const only = process.env.ONLY
test('scratch', () => {
  for (const name of readdirSync('scenarios').sort()) {
    if (only && !new RegExp(only).test(name)) continue
    const text = readFileSync(`scenarios/${name}`, 'utf8')
    const loaded = loadScenario(text, name)
    if (!loaded.ok) { console.log(name, JSON.stringify(loaded.problems)); continue }
    const { scenario } = loaded
    const run = simulate(scenario, { seed: 1 })
    const s = run.servers[0]!
    const ids = s.machine.logs.Application.slice(s.initial.logs.Application.length).filter(e => e.source === 'MsiInstaller').map(e => e.id)
    const f = s.facts.find(f => f.body.kind === 'action-ended' && f.body.value === 3)
    const first = f?.body.kind === 'action-ended' ? f.body.action : null
    const got = JSON.stringify([run.attempts.map(a => a.exitCode), first, ids])
    const want = JSON.stringify([scenario.expect.exitCodes, scenario.expect.firstReturnValue3, scenario.expect.events])
    const minutes = run.attempts.map(a => Math.round((a.endedAt - a.startedAt) / 6000) / 10)
    console.log(got === want ? 'OK  ' : 'DIFF', name, got, got === want ? '' : `want ${want}`, 'min', minutes.join())
    if (process.env.SHOW) for (const l of lines(run)) console.log(l)
  }
})

import { diagnose, formatDiagnosis, loadScenario, makeBundle, repair, scenarioText, simulate, tellStory } from 'lab1603'
import { eventsOf, evtxFile } from 'lab1603/eventlog'

/** A page that rehearses rollups in a browser, and leaves what came of it for whoever opened it. Knows no Node. */

const show = (tag, text) => document.body.append(Object.assign(document.createElement(tag), { textContent: text }))

function rehearsed(id) {
  const text = scenarioText(id)
  const { scenario } = loadScenario(text)
  const run = simulate(scenario)
  const bundle = makeBundle(run, { text, name: id })
  const [story, diagnosis] = [tellStory(run), diagnose(bundle)]
  show('pre', story)
  show('pre', formatDiagnosis(diagnosis))
  const log = bundle.find(({ path }) => /\.evtx?$/i.test(path))
  return {
    story,
    diagnosis,
    outcome: repair(scenario).result.outcome,
    manifest: new TextDecoder().decode(bundle.find(({ path }) => path === 'bundle.json').bytes),
    rewritten: evtxFile(eventsOf(log.bytes)).length,
  }
}

const results = window.wanted.map(rehearsed)
show('output', JSON.stringify({ results, node: ['process', 'Buffer', 'require'].filter(name => name in window) }))

import { strFromU8, unzipSync } from 'fflate'
import { evidenceFiles } from '../../sim/bundle/bundle.ts'
import { CAUSES } from '../../sim/causes.ts'
import { handoutOf } from '../../sim/classroom/handout.ts'
import { packed } from '../../sim/classroom/pack.ts'
import { answerOf, sceneOf } from '../../sim/classroom/sealed.ts'
import { ticketOf } from '../../sim/drill/ticket.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { loadUsable } from '../../sim/run/usable.ts'
import { scenarioById, scenarioIds } from './state.ts'
import type { Trial } from './trial.ts'

/** What is handed out of every scenario, as a sealed lab and as an archive, is searched for the answer. */

const ids = scenarioIds()
const KEY = new Uint8Array(32).fill(7)

/** A word of Windows' own: a patch is superseded, and a listing prints it. */
const OF_WINDOWS = 'superseded'

export const sealing: Trial = {
  name: 'sealing',
  law: 'what is handed out of a scenario is its evidence to the byte, and names neither the scenario nor what is wrong',
  sample: 5,
  whole: () => ids.length,
  endless: false,
  marks: { 'has a cause': 60 },
  broken(n, reach) {
    const id = ids[n - 1]!
    const { text, scenario } = scenarioById(id)
    if (scenario.causes.length > 0) reach('has a cause')
    return wrongWithLab(id, text) ?? wrongWithArchive(id, text)
  },
}

// ------------------------------------------------------------------------------------------------------ a sealed lab

function wrongWithLab(id: string, text: string): string | undefined {
  const trainee = { name: 'Ada Lovelace', email: 'ada@example.org' }
  const [lab] = packed({ answer: { id, text }, class: [trainee], seed: 1, exam: false }, KEY)
  const clear = [
    lab!.text,
    ...(lab!.text.match(/[\w+/=]{100,}/g) ?? []).map(part => Buffer.from(part, 'base64').toString('latin1')),
  ]
  const told = namedIn(clear.join('\n'), [...secretsOf(id, text), trainee.name, trainee.email, 'servers:', '"servers"'])
  if (told !== undefined) return `${id}: the lab tells ${told}`
  if (answerOf(lab!.text, KEY).text !== text) return `${id}: the answer is another one`
  const { scenario, seed } = sceneOf(lab!.text)
  const tells = namedIn(scenario, secretsOf(id, text))
  if (tells !== undefined) return `${id}: the scene tells ${tells}`
  return sameServers(text, scenario, seed) ? undefined : `${id}: the scene is another server`
}

/** Without its answer key a scenario gives the same evidence and the same ticket. */
function sameServers(text: string, scene: string, seed: number): boolean {
  const [whole, bare] = [text, scene].map(one => {
    const loaded = loadUsable(one, 'scenario')
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
    const run = simulate(loaded.scenario, { seed })
    return { files: evidenceFiles(run), ticket: ticketOf(run).join('\n') }
  })
  return (
    whole!.ticket === bare!.ticket &&
    whole!.files.length === bare!.files.length &&
    whole!.files.every(({ path, bytes }, i) => path === bare!.files[i]!.path && equal(bytes, bare!.files[i]!.bytes))
  )
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(b)

// --------------------------------------------------------------------------------------------------------- an archive

function wrongWithArchive(id: string, text: string): string | undefined {
  const { scenario } = scenarioById(id)
  const options = { scenarioText: text, scenarioName: id, toolVersion: '0.0.0' }
  const { name, evidence, truth } = handoutOf(simulate(scenario, { seed: 1 }), options)
  const [shown, kept] = [unzipSync(evidence), unzipSync(truth)]
  const labels = strFromU8(kept[`${name}/server/truth/labels.jsonl`]!)
  const secrets = [...secretsOf(id, text), ...labelsIn(labels)]
  const inNames = namedIn([strFromU8(evidence, true), ...Object.keys(shown)].join('\n'), secrets)
  if (inNames !== undefined) return `${id}: the archive has ${inNames} in it, or in the name of a file`
  for (const [path, bytes] of Object.entries(shown)) {
    const told = [strFromU8(bytes, true), Buffer.from(bytes).toString('utf16le')]
      .map(readable => namedIn(readable, secrets))
      .find(found => found !== undefined)
    if (told !== undefined) return `${id}: ${path} tells ${told}`
  }
  const files = Object.keys(shown).length
  return files > 15 && `${name}/ticket.txt` in shown ? undefined : `${id}: ${files} files are handed out`
}

/** `"L-12"`, `servers[0].change[1]`: words that only a label has. */
function labelsIn(jsonl: string): string[] {
  const rows = jsonl.split('\n').filter(row => row !== '')
  const labels = rows.map(row => JSON.parse(row) as { readonly id: string; readonly change?: string })
  return ['herring', 'symptom', ...labels.flatMap(({ id, change }) => [`"${id}"`, ...(change ? [change] : [])])]
}

/** Everything that stands for the answer. */
function secretsOf(id: string, text: string): string[] {
  const title = /^title: *'?(.+?)'?$/m.exec(text)![1]!
  return [...CAUSES, ...ids, id, title].filter(word => word !== OF_WINDOWS)
}

const namedIn = (text: string, secrets: readonly string[]): string | undefined =>
  secrets.find(secret => text.includes(secret))

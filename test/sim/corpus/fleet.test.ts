import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type FleetOrder, fleetOf } from '../../../sim/corpus/fleet/fleet.ts'
import type { Cast } from '../../../sim/corpus/fleet/incidents.ts'
import { apportioned, KINDS } from '../../../sim/corpus/fleet/kinds.ts'
import { fleetJsonSchema } from '../../../sim/corpus/fleet/schema.ts'
import { type CorpusPlan, type CorpusScenario, corpusScenario, folderAt } from '../../../sim/corpus/plan.ts'
import { stands } from '../../../sim/corpus/standing.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { loadScenario } from '../../../sim/scenario/load.ts'
import { marked } from '../scenario/helpers.ts'

function scenarioOf(id: string): CorpusScenario {
  const text = readFileSync(`scenarios/${id}.yaml`, 'utf8')
  const loaded = loadScenario(text, id)
  if (!loaded.ok) throw new Error(id)
  return corpusScenario(id, id, text, loaded.scenario)
}

/** Where faults come from in most of these tests. */
const SCENARIOS = [
  'file-in-use',
  'services-disabled',
  'setup-logs-missing',
  'not-elevated',
  'cas-proxy-order',
  'superseded',
].map(scenarioOf)

interface Planned {
  readonly plan: CorpusPlan
  readonly cast: readonly Cast[]
}

function fleet(text: string, more: Partial<FleetOrder> = {}): Planned {
  const made = fleetOf({ text, file: 'fleet.yaml', seed: 1, scenarios: SCENARIOS, ...more })
  if ('problems' in made) throw new Error(JSON.stringify(made.problems))
  return made
}

const TWO_SITES = `
domain: fabrikam.com
days: 4
update-night: {date: 2008-11-15, from: '22:00', to: '03:00'}
sites:
  - {name: CHI, zone: Central Standard Time, hosts: 20}
  - {name: BER, zone: W. Europe Standard Time, hosts: 6, roles: {mailbox: 2, front-end: 1}}
incidents:
  - {hosts: [CHI-MBX01], faults: [file-in-use, setup-logs-missing]}
  - {count: 2, combine: 1-2}
  - {hosts: [BER-MBX02], scenario: services-disabled, at: 2008-11-16T14:05:00}
`
const whole = fleet(TWO_SITES)
const toldOf = ({ plan }: Planned, name: string) => JSON.parse(plan.beside!.find(({ path }) => path === name)!.text)

describe('the hosts of a fleet', () => {
  const { cast, plan } = whole
  const hosts = cast.map(({ host }) => host)

  it('have names of their own, by site and kind, that Windows takes', () => {
    const names = hosts.map(({ name }) => name)
    expect(new Set(names).size).toBe(26)
    expect(names.every(name => name.length <= 15)).toBe(true)
    expect(names.slice(0, 4)).toEqual(['CHI-CAS01', 'CHI-CAS02', 'CHI-CAS03', 'CHI-EDG01'])
    expect(names.slice(20)).toEqual(['BER-FNT01', 'BER-FNT02', 'BER-MBX01', 'BER-MBX02', 'BER-MBX03', 'BER-MBX04'])
  })

  it('stand in one domain, whose administrators they have, but for those that join none', () => {
    const servers = cast.map(({ scenario }) => scenario.servers[0]!)
    const [first, ...others] = new Set(servers.map(({ domain }) => JSON.stringify(domain)))
    expect(JSON.parse(first!)).toMatchObject({
      name: 'fabrikam.com',
      authority: [expect.any(Number), expect.any(Number), expect.any(Number)],
    })
    expect(others).toEqual([undefined])
    for (const { roles, domain } of servers) expect(domain === undefined).toBe(roles.includes('edge-transport'))
    const { hosts: rows } = toldOf(whole, 'fleet.json')
    expect(new Set(rows.map(({ machineSid }: { machineSid: string }) => machineSid)).size).toBe(26)
  })

  it('are updated one after the other at each site, within the window, Client Access first and mailboxes last', () => {
    for (const site of ['CHI', 'BER']) {
      const there = hosts.filter(one => one.site === site && one.name !== 'BER-MBX02')
      const starts = there.map(({ turn }) => turn.start)
      expect(starts).toEqual([...new Set(starts)].sort())
      expect(starts[0]! >= '2008-11-15T22:00:00' && starts.at(-1)! < '2008-11-16T03:00:00').toBe(true)
      expect(there.at(-1)!.roles).toEqual(['mailbox'])
    }
  })

  it('live all of the days: those before their turn, then those behind it', () => {
    for (const { scenario, host } of cast) {
      const { background } = scenario.servers[0]!
      const behind = scenario.steps.flatMap(step => (step.kind === 'live' ? [step.days] : []))
      expect(background).toMatchObject({ days: host.turn.before })
      expect(behind).toEqual([4 - host.turn.before])
    }
  })

  it('are all there as scenarios that a bundle can be made of alone', () => {
    expect(plan.count).toBe(26)
    for (const [index, { text }] of cast.entries()) {
      const bundle = folderAt(plan, index)
      expect(bundle.from).toMatchObject({ text, name: 'truth/scenario.yaml' })
      expect(bundle.path).toBe(toldOf(whole, 'fleet.json').hosts[index].bundle)
    }
  })

  it('are the same for the same seed, others for another one, and the same whichever of them a process makes', () => {
    const texts = ({ cast: those }: Planned) => those.map(({ text }) => text)
    expect(texts(fleet(TWO_SITES, { shard: { part: 2, of: 3 } }))).toEqual(texts(whole))
    expect(fleet(TWO_SITES, { shard: { part: 2, of: 3 } }).plan.beside).toEqual(plan.beside)
    expect(texts(fleet(TWO_SITES, { seed: 2 }))).not.toEqual(texts(whole))
  })
})

describe('the incidents of a fleet', () => {
  const carried = ({ cast }: Planned) =>
    new Map(cast.flatMap(({ host, incident }) => (incident ? [[host.name, incident]] : [])))

  it('are where the file has them, and nowhere else', () => {
    const there = carried(whole)
    expect(there.size).toBe(4)
    expect(there.get('CHI-MBX01')).toEqual({ causes: ['file-in-use', 'setup-logs-missing'] })
    expect(there.get('BER-MBX02')).toEqual({ causes: ['services-disabled'], scenario: 'services-disabled' })
    for (const { scenario, incident } of whole.cast) expect(scenario.causes).toEqual(incident?.causes ?? [])
  })

  it('happen at their time, where they have one', () => {
    const { turn, roles } = whole.cast.find(({ host }) => host.name === 'BER-MBX02')!.host
    expect(turn).toEqual({ start: '2008-11-16T14:05:00', before: 3, after: 1 })
    // A scenario brings its kind of server along.
    expect(roles).toEqual(['mailbox', 'client-access', 'hub-transport'])
  })

  it('can stand where they are put', () => {
    for (const { scenario, incident, host } of whole.cast) {
      if (incident) expect([host.name, stands(scenario, 1)]).toEqual([host.name, true])
    }
  })

  it('are on one host in ten, where the file says nothing', () => {
    const counts = [4, 10, 26].map(hosts => carried(fleet(`days: 2\nsites: [{name: A, hosts: ${hosts}}]`)).size)
    expect(counts).toEqual([1, 1, 3])
    expect(carried(fleet('days: 2\nsites: [{name: A, hosts: 4}]\nincidents: []')).size).toBe(0)
  })

  it('are the same whatever the domain and the site are called', () => {
    const text = (domain: string, site: string) =>
      `domain: ${domain}\ndays: 2\nbaseline: rtm\nsites: [{name: ${site}, hosts: 4}]\nincidents: [{hosts: [${site}-MBX01], faults: [file-in-use]}]`
    const outcomes = [fleet(text('contoso.com', 'HQ')), fleet(text('litwareinc.com', 'B2'))].map(({ cast }) => {
      const { scenario } = cast.find(({ host }) => host.name.endsWith('-MBX01'))!
      return simulate(scenario, { seed: 5 }).attempts.map(({ exitCode }) => exitCode)
    })
    expect(outcomes[0]).toEqual(outcomes[1])
    expect(outcomes[0]).not.toEqual([0])
  })
})

describe('shares', () => {
  const names = ['a', 'b', 'c', 'd'] as const
  test('give every kind what it is due, less than one more or less, and together what there is', () => {
    const shares = fc.dictionary(fc.constantFrom(...names), fc.nat({ max: 20 }))
    fc.assert(
      fc.property(
        shares.filter(some => Object.values(some).some(n => n > 0)),
        fc.nat({ max: 500 }),
        (some, count) => {
          const dealt = apportioned(some as Record<string, number>, count)
          const total = Object.values(some).reduce((sum, n) => sum + n, 0)
          expect(dealt.reduce((sum, [, n]) => sum + n, 0)).toBe(count)
          for (const [name, n] of dealt) expect(Math.abs(n - (some[name]! * count) / total)).toBeLessThan(1)
        },
      ),
    )
  })

  test('have names that tell the kinds apart', () => {
    const shorts = Object.values(KINDS).map(({ short }) => short)
    expect(new Set(shorts).size).toBe(shorts.length)
  })
})

describe('what is wrong with a fleet is said with its place', () => {
  const sites = 'sites: [{name: HQ, hosts: 5}]\n'
  const cases: readonly (readonly [what: string, text: string, ...says: string[]])[] = [
    ['no sites', '▸days: 3\n', '`sites` is missing'],
    ['a key that there is not', `${sites}▸nights: 3\n`, 'unknown key `nights`'],
    ['a site twice', 'sites: [{name: HQ, hosts: 1}, {name: ▸HQ, hosts: 1}]', 'another site has the name `HQ`'],
    [
      'a name that is too long',
      'sites: [{name: ▸HEADQUARTERS, hosts: 1}]',
      '"HEADQUARTERS" is not one to eight capitals and digits such as CHI, the first a capital',
    ],
    ['too many hosts', 'sites: ▸[{name: A, hosts: 999}, {name: B, hosts: 999}]', 'these are 1998 hosts'],
    ['no share', 'sites: [{name: A, hosts: 1, roles: ▸{mailbox: 0}}]', 'no share is above 0'],
    [
      'a time without quotes',
      `${sites}update-night: {from: ▸22:60}`,
      '"22:60" is not a time of the day in quotes, such as \'22:00\'',
    ],
    ['a day that is none', `${sites}start: ▸2008-02-30`, '"2008-02-30" is not in the calendar'],
    [
      'a night outside of the days',
      `${sites}days: 5\nstart: 2008-11-01\nupdate-night: {date: ▸2008-11-06}`,
      'the update night of 2008-11-06 is not within the 5 days from 2008-11-01, with a day before it',
    ],
    ['a rollup of another series', `${sites}rollup: ▸KB935490`, 'KB935490 is no rollup of sp1'],
    ['a past behind it', `${sites}rollups: [KB945684, ▸KB959241]`, 'KB959241 is no rollup of sp1 before KB952580'],
    ['nobody', `${sites}incidents: [▸{combine: 1}]`, 'nothing says on which servers'],
    ['nothing', `${sites}incidents: [▸{count: 1}]`, 'nothing says what goes wrong'],
    [
      'two things',
      `${sites}incidents: [{count: 1, combine: 1, ▸scenario: superseded}]`,
      '`scenario` stands beside `combine`, which says what goes wrong already',
    ],
    [
      'a host that there is not',
      `${sites}incidents: [{hosts: [▸HQ-MBX09], combine: 1}]`,
      'no host has the name HQ-MBX09',
    ],
    [
      'a host twice',
      `${sites}incidents: [{hosts: [HQ-MBX01, ▸HQ-MBX01], faults: [file-in-use]}]`,
      'HQ-MBX01 has an incident already',
    ],
    [
      'a cause that there is not',
      `${sites}incidents: [{count: 1, faults: [▸superseded]}]`,
      'no fault of the scenarios is called superseded',
    ],
    [
      'a scenario that there is not',
      `${sites}incidents: [{count: 1, scenario: ▸file-in-us}]`,
      'no scenario is called file-in-us',
    ],
    [
      'a scenario of two servers',
      `${sites}incidents: [{count: 1, scenario: ▸cas-proxy-order}]`,
      'cas-proxy-order has several servers, and a host is one',
    ],
    [
      'a fault for which there is no room',
      `${sites}os: {windows-server-2003: 1}\nincidents: [{hosts: [▸HQ-MBX01], faults: [not-elevated]}]`,
      'not-elevated cannot stand on HQ-MBX01, windows-server-2003 with mailbox',
    ],
    [
      'more than there are hosts',
      `${sites}incidents: [{count: ▸6, faults: [setup-logs-missing]}]`,
      'setup-logs-missing can stand on 5 of the other hosts',
    ],
    [
      'a time before the first day',
      `${sites}start: 2008-11-01\nincidents: [{count: 1, combine: 1, at: ▸2008-11-01T10:00:00}]`,
      '2008-11-01T10:00:00 is not within the 30 days from 2008-11-01, with a day before it',
    ],
  ]

  it.each(cases)('%s', (_what, written, ...says) => {
    const { text, places } = marked(written)
    const made = fleetOf({ text, file: 'fleet.yaml', seed: 1, scenarios: SCENARIOS })
    const problems = 'problems' in made ? made.problems : []
    expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual(
      says.map((message, i) => `${places[i]} ${message}`),
    )
  })
})

test('the example of the guide is a fleet', () => {
  const [, example = ''] = /```yaml\n(domain: [^`]*)```/.exec(readFileSync('docs/logtools.md', 'utf8')) ?? []
  const ids = [...new Set(readdirSync('scenarios'))].map(name => name.replace('.yaml', ''))
  const { cast } = fleet(example, { scenarios: ids.map(scenarioOf) })
  const wrong = cast.filter(({ incident }) => incident)
  expect([cast.length, wrong.length]).toEqual([35, 6])
  expect(wrong.map(({ host }) => host.name)).toEqual(
    expect.arrayContaining(['CHI-MBX01', 'BER-FNT02', 'CHI-CAS02', 'BLR-EXC01']),
  )
})

test('an editor is offered every key', () => {
  const { properties } = fleetJsonSchema() as { properties: object }
  expect(Object.keys(properties)).toEqual([
    'domain',
    'days',
    'start',
    'baseline',
    'rollup',
    'rollups',
    'by',
    'os',
    'update-night',
    'sites',
    'incidents',
    'split',
  ])
})

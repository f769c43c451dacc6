import { describe, expect, test } from 'vitest'
import { drawTexture } from '../../../model/exchange/texture.ts'
import { shown } from '../../../model/machine/clock.ts'
import type { Draw } from '../../../model/machine/host.ts'
import type { Machine } from '../../../model/machine/machine.ts'
import { yyyymmdd } from '../../../model/machine/time.ts'
import { timeZoneNamed } from '../../../model/words/timeZones.ts'
import { makeBundle } from '../../../sim/bundle/bundle.ts'
import { grouped } from '../../../sim/forms/clock.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import type { Scenario } from '../../../sim/scenario/spec.ts'
import { sourceOf } from '../../../sim/server/random.ts'
import { scenarioById } from '../../laws/state.ts'

/** What is a machine's own is drawn once: every form that shows a part of it shows the same, and none depends on another. */

interface Shown {
  readonly machine: Machine
  /** The text of the file with that name. */
  readonly text: (name: string) => string
}

function shownBy(scenario: Scenario, seed: number): Shown {
  const run = simulate(scenario, { seed })
  const files = makeBundle(run, { scenarioText: '', scenarioName: '', toolVersion: '' })
  const text = (name: string): string => {
    const file = files.find(({ path }) => path.startsWith('evidence/') && path.endsWith(name))
    if (!file) throw new Error(`no ${name} among ${files.map(({ path }) => path).join()}`)
    return Buffer.from(file.bytes).toString(file.bytes[0] === 0xff ? 'utf16le' : 'utf8')
  }
  return { machine: run.servers[0]!.machine, text }
}

const { scenario } = scenarioById('file-in-use-interactive')
const inZone = (name: string): Scenario => ({
  ...scenario,
  servers: scenario.servers.map(server => ({ ...server, zone: timeZoneNamed(name)! })),
})

const PARTS: readonly (readonly [what: string, value: (machine: Machine) => string, file: string, line: RegExp])[] = [
  ['owner', m => m.texture.registeredOwner, 'systeminfo.txt', /^Registered Owner: +(.*)$/m],
  ['owner', m => m.texture.registeredOwner, 'registry.reg', /^"RegisteredOwner"="(.*)"/m],
  ['owner', m => m.texture.registeredOwner, 'KB935490-2.utf8.log', /^Property\(S\): USERNAME = (.*)$/m],
  ['company', m => m.texture.registeredOrganization, 'systeminfo.txt', /^Registered Organization: +(.*)$/m],
  ['company', m => m.texture.registeredOrganization, 'registry.reg', /^"RegisteredOrganization"="(.*)"/m],
  ['company', m => m.texture.registeredOrganization, 'KB935490-2.utf8.log', /^Property\(S\): COMPANYNAME = (.*)$/m],
  ['memory', m => String(m.texture.memoryMb), 'KB935490-2.utf8.log', /^Property\(S\): PhysicalMemory = (.*)$/m],
  ['memory', m => grouped(m.texture.memoryMb), 'systeminfo.txt', /^Total Physical Memory: +(.*) MB$/m],
  ['screen', m => String(m.texture.screen.x), 'KB935490-2.utf8.log', /^Property\(S\): ScreenX = (.*)$/m],
  ['screen', m => String(m.texture.screen.y), 'KB935490-2.utf8.log', /^Property\(S\): ScreenY = (.*)$/m],
  [
    'account',
    m => `S-1-5-21-${m.texture.authority.join('-')}-500`,
    'KB935490-2.utf8.log',
    /^Property\(S\): UserSID = (.*)$/m,
  ],
  ['account', m => `S-1-5-21-${m.texture.authority.join('-')}-500`, 'Application.jsonl', /(S-1-5-21-[\d-]*)/],
  [
    'set up',
    m => ((m.texture.setUpAt / 1000) >>> 0).toString(16).padStart(8, '0'),
    'registry.reg',
    /^"InstallDate"=dword:(.*)\r$/m,
  ],
  ['zone', m => (typeof m.zone === 'number' ? '' : m.zone.name), 'registry.reg', /^"StandardName"="(.*)"/m],
  [
    'zone',
    m => (typeof m.zone === 'number' ? '' : m.zone.places),
    'systeminfo.txt',
    /^Time Zone: +\(GMT-08:00\) (.*)$/m,
  ],
]

describe.each([1, 2])('with seed %s', seed => {
  const { machine, text } = shownBy(inZone('Pacific Standard Time'), seed)

  test.each(PARTS)('%s in %s %s', (_what, value, file, line) => {
    expect(line.exec(text(file))?.[1]?.trimEnd()).toBe(value(machine))
  })

  test('each other product stands below Uninstall with its day', () => {
    const registry = text('registry.reg')
    for (const { product, installedAt } of machine.texture.otherProducts) {
      const block = registry.slice(registry.indexOf(`\\Uninstall\\${product.key}]`)).split('\r\n\r\n')[0]
      expect(block).toContain(`"DisplayName"="${product.name}"`)
      expect(block).toContain(`"InstallDate"="${yyyymmdd(installedAt, machine.zone)}"`)
    }
  })
})

test('in August a clock in Los Angeles is seven hours behind, in every form', () => {
  const winter = shownBy(scenario, 1)
  const summer = shownBy(inZone('Pacific Standard Time'), 1)
  expect(summer.text('registry.reg')).toContain('"ActiveTimeBias"=dword:000001a4')
  expect(winter.text('registry.reg')).toContain('"ActiveTimeBias"=dword:000001e0')
  expect(summer.machine.now).toBe(winter.machine.now - 3_600_000)
  const online = scenarioById('file-in-use').scenario
  const updated = {
    ...online,
    servers: online.servers.map(s => ({ ...s, zone: timeZoneNamed('Pacific Standard Time')! })),
  }
  expect(shownBy(updated, 1).text('WindowsUpdate.log')).toContain('tz: -0700')
})

describe('a drawn number', () => {
  const START = Date.parse('2007-08-27T20:12:00Z')
  const plan = { start: START, arch: 'x64' } as const
  const asked = new Map<string, number>()
  const noting: Draw = (what, below) => {
    asked.set(what, below)
    return sourceOf('texture').draw(what, below)
  }
  const usual = drawTexture(noting, plan)
  const namesOf = (what: string): string[] => {
    const other: Draw = (name, below) => {
      const drawn = sourceOf('texture').draw(name, below)
      return name === what ? (drawn + 1 + Math.floor(below / 2)) % below : drawn
    }
    const texture = drawTexture(other, plan)
    return Object.keys(usual).filter(
      part => JSON.stringify(texture[part as keyof typeof usual]) !== JSON.stringify(usual[part as keyof typeof usual]),
    )
  }

  /** What a number decides besides its own part: the company may be the owner, and what came later came after setup. */
  const ALSO: Readonly<Record<string, readonly string[]>> = {
    organization: ['registeredOwner', 'registeredOrganization', 'domain'],
    'days since setup': ['setUpAt', 'otherProducts'],
    'time of setup': ['setUpAt', 'otherProducts'],
  }

  test.each([...asked.keys()])('%s moves its own part, and no other', what => {
    const moved = namesOf(what)
    const allowed = ALSO[what]
    if (allowed) expect(moved.filter(part => !allowed.includes(part))).toEqual([])
    else expect(moved.length).toBeLessThanOrEqual(1)
  })
})

test('the clock of any machine never goes back, advances, and shows what was', () => {
  for (let seed = 0; seed < 60; seed++) {
    const start = Date.parse('2007-08-27T20:12:00Z')
    const { clock } = drawTexture(sourceOf(`clock ${seed}`).draw, { start, arch: 'x64' })
    let last = Number.NEGATIVE_INFINITY
    for (let at = start; at < start + 1_500_000; at += 7 + (at % 5)) {
      const now = shown(clock, at)
      if (now < last || now > at || at - now > clock.tickMs + 1)
        throw new Error(`seed ${seed}: ${now} at ${at}, before it ${last}`)
      last = now
    }
  }
})

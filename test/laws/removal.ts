import fc from 'fast-check'
import { installStep, manner, scenarioOf, server } from '../../library/arbitraries/scenario.ts'
import { patchCode, product, rollupOf } from '../../model/exchange/builds.ts'
import { levelFile } from '../../model/exchange/files.ts'
import { owaPage } from '../../model/exchange/owaPreparation.ts'
import { KEYS, localPatch, registeredPatches } from '../../model/installer/registration.ts'
import { fileAt, type Machine, registryNumber } from '../../model/machine/machine.ts'
import { WIN32 } from '../../model/words/systemErrors.ts'
import { simulate } from '../../sim/run/simulate.ts'
import type { Scenario, StepSpec } from '../../sim/scenario/spec.ts'
import { differentService } from './laws.ts'
import { isLeftBehind, isStartType } from './state.ts'
import { drawn } from './trial.ts'

/** Installing a rollup and removing it again: everything is as before, apart from what is meant to stay. */

type Remove = Extract<StepSpec, { kind: 'remove' }>

export const removeStep = (kb: string, more: Partial<Remove> = {}): Remove => ({
  kind: 'remove',
  rollup: kb as Remove['rollup'],
  by: 'administrator',
  ui: 'none',
  elevated: true,
  answers: {},
  ...more,
})

/** Caches of the installer stay, and so does what custom actions leave. */
function stays(path: string, machine: Machine): boolean {
  const node = fileAt(machine, path)!
  return isLeftBehind(node, machine) || /\\Installer\\\$PatchCache\$(\\|$)/.test(path) || /MetaBase\.xml$/.test(path)
}

export function files(machine: Machine): string[] {
  return [...machine.files.values()]
    .filter(node => !stays(node.path, machine))
    .map(({ path, size, version, hash }) => [path, size, version, hash].join('|'))
    .sort()
}

/** Keys without a value of their own are containers. */
export function values(machine: Machine): string[] {
  return [...machine.registry.values()]
    .flatMap(({ path, values: own }) => [...own.values()].map(value => ({ path, ...value })))
    .filter(({ path, name }) => !isStartType(path, name))
    .map(({ path, name, type, data }) => [path, name, type, String(data)].join('|'))
    .sort()
}

interface Contents {
  readonly files: readonly string[]
  readonly values: readonly string[]
}

const contents = (machine: Machine): Contents => ({ files: files(machine), values: values(machine) })

function firstDifference(before: Contents, after: Contents): string | undefined {
  const other = (a: readonly string[], b: readonly string[]): string | undefined => {
    const known = new Set(b)
    return a.find(row => !known.has(row))
  }
  const of = (kind: keyof Contents): string | undefined =>
    other(before[kind], after[kind]) ?? other(after[kind], before[kind])
  return of('files') ?? of('values')
}

const base = { base: server, how: manner, seed: fc.nat({ max: 9999 }) }

function run(steps: Scenario['steps'], base: { spec: Parameters<typeof scenarioOf>[0] }, seed: number) {
  return simulate(scenarioOf(base.spec, steps), { seed })
}

export const removedAgain = drawn({
  name: 'removed-again',
  law: 'a rollup that is installed and removed leaves files, registry and services as they were',
  sample: 40,
  whole: 150,
  from: fc.record({ ...base, back: manner }),
  broken({ base, how, seed, back }) {
    const { kb } = base.rollup
    const { attempts, servers } = run([installStep(kb, how), removeStep(kb, { ui: back.ui })], base, seed)
    const codes = attempts.map(({ exitCode }) => exitCode).join()
    if (codes !== '0,0') return `return codes ${codes}`
    const { initial, machine } = servers[0]!
    const different = firstDifference(contents(initial), contents(machine)) ?? differentService(initial, machine)
    if (different !== undefined) return different
    if (owaPage(machine) !== owaPage(initial)) return owaPage(machine)
    return machine.journal.length > 0 ? 'the journal is not empty' : undefined
  },
})

export const appliedBelow = drawn({
  name: 'applied-below',
  law: 'a rollup that is removed makes the one below it the applied one again',
  sample: 15,
  whole: 50,
  from: fc.record(base).filter(({ base }) => base.spec.rollups.length > 0),
  broken({ base, how, seed }) {
    const below = base.spec.rollups.at(-1)!.kb
    const { kb } = base.rollup
    const { machine } = run([installStep(kb, how), removeStep(kb)], base, seed).servers[0]!
    if (registeredPatches(machine, product.code).includes(patchCode(kb, 'x64'))) return `${kb} is registered`
    const state = registryNumber(machine, KEYS.userPatch(product.code, patchCode(below, 'x64')), 'State')
    if (state !== 1) return `${below} has state ${state}`
    const version = fileAt(machine, levelFile(machine))?.version
    return version === rollupOf(below)!.version ? undefined : `the level is ${version}`
  },
})

const FAILED = 'a removal fails'

export const failedRemoval = drawn({
  name: 'failed-removal',
  law: 'a removal that fails restores everything',
  sample: 20,
  whole: 60,
  marks: { [FAILED]: 11 },
  from: fc.record({ base: server, seed: fc.nat({ max: 9999 }), at: fc.integer({ min: 1, max: 400 }) }),
  broken({ base, seed, at }, reach) {
    const installed = run([installStep(base.rollup.kb, { by: 'microsoft-update', ui: 'none' })], base, seed)
    const { recorder, type } = installed.servers[0]!
    const before = contents(recorder.machine)
    let left = at
    recorder.interfere(change => (change.journal && --left === 0 ? WIN32.ACCESS_DENIED : 0))
    const code = patchCode(base.rollup.kb, 'x64')
    const { exitCode } = type(`msiexec /i ${product.code} MSIPATCHREMOVE=${code} /qn`)
    recorder.interfere(undefined)
    if (exitCode === 0) return undefined
    reach(FAILED)
    if (exitCode !== 1603) return `return code ${exitCode}`
    const { machine } = recorder
    const cached = fileAt(machine, localPatch(machine, code)!)
    return firstDifference(before, contents(machine)) ?? (cached ? undefined : 'the cached patch is gone')
  },
})

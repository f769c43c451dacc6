import { describe, expect, test } from 'vitest'
import { packed } from '../../../sim/classroom/pack.ts'
import {
  type Answer,
  answerOf,
  isSealed,
  type Scene,
  SealError,
  sceneOf,
  sealed,
} from '../../../sim/classroom/sealed.ts'
import { scenarioById, scenarioIds } from '../../laws/state.ts'

const KEY = new Uint8Array(32).fill(1)
const OTHER = new Uint8Array(32).fill(2)
const scene: Scene = { scenario: '{}', seed: 7, name: 'Ada', email: '', exam: true }
const answer: Answer = { id: 'file-in-use', text: scenarioById('file-in-use').text }
const lab = sealed(scene, answer, KEY)

test('what was sealed is there again, to whoever has the key', () => {
  expect(isSealed(lab)).toBe(true)
  expect(sceneOf(lab)).toEqual(scene)
  expect(answerOf(lab, KEY)).toEqual(answer)
  expect(sealed(scene, answer, KEY)).toBe(lab)
})

test('another key opens the scene, and no answer', () => {
  expect(() => answerOf(lab, OTHER)).toThrow(SealError)
  expect(() => answerOf(lab, OTHER)).toThrow('another key')
})

test('labs of all scenarios are equally long, and no two have anything in common', () => {
  const labs = scenarioIds().map(id => sealed(scene, { id, text: scenarioById(id).text }, KEY))
  expect(new Set(labs.map(({ length }) => length)).size).toBe(1)
  const salts = labs.map(text => text.slice(0, 90))
  expect(new Set(salts).size).toBe(labs.length)
})

describe('a byte that was changed is refused', () => {
  const bytes = Buffer.from(lab)
  /** All of the beginning and the end, and some between. */
  const places = [...bytes.keys()].filter(at => at < 160 || at > bytes.length - 160 || at % 97 === 0)

  test.each([1, 2, 32, 128])('by its bit %i', bit => {
    const accepted = places.filter(at => {
      const changed = Buffer.from(bytes)
      changed[at]! ^= bit
      return opens(changed.toString('utf8'))
    })
    expect(places.length).toBeGreaterThan(500)
    expect(accepted).toEqual([])
  })

  test('so are one more, one less, blanks, and two labs put together', () => {
    const second = sealed({ ...scene, seed: 8 }, answer, KEY)
    const [a, b] = [JSON.parse(lab), JSON.parse(second)]
    const mixed = (parts: object): string => `${JSON.stringify({ ...a, ...parts })}\n`
    const texts = [lab.slice(1), lab.slice(0, -1), `${lab}\n`, lab.replace(',', ', '), lab + second]
    const exchanged = [mixed({ scene: b.scene }), mixed({ answer: b.answer }), mixed({ salt: b.salt })]
    expect([...texts, ...exchanged].filter(opens)).toEqual([])
    expect(opens(mixed({}))).toBe(true)
  })
})

function opens(text: string): boolean {
  try {
    sceneOf(text)
    return true
  } catch (error) {
    if (error instanceof SealError) return false
    throw error
  }
}

describe('a class', () => {
  const order = {
    answer,
    class: [
      { name: 'Ada Lovelace', email: 'a@x' },
      { name: '../../<Bo>', email: '' },
    ],
    seed: 3,
  }
  const labs = packed({ ...order, exam: true }, KEY)

  test('has a lab each, on a machine of its own, under a name that says who', () => {
    expect(labs.map(({ file }) => file)).toEqual(['1-ada-lovelace.lab', '2-bo.lab'])
    const [ada, bo] = labs.map(({ text }) => sceneOf(text))
    expect(ada).toMatchObject({ name: 'Ada Lovelace', email: 'a@x', exam: true })
    expect(bo!.scenario).toBe(ada!.scenario)
    expect(bo!.seed).not.toBe(ada!.seed)
  })

  const seedsOf = (people: typeof order.class, seed: number | undefined, key: Uint8Array): number[] =>
    packed({ ...order, class: people, seed, exam: false }, key).map(({ text }) => sceneOf(text).seed)

  test.each([3, undefined])('with the seed %s that grows gives everybody the same machine again', seed => {
    const [ada, bo] = seedsOf(order.class, seed, KEY)
    const late = { name: 'Cy', email: '' }
    expect(seedsOf([late, ...order.class], seed, KEY).slice(1)).toEqual([ada, bo])
    expect(seedsOf([late, { name: 'Ada Lovelace', email: 'other@x' }], seed, KEY)).not.toContain(ada)
  })

  test('without a seed has machines that only the key can tell', () => {
    expect(seedsOf(order.class, undefined, KEY)).not.toEqual(seedsOf(order.class, undefined, OTHER))
    expect(seedsOf(order.class, 3, KEY)).toEqual(seedsOf(order.class, 3, OTHER))
    const same = packed({ ...order, answer: { ...answer, id: 'own' }, seed: undefined, exam: false }, KEY)
    expect(sceneOf(same[0]!.text).seed).not.toBe(seedsOf(order.class, undefined, KEY)[0])
  })

  test('is packed to the same bytes again', () => {
    expect(packed({ ...order, exam: true }, KEY)).toEqual(labs)
    expect(packed({ ...order, exam: false }, KEY)[0]!.text).not.toBe(labs[0]!.text)
  })
})

import { describe, expect, it } from 'vitest'
import { catalogueAt } from '../../../model/exchange/package.ts'
import { recently } from '../../../model/machine/recently.ts'

describe('what was asked for last', () => {
  it('is made once, until others were asked for more lately', () => {
    const made: string[] = []
    const kept = recently<string>(2)
    const ask = (key: string): string => kept(key, () => made[made.push(key) - 1]!)
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(ask(key)).toBe(key)
    expect(made).toEqual(['a', 'b', 'c', 'b'])
  })

  it('are the catalogues of few folders: a corpus of a thousand servers has the memory of one', () => {
    const first = catalogueAt('A:\\Exchange Server\\')
    expect(catalogueAt('A:\\Exchange Server\\')).toBe(first)
    for (const drive of 'BCDEFGHIJKLMNOP') catalogueAt(`${drive}:\\Exchange Server\\`)
    expect(catalogueAt('A:\\Exchange Server\\')).not.toBe(first)
  })
})

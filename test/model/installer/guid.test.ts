import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { compressGuid, decompressGuid, guidFrom, packGuid, unpackGuid } from '../../../model/installer/guid.ts'

const guids = fc.uuid().map(uuid => `{${uuid.toUpperCase()}}`)

describe('packed', () => {
  test.each([
    ['{7DF88A48-996F-4EC8-A022-BF956F9B2CBB}', '84A88FD7F6998CE40A22FB59F6B9C2BB'],
    ['{38847338-1BBC-4104-81AC-2FAAC7ECDDCD}', '83374883CBB1401418CAF2AA7CCEDDDC'],
    // Both forms stand in one published log.
    ['{486E1EC5-C935-4FDD-AA51-D2626C668FC7}', '5CE1E684539CDDF4AA152D26C666F87C'],
  ])('%s is %s', (guid, packed) => {
    expect(packGuid(guid)).toBe(packed)
    expect(unpackGuid(packed)).toBe(guid)
  })

  it('takes lower case and answers in upper case', () => {
    expect(packGuid('{7df88a48-996f-4ec8-a022-bf956f9b2cbb}')).toBe('84A88FD7F6998CE40A22FB59F6B9C2BB')
    expect(unpackGuid('84a88fd7f6998ce40a22fb59f6b9c2bb')).toBe('{7DF88A48-996F-4EC8-A022-BF956F9B2CBB}')
  })
})

describe('base 85', () => {
  test.each([
    ['{DF2CBABC-3BCC-47E5-A998-448D1C0C895B}', 'VGtfp^p+,?82@JU1j_KE'],
    ['{90150000-006E-0409-0000-0000000FF1CE}', 'yh1BVN)8A$!!!!!MKKSk'],
    ['{90110409-6000-11D3-8CFE-0150048383C9}', "']gAVn-}f(ZXfeAR6.ji"],
  ])('%s is %s', (guid, text) => {
    expect(compressGuid(guid)).toBe(text)
    expect(decompressGuid(text)).toBe(guid)
  })

  it('refuses characters outside of the alphabet, other lengths and words of more than 32 bits', () => {
    expect(() => decompressGuid('"Gtfp^p+,?82@JU1j_KE')).toThrow('not a base-85 character')
    expect(() => decompressGuid('VGtfp')).toThrow('20 characters')
    expect(() => decompressGuid('~~~~~^p+,?82@JU1j_KE')).toThrow('more than 32 bits')
  })
})

it('comes back from both forms', () => {
  fc.assert(
    fc.property(guids, guid => unpackGuid(packGuid(guid)) === guid && decompressGuid(compressGuid(guid)) === guid),
  )
})

test.each([
  '',
  'garbage',
  '6700E8CF-95AB-4D9C-BC2C-15840DEA7A5D',
  '{6700E8CF-95AB-4D9C-BC2C-15840DEA7A5D}\n',
  'A938G02JF-2NF3N93-VN3-2NNF-3KGKALDNF93',
])('refuses %j', text => {
  expect(() => packGuid(text)).toThrow(RangeError)
  expect(() => compressGuid(text)).toThrow(RangeError)
  expect(() => unpackGuid(text)).toThrow(RangeError)
})

describe('guidFrom', () => {
  it('gives the same GUID for a name for ever', () => {
    expect(guidFrom('KB935490')).toBe(guidFrom('KB935490'))
    expect(guidFrom('KB935490')).toBe('{C89BAFB2-D1FB-4A0F-BD01-FDBD169EC661}')
  })

  it('gives different GUIDs for different names', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `component ${index}`)
    const guids = names.map(guidFrom)
    expect(new Set(guids).size).toBe(names.length)
    expect(guids.filter(guid => !/^\{.{8}-.{4}-4.{3}-[89AB].{3}-.{12}\}$/.test(guid))).toEqual([])
  })
})

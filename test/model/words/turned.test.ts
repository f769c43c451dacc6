import { describe, expect, test } from 'vitest'
import { reader } from '../../../model/words/turned.ts'

const read = reader('Error [1]. The file [2] is held by [3].')

describe('a text turned round', () => {
  test('reads what was filled in, with whatever blanks', () => {
    expect(read('x Error 5.  The\nfile C:\\a  b is   held by me. and more')).toEqual(
      new Map([
        [1, '5'],
        [2, 'C:\\a  b'],
        [3, 'me'],
      ]),
    )
    expect(read('Error . The file  is held by .')?.get(2)).toBe('')
    expect(read('The file C:\\a is held by me.')).toBeUndefined()
  })

  test('up to where the text goes on, or to the end of the line', () => {
    expect(read('Error 1. The file this is held by a.b. c.')?.get(3)).toBe('a')
    expect(reader('Source: [2][3]')('Source: a b\nc')).toEqual(new Map([[2, 'a b']]))
  })

  test('what is filled in is on one line: another place is looked for', () => {
    expect(read('Error 1\n. Error 2. The file a is held by b.')?.get(1)).toBe('2')
    expect(read('Error 1. The file a\n is held by b.')).toBeUndefined()
  })

  test('a text that begins again and again is gone through once', () => {
    const said = `${'Error '.repeat(20_000)}${'. The file '.repeat(20_000)}${'is held by '.repeat(20_000)}`
    expect(read(said)).toBeUndefined()
    expect(read(`${'Error \n'.repeat(40_000)}. The file `)).toBeUndefined()
    expect(read(`Error 1. The file ${' '.repeat(400_000)}`)).toBeUndefined()
  })
})

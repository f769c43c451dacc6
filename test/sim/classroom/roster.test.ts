import { expect, test } from 'vitest'
import { readRoster } from '../../../sim/classroom/roster.ts'

const ADA = { name: 'Ada', email: 'ada@x' }

test.each([
  ['as it is asked for', 'name,email\nAda,ada@x\n', [ADA]],
  ['from a spreadsheet that writes semicolons and a mark', '\ufeffName;Email\r\nAda;ada@x\r\n', [ADA]],
  ['with other columns, in another order', 'email,group,name\nada@x,3,Ada\n', [ADA]],
  [
    'with blanks, empty lines and quotes',
    'name,email\n\n Ada , ada@x \n"Bo, the ""B""",\n',
    [ADA, { name: 'Bo, the "B"', email: '' }],
  ],
  [
    'of names alone',
    'name\nAda\nBo\n',
    [
      { name: 'Ada', email: '' },
      { name: 'Bo', email: '' },
    ],
  ],
])('%s', (_, text, expected) => {
  expect(readRoster(text)).toEqual(expected)
})

test.each([
  ['', 1, 'nobody'],
  ['name,email\n', 1, 'nobody'],
  ['who,email\nAda,ada@x\n', 1, 'the first line names the columns'],
  ['name,email\nAda,ada@x\nBo\n', 3, 'another number of cells'],
  ['name,email\nAda,ada@x\n"Bo,x\n', 3, 'not closed'],
  ['name,email\nAda,ada@x\n"B"o,x\n', 3, 'closing quote'],
  ['name,email\nAda,ada@x\n,bo@x\n', 3, 'a name is missing'],
  ['name,email\nAda,ada@x\nAda,ada@x\n', 3, 'twice'],
  [`name\n${'x'.repeat(201)}\n`, 2, '200 characters'],
])('%j is refused in line %i', (text, line, message) => {
  expect(readRoster(text)).toMatchObject({ line, column: 1, message: expect.stringContaining(message) })
})

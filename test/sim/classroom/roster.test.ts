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
  expect(readRoster(Buffer.from(text))).toEqual(expected)
})

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')
const ZOE = [{ name: 'Zo\u00eb', email: '' }]

test.each([
  ['UTF-8', Buffer.from('name\nZo\u00eb\n')],
  ['UTF-8 with a mark', Buffer.from('\ufeffname\nZo\u00eb\n')],
  ['UTF-16 with a mark', utf16('name\nZo\u00eb\n')],
  ['UTF-16 the other way round', utf16('name\nZo\u00eb\n').swap16()],
])('%s is read as the same', (_, bytes) => {
  expect(readRoster(bytes)).toEqual(ZOE)
})

test('heads are read in whatever case, and e-mail is email', () => {
  expect(readRoster(Buffer.from('NAME,E-Mail,note,note\nAda,ada@x,,\n'))).toEqual([ADA])
})

test.each([
  ['', 1, 1, 'nobody'],
  ['name,email\n', 1, 1, 'nobody'],
  ['who,email\nAda,ada@x\n', 1, 1, 'name has to be there, email or e-mail may be'],
  ['name,email,E-Mail\nAda,ada@x,\n', 1, 12, 'the column email is there twice'],
  ['name,email\nAda,ada@x\nBo\n', 3, 1, 'cells in this row: 1; there should be 2'],
  ['name,email\nAda,ada@x\n\n"B,o", b, x\n', 4, 11, 'cells in this row: 3; there should be 2'],
  ['name,email\nAda,ada@x\n"Bo,x\n', 3, 1, 'not closed'],
  ['name,email\r\nAda,ada@x\r\nBo,"x\r\n', 3, 4, 'not closed'],
  ['name,email\nAda,ada@x\n"B"o,x\n', 3, 1, 'closing quote'],
  ['email,name\nada@x,Ada\nbo@x,\n', 3, 6, 'a name is missing'],
  ['note;name\n"a\nb";Ada\n\u00e9;Ada\n', 4, 3, 'twice'],
  [`email,name\na,${'x'.repeat(201)}\n`, 2, 3, '200 characters'],
  ['email,name\na,A\u202eda\n', 2, 3, 'U+202E is in this cell: letters'],
  ['email,name\na,A\u001b[31mda\n', 2, 3, 'U+001B'],
  ['email,name\na,"A\nda"\n', 2, 3, 'U+000A'],
  ['name\nZo\ufffd\n', 2, 1, 'U+FFFD'],
])('%j is refused at %i:%i', (text, line, column, message) => {
  const refused = { line, column, message: expect.stringContaining(message) }
  expect(readRoster(Buffer.from(text))).toMatchObject(refused)
})

test.each([
  ['a byte of another table of letters', Buffer.from('name\nAda\nZo\u00eb\n', 'latin1'), 3, 3, 'it is not UTF-8'],
  ['half a letter at the end', Buffer.from('name\nZo\u00eb').subarray(0, -1), 2, 3, 'UTF-8, or UTF-16 with its mark'],
  ['UTF-16 without a mark', utf16('name\nAda\n').subarray(2), 1, 2, 'it is not UTF-8'],
  ['half a pair', utf16('name\nA\ud800da\n'), 2, 2, 'it is not UTF-16'],
])('%s is refused where it stands', (_, bytes, line, column, message) => {
  expect(readRoster(bytes)).toEqual({ line, column, message: expect.stringContaining(message) })
})

import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  allows,
  type ConditionEnvironment,
  evaluateCondition,
  parseCondition,
} from '../../../../model/installer/language/condition.ts'

const PROPERTIES: Readonly<Record<string, string>> = {
  mm: '5',
  minusZero: '-0',
  zeroBlank: '0 ',
  zero: '0',
  minus: '-',
  plus: '+0',
  big: '2147483648',
  fifty: '50',
  fiftyVal: '50val',
  seven: '7',
  number: '1234',
  four: '4',
  long: 'hellohithere',
  hi: 'hi',
  there: 'there',
  version: '1.1.4322',
  high: '65537',
  QUOTES: '"',
}

const STATES = { installed: 2, action: 3 }

const environment: ConditionEnvironment = {
  property: name => PROPERTIES[name],
  environment: name => (name.toLowerCase() === 'temp' ? 'C:\\TEMP' : undefined),
  component: key => (key === 'Agent.Dll' ? STATES : undefined),
  feature: key => (key === 'Mailbox' ? { installed: 3, action: -1 } : undefined),
}

const evaluate = (text: string | null) => evaluateCondition(text, environment)

/** Mostly facts of the conformance vectors and of the SDK page; where both are silent, the row pins our reading. */
describe.each([
  ['NONE', ['', '   ', null]],
  ['TRUE', ['-1', '1 >= 1', '0 ~<= 1', '"0"', 'mm', 'zero', 'not LicView', '(((1)))', '%temp', '%TEMP']],
  ['FALSE', ['0', '(0)', 'LicView', 'MM', '%tmp', '0 <> 0', '1 ~> 1', 'LicView <> LicView']],
  // binding: Not, And, Or, Xor, Eqv, Imp
  ['TRUE', ['0 AND 0 OR 1', '1 OR 0 AND 0', '1 XOR 0 EQV 1', '0 IMP 0', '0 IMP 1', '0 EQV 0', '1 And Not 0']],
  ['FALSE', ['NOT 1 OR 0', 'NOT ( 1 AND 1 )', 'not 0 and 0', '1 XOR 1', '0 EQV 1', '1 IMP 0', '1 XOR 1 OR 1']],
  // a literal is no integer, an integer no string
  ['TRUE', ['mm = 5', 'mm = "5"', 'mm > 4', '""<>3', '1 <> "1"', 'LicView <> 0', 'minusZero = 0', 'fiftyVal ~<> 2']],
  ['FALSE', ['1 = "1"', '1 ~= "1"', '0 = ""', '0 < "100"', '"A" = 1', 'LicView = 0', 'LicView >= 0', '2 <= fiftyVal']],
  ['FALSE', ['zeroBlank = 0', 'minus = 0', 'plus = 0', 'big > 1', '"1" > 1']],
  // two properties: as numbers if both are, else as strings
  ['TRUE', ['seven <= fifty', '7 <= fifty']],
  ['FALSE', ['seven <= fiftyVal']],
  // strings by code unit, no versions, no normal forms
  ['TRUE', ['"02.1" < "2.11"', 'LicView < "!"', 'version ~< "1.1.4322A"', '"A" ~= "a"', 'version >= "1.1"']],
  ['FALSE', ['"2" < "12.1"', 'version < "1.1"', '"A" = "a"', '"a\u030a" = "\u00e5"', '"a\u030a" > "\u00e5"']],
  // substring operators; an empty left side has nothing in it
  ['TRUE', ['"ASFD" >< "S"', '"ASFD" ~>< "s"', '"ASFD" ~>< ""', 'long >< hi', 'long << "hello"', 'there >> there']],
  ['FALSE', ['hi >< long', 'LicView >< LicView', 'LicView << hi', 'LicView >> LicView', 'mm >< QUOTES', 'long >> hi']],
  // the same operators on integers
  ['TRUE', ['5 >< 4', 'high << 1', 'high >> 1', 'number >> 1234', '-1 << 65535']],
  ['FALSE', ['5 >< 2', 'high << 2', 'number >> four']],
  // states: -1 unknown, 2 absent, 3 local; something unknown is the empty string
  ['TRUE', ['$Agent.Dll = 3', '?Agent.Dll = 2', '&Mailbox = -1', '!Mailbox = 3', '!nofeature = ""', '?nocomponent=""']],
  ['FALSE', ['$Agent.Dll = 2', '!nofeature', '&nofeature = 2', '!Mailbox = ""']],
  ['ERROR', ['0 >=', '>= 0', '0 < > 0', '1 == 1', '(1<<1) = 2', '1 IMPL 1', '"2" < "1.1', '(1', '1)', '()', '1 2']],
  ['ERROR', ['~not 1', '1 ~ = 1', 'not', '1 and', 'NOT NOT 1', '$ Agent', '1 = 1 = 1', '4294967296', 'a + b', '#']],
] as const)('%s', (expected, conditions) => {
  test.each(conditions)('%j', condition => expect(evaluate(condition)).toBe(expected))
})

it('evaluates Exchange-like conditions', () => {
  expect(evaluate('X ="5.0" or version ="1.1.4322" or X ="6.0"')).toBe('TRUE')
  expect(evaluate('NOT Installed AND NOT (REMOVE ~= "ALL")')).toBe('TRUE')
})

it('is taken when true or absent', () => {
  expect((['TRUE', 'NONE', 'FALSE', 'ERROR'] as const).map(allows)).toEqual([true, true, false, false])
})

it('parses a text once', () => {
  expect(parseCondition('Installed AND PATCH')).toBe(parseCondition('Installed AND PATCH'))
})

it('answers any text', () => {
  fc.assert(
    fc.property(fc.string(), text => ['TRUE', 'FALSE', 'NONE', 'ERROR'].includes(evaluate(text))),
    { seed: 1603 },
  )
})

it('turns round under Not', () => {
  const atoms = fc.constantFrom('mm', 'LicView', 'mm = 5', '"A" < "B"', '0', '!Mailbox = 3')
  const words = fc.constantFrom('AND', 'OR', 'XOR', 'EQV', 'IMP')
  fc.assert(
    fc.property(atoms, words, atoms, (a, word, b) => {
      expect(evaluate(`NOT (${a} ${word} ${b})`) === 'TRUE').toBe(evaluate(`${a} ${word} ${b}`) === 'FALSE')
    }),
    { seed: 1603 },
  )
})

import { describe, expect, it, test } from 'vitest'
import {
  type InvalidCommandLine,
  logModes,
  type MsiexecRequest,
  parseMsiexec,
  parseProperties,
} from '../../../../model/installer/language/commandLine.ts'

const PRODUCT = '{24B2C164-DE66-44FE-B468-A46D9D5E6B31}'
const PATCH = '{5DA8F6CD-C70E-39D8-8430-3D9808D6BD17}'

function properties(line: string): Record<string, string> | number {
  const parsed = parseProperties(line)
  return 'error' in parsed ? parsed.error : Object.fromEntries(parsed.properties)
}

function accepted(line: string): MsiexecRequest {
  const parsed = parseMsiexec(line)
  if ('error' in parsed) throw new Error(parsed.reason)
  return parsed
}

function refused(line: string): InvalidCommandLine {
  const parsed = parseMsiexec(line)
  if (!('error' in parsed)) throw new Error('expected 1639')
  return parsed
}

/** Mostly facts of the conformance vectors; `P= Q=two`, repeats and names are our reading. */
describe('properties', () => {
  test.each([
    ['', {}],
    ['P=', { P: '' }],
    ['P=""', { P: '' }],
    ['P=one', { P: 'one' }],
    ['P=one"', { P: 'one"' }],
    ['P="one two"', { P: 'one two' }],
    ['P="""one"" two" Q=three', { P: '"one" two', Q: 'three' }],
    ['P="one ""two""" Q="three"', { P: 'one "two"', Q: 'three' }],
    ['P="" Q="two"', { P: '', Q: 'two' }],
    ['P= Q=two', { P: '', Q: 'two' }],
    ['P= "" Q=two', { P: '', Q: 'two' }],
    ['P=  "one two"', { P: 'one two' }],
    ['P= ', { P: '' }],
    ['  reboot=R  ', { REBOOT: 'R' }],
    ['P=1 p=2', { P: '2' }],
  ])('%j', (line, expected) => expect(properties(line)).toEqual(expected))

  test.each(['=', '==', 'P', 'P="one', 'P=""one"', 'P="""', 'P=one two', 'P="one"two', '1P=x'])('refuses %j', line => {
    expect(properties(line)).toBe(1639)
  })
})

test.each(['P= one', 'P=\tone', 'Q=1 P=  one Q=2', 'P= C:\\x.msi'])('takes a word of %j for a package', line => {
  expect(properties(line)).toBe(1619)
})

describe('msiexec', () => {
  it('applies a patch with a log and properties', () => {
    expect(accepted('/p "C:\\x y.msp" /qn /lxv* c:\\log.log REBOOT=ReallySuppress')).toEqual({
      operation: 'apply',
      packages: ['C:\\x y.msp'],
      product: undefined,
      uiLevel: 2,
      uiModifiers: [],
      log: { modes: 'iwearucmopvx', append: false, flush: false, path: 'c:\\log.log' },
      properties: new Map([
        ['REBOOT', 'ReallySuppress'],
        ['PATCH', 'C:\\x y.msp'],
      ]),
      restart: 'never',
    })
  })

  it('takes an .msp or .msi as the shell hands it over', () => {
    expect(accepted('C:\\x.msp /lxv* c:\\log')).toEqual(accepted('/p C:\\x.msp /lxv* c:\\log'))
    expect(accepted('"C:\\Documents and Settings\\x.MSI"')).toEqual(accepted('/i "C:\\Documents and Settings\\x.MSI"'))
  })

  test.each([
    ['/p a.msp;b.msp', 'apply', ['a.msp', 'b.msp'], undefined],
    ['/update "a b.msp;c.msp"', 'apply', ['a b.msp', 'c.msp'], undefined],
    [`/p a.msp /n ${PRODUCT}`, 'apply', ['a.msp'], PRODUCT],
    ['/p a.msp /a admin.msi', 'apply-administrative', ['a.msp'], 'admin.msi'],
    ['/i x.msi PATCH=c:\\a.msp;c:\\b.msp', 'apply', ['c:\\a.msp', 'c:\\b.msp'], 'x.msi'],
    [`/i ${PRODUCT} MSIPATCHREMOVE=${PATCH}`, 'remove', [PATCH], PRODUCT],
    [`/uninstall ${PATCH} /package ${PRODUCT}`, 'remove', [PATCH], PRODUCT],
    ['/package x.msi /uninstall a.msp', 'remove', ['a.msp'], 'x.msi'],
    ['/package x.msi', 'install', [], 'x.msi'],
    ['-I x.msi PATCH=', 'install', [], 'x.msi'],
    [`/X${PRODUCT}`, 'uninstall', [], PRODUCT],
    [`/uninstall ${PRODUCT}`, 'uninstall', [], PRODUCT],
    [`/fvomus ${PRODUCT}`, 'repair', [], PRODUCT],
    [`/f${PRODUCT}`, 'repair', [], PRODUCT],
    ['/JM msisample.msi /T transform.mst /LIME logfile.txt', 'advertise', [], 'msisample.msi'],
    ['/?', 'help', [], undefined],
  ] as const)('%j', (line, operation, packages, product) => {
    const request = accepted(line)
    expect([request.operation, request.packages, request.product]).toEqual([operation, packages, product])
  })

  it('sets the properties that switches stand for', () => {
    expect(accepted('/p a.msp PATCH=b.msp').properties.get('PATCH')).toBe('a.msp')
    expect(accepted(`/uninstall a.msp /package ${PRODUCT}`).properties.get('MSIPATCHREMOVE')).toBe('a.msp')
    expect(accepted('/fa x.msi P=ignored').properties).toEqual(
      new Map([
        ['REINSTALL', 'ALL'],
        ['REINSTALLMODE', 'a'],
      ]),
    )
    expect(accepted('/f x.msi').properties.get('REINSTALLMODE')).toBe('omus')
  })

  test.each([
    ['', 5, []],
    ['/q', 2, []],
    ['/quiet', 2, []],
    ['/QN+', 2, ['end-dialog']],
    ['/qb-!', 3, ['no-dialogs', 'no-cancel']],
    ['/passive', 3, ['no-cancel', 'no-dialogs']],
    ['/qr', 4, []],
    ['/qn /qf', 5, []],
  ] as const)('%j is UILevel %d %j', (switches, level, modifiers) => {
    const request = accepted(`/p a.msp ${switches}`)
    expect([request.uiLevel, request.uiModifiers]).toEqual([level, modifiers])
  })

  test.each([
    ['', 'when-needed'],
    ['/passive', 'unprompted'],
    ['/passive REBOOTPROMPT=""', 'when-needed'],
    ['/norestart', 'never'],
    ['/forcerestart', 'force'],
    ['REBOOT=Force /norestart', 'never'],
    ['/norestart REBOOT=Force', 'force'],
    ['REBOOT=s', 'suppress'],
    ['/promptrestart', 'when-needed'],
  ])('%j restarts: %s', (switches, restart) => expect(accepted(`/p a.msp ${switches}`).restart).toBe(restart))

  test.each([
    ['/l*v c:\\l', 'iwearucmopv', false, false],
    ['/L*vx! c:\\l', 'iwearucmopvx', false, true],
    ['/l+ c:\\l', 'iwearmo', true, false],
    ['/l c:\\l', 'iwearmo', false, false],
    ['/log c:\\l', 'iwearucmop', false, false],
    ['/lime c:\\l', 'iem', false, false],
  ])('%j logs %s', (switches, modes, append, flush) => {
    expect(accepted(`/p a.msp ${switches}`).log).toEqual({ modes, append, flush, path: 'c:\\l' })
  })

  test.each([
    ['', 'nothing says what to do'],
    ['REBOOT=Force', 'nothing says what to do'],
    ['/p a.msp /i x.msi', 'not together: /p /i'],
    [`/p a.msp /p b.msp`, 'not together'],
    ['/p', 'needs an argument'],
    ['/p /qn', 'needs an argument'],
    ['/p ""', 'needs an argument'],
    ['/p "a.msp', 'not closed'],
    ['/p a b.msp', 'NAME=value'],
    ['/i PROPERTY=VALUE A:\\Example.msi', 'NAME=value'],
    ['/p a.msp /qx', 'no such switch'],
    ['/p a.msp /qn-', 'no such switch'],
    ['/p a.msp /norestrt', 'no such switch'],
    ['/p a.msp /lz c:\\l', 'no such switch'],
    ['/p a.msp /log', 'needs an argument'],
    ['/p a.msp /t x.mst', 'does not go with'],
    ['/p a.msp /quiet /promptrestart', 'not together'],
    ['/p a.msp /norestart /forcerestart', 'not together'],
    ['notepad.exe', 'NAME=value'],
  ])('refuses %j', (line, reason) => {
    expect(refused(line)).toEqual({ error: 1639, reason: expect.stringContaining(reason) })
  })
})

it('reads the Logging policy', () => {
  expect(logModes('voicewarmup')).toEqual({ modes: 'iwearucmopv', append: false, flush: false })
  expect(logModes('debug')).toBeUndefined()
})

import { describe, expect, test } from 'vitest'
import { INSTALLER_EVENTS } from '../../../model/words/events.ts'
import { LINES, lineStart, lineText } from '../../../model/words/logLines.ts'
import { MESSAGES, messageText, withFields } from '../../../model/words/messages.ts'
import { hresultText, RETURN_CODES, systemErrorText, WIN32, wordingsOf } from '../../../model/words/systemErrors.ts'
import { firstSentence, opening, reader } from '../../../model/words/turned.ts'
import { codesSaid } from '../../../sim/diagnosis/observations/spoken.ts'
import { explain } from '../../../sim/explain/explain.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById } from '../../laws/state.ts'
import { everyRow } from './tables.ts'

const GRADES = ['documented', 'observed', 'derived', 'modelled']

test.each(everyRow())('%s has a grade and a source', (_name, { grade, source, on2003 }) => {
  for (const origin of [{ grade, source }, ...(on2003 ? [on2003] : [])]) {
    expect(GRADES).toContain(origin.grade)
    expect(origin.source.trim()).not.toBe('')
  }
})

describe('a message', () => {
  test.each([
    // As corpus 049 has it: braces leave nothing, two blanks on either side.
    [
      messageText(1310, 0, 'C:\\a.png'),
      'Error writing to file: C:\\a.png.  System error 0.  Verify that you have access to that directory.',
    ],
    [
      messageText(1402, 'HKLM\\x', 5),
      'Could not open key: HKLM\\x.  System error 5.  Verify that you have sufficient access to that key, or contact your support personnel.',
    ],
    [messageText(1729), 'Configuration failed.'],
    [
      withFields(MESSAGES[1603].text, { 2: 'C:\\a.dll' }),
      'The file C:\\a.dll is being held in use.  Close that application and retry.',
    ],
    [messageText(1302, '[3]{x}'), 'Please insert the disk: [3]{x}'],
  ])('is put together: %s', (text, expected) => {
    expect(text).toBe(expected)
  })
})

describe('a line of the log', () => {
  test.each([
    ['fileInUse', ['C:\\a.dll', 'notepad', 12, 'x'], MESSAGES[1603].text],
    ['deleteAtRestart', ['C:\\a.rbf'], MESSAGES[1903].text],
  ] as const)('%s says what the message says', (key, args, message) => {
    const [, first] = /^(\w+ \w+)/.exec(message)!
    expect(lineText(key, args)).toContain(first)
    expect(lineText(key, args)).toContain(String(args[0]))
  })

  test('begins with words of its own', () => {
    expect(lineStart('cachedPackageMissing')).toBe("Warning: Local cached package '")
    expect(lineStart('actionData')).toBe('')
  })
})

describe('a return code', () => {
  const older = Object.values(RETURN_CODES).flatMap(({ code, text, on2003 }) =>
    on2003 ? [{ code, text, older: on2003.text }] : [],
  )

  test.each(older)('$code calls a patch a patch on Server 2003, an update on Server 2008', ({ code }) => {
    expect(systemErrorText(code, 'windows-server-2003')).toMatch(/patch/i)
    expect(systemErrorText(code, 'windows-server-2008')).not.toMatch(/\bpatch/i)
    expect(wordingsOf(code)).toHaveLength(2)
  })

  test.each([
    ['cached-patch-missing-repair', 1635, 'windows-server-2003'],
    ['cached-patch-damaged', 1635, 'windows-server-2008'],
    ['wrong-baseline', 1642, 'windows-server-2008'],
    ['wrong-baseline-silent', 1642, 'windows-server-2003'],
    ['patching-forbidden', 1643, 'windows-server-2003'],
    ['package-blocked', 1643, 'windows-server-2008'],
  ] as const)('is told in %s as %i is worded there', (id, code, windows) => {
    const { servers } = simulate(scenarioById(id).scenario, { seed: 1 })
    expect(servers[0]!.machine.windows.id).toBe(windows)
    const told = servers[0]!.facts.flatMap(({ body }) =>
      body.kind === 'refused' && body.code === code ? [body.text] : [],
    )
    expect(new Set(told)).toEqual(new Set([systemErrorText(code, windows)]))
  })

  test.each(older)('$code is recognised and explained in both wordings', ({ code, text, older: before }) => {
    for (const said of [text, before]) expect(codesSaid(`12:02:04  ${said}`)).toContain(code)
    const found = explain(String(code))
    expect(found.known && found.meanings[0]).toMatchObject({ text, textOn2003: before })
  })

  test('has an HRESULT, and a name', () => {
    expect(hresultText(1603)).toBe('0x80070643')
    expect([WIN32.SUCCESS, WIN32.INSTALL_FAILURE, WIN32.RPC_S_SERVER_UNAVAILABLE]).toEqual([0, 1603, 1722])
    expect(systemErrorText(4711)).toBeUndefined()
  })
})

describe('a text turned round', () => {
  const held = reader(INSTALLER_EVENTS[1025].text)

  test('gives back what was filled in, whatever stands around it and whatever blanks are in it', () => {
    const said = '> Product: A. The file C:\\a b.dll is being used by the following  process: Name: scan , Id 12. (x)'
    expect([...held(said)!]).toEqual([
      [1, 'A'],
      [2, 'C:\\a b.dll'],
      [3, 'scan'],
      [4, '12'],
    ])
    expect(held('The file C:\\a.dll is being used')).toBeUndefined()
  })

  test('has all of what stands in two places with nothing between', () => {
    const use = reader(firstSentence(MESSAGES[1603].text))
    expect(use(lineText('fileInUse', ['C:\\a.dll', 'scan', 12, '']))?.get(2)).toBe('C:\\a.dll')
  })

  test('takes a last place to the end', () => {
    expect(reader(LINES.openingPatch.text)("Opening existing patch 'C:\\x.msp'.")?.get(1)).toBe('C:\\x.msp')
    expect(reader(MESSAGES[1302].text)('Please insert the disk: two. three')?.get(2)).toBe('two. three')
  })

  test.each([
    ['Another installation is already in progress', opening(...wordingsOf(1618))],
    ['the windows installer service could not be accessed (1719)', opening(...wordingsOf(1601))],
    ["Out of disk space -- Volume: 'C:'; required space", opening(MESSAGES[1601].text)],
    ['There is not enough disk space on the volume', opening(MESSAGES[1605].text)],
  ])('is known by how it begins: %s', (said, pattern) => {
    expect(said).toMatch(pattern)
    expect('The service has not been started.').not.toMatch(pattern)
  })
})

import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { observe } from '../../../sim/diagnosis/observations/observe.ts'
import { causes, texts } from './helpers.ts'

/** What PowerShell says where a script could not do its work, and in which file. */

const MISSING =
  "The term 'Stop-SetupService' is not recognized as the name of a cmdlet, function, script file, or operable program."
const MISSING_IN_1 =
  "The term 'Stop-SetupService' is not recognized as a cmdlet, function, operable program, or script file. Verify the term and try again."
const NULL = 'Exception calling "Reverse" with "1" argument(s): "Value cannot be null.'

const script = (error: string): string =>
  `[17:14:58] * ServiceControl.ps1: 9/8/2007 5:14:58 PM\n[17:15:27] [Error] System.Management.Automation.CommandNotFoundException: ${error}\n`
const log = (error: string): string =>
  `Action start 17:14:58: CA_SAVEDATA_STOP_SERVICES.\nCAQuietExec:  ${error}\nAction ended 17:15:28: CA_SAVEDATA_STOP_SERVICES. Return value 3.\n`

const bodies = (name: string, text: string): unknown[] =>
  observe(texts({ [name]: text }))
    .of(['script.error'])
    .map(({ body }) => body)

describe.each([
  ['script-helper-missing', MISSING],
  ['script-helper-missing', MISSING_IN_1],
  ['script-nothing-to-stop', NULL],
])('%s', (cause, error) => {
  test('in the log of the script, in that of the installer, and pasted alone', () => {
    expect(causes(diagnose(texts({ 'ServiceControl.log': script(error) })))).toContain(cause)
    expect(causes(diagnose(texts({ 'a.log': log(error) })))).toContain(cause)
    expect(causes(diagnose(texts({ 'pasted.txt': `${error}\n` })))).toEqual([cause])
  })
})

test('another word that is not recognized, and another exception, are none of these', () => {
  for (const error of [MISSING.replace('Stop-SetupService', 'gci2'), NULL.replace('Reverse', 'Open')]) {
    const found = causes(diagnose(texts({ 'ServiceControl.log': script(error), 'pasted.txt': `${error}\n` })))
    expect(found).toEqual([])
  }
})

test('a row says it without the time', () => {
  expect(bodies('ServiceControl.log', script(MISSING))).toEqual([
    `System.Management.Automation.CommandNotFoundException: ${MISSING}`,
  ])
  const page = '[22:05:38] * UpdateOwa.ps1: 9/8/2007 10:05:38 PM\n[22:05:39] Error updating OWA: Access is denied.\n'
  expect(bodies('UpdateOwa.log', page)).toEqual(['Access is denied.'])
  expect(bodies('a.log', log('1 file(s) copied.'))).toEqual([])
})

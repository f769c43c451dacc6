import { describe, expect, test } from 'vitest'
import { makeBundle } from '../../../sim/bundle/bundle.ts'
import type { BundleFile } from '../../../sim/bundle/bundleFile.ts'
import { utf8, utf16 } from '../../../sim/forms/encode.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById } from '../state.ts'
import { contradiction } from './agreements.ts'
import { textOf } from './files.ts'

/** A checker that cannot fail holds nothing: each is shown a bundle in which one file says something else. */

const made = (id: string): readonly BundleFile[] =>
  makeBundle(simulate(scenarioById(id).scenario, { seed: 1 }), { scenarioText: '', scenarioName: '', toolVersion: '' })

const bundles = { 2003: made('file-in-use'), 2008: made('restart-pending-2008') }

function spoiled(files: readonly BundleFile[], path: RegExp, change: (text: string) => string): BundleFile[] {
  expect(files.some(file => path.test(file.path))).toBe(true)
  return files.map(file => {
    if (!path.test(file.path)) return file
    const text = textOf(file)
    const other = change(text)
    expect(other).not.toBe(text)
    return { ...file, bytes: file.encoding === 'utf-16le' ? utf16(other) : utf8(other) }
  })
}

const without = (files: readonly BundleFile[], path: RegExp): BundleFile[] =>
  files.filter(file => !path.test(file.path))

test('a bundle as it is made agrees with itself', () => {
  for (const files of Object.values(bundles)) expect(contradiction(files)).toBeUndefined()
})

describe('a contradiction is found', () => {
  const rows: readonly (readonly [string, RegExp, (text: string) => string, RegExp])[] = [
    ['a state in get-service.txt', /get-service/, t => t.replace('Running', 'Stopped'), /get-service/],
    ['a service more in get-service.txt', /get-service/, t => `${t}Running  Abc\r\n`, /get-service/],
    ['a start type in services.txt', /\/services\.txt/, t => t.replace('AUTO_START', 'DISABLED'), /truth\.json/],
    ['a number in registry.reg', /registry\.reg/, t => t.replace(/dword:0000000\d/, 'dword:0badcafe'), /hive/],
    ['a text in registry.reg', /registry\.reg/, t => t.replace('Exchange Server', 'Exchange Servant'), /hive/],
    ['a key more in registry.reg', /registry\.reg/, t => `${t}[HKEY_LOCAL_MACHINE\\SOFTWARE\\Nobody]\r\n`, /hive/],
    ['an id in the XML', /Application\.xml/, t => t.replace(/>\d+<\/EventID>/, '>1</EventID>'), /event logs/],
    ['a string in the JSON', /Application\.jsonl/, t => t.replace('"param1":"', '"param1":"x'), /event logs/],
    ['a source in the table', /System\.csv/, t => t.replace('Service Control Manager', 'Nobody'), /event logs/],
    ['a time in the text', /System\.txt/, t => t.replace(/:(\d)\d [AP]M/, ':$10 XM'), /event logs/],
    ['a word in a copy', /\.utf8\.log/, t => t.replace('Verbose', 'Curt'), /copies/],
    [
      'a line of a table of labels',
      /labels\/.*LOG\.csv/i,
      t => t.slice(0, t.lastIndexOf('\n', t.length - 2) + 1),
      /rows for/,
    ],
    [
      'a label behind the end',
      /labels\.jsonl/,
      t => t.replace(/"endLine":\d+/, '"endLine":99999999'),
      /points at nothing/,
    ],
    [
      'a label with nobody beside it',
      /labels\.jsonl/,
      t => t.replace(/"same":\["L-\d+/, '"same":["L-99999'),
      /says the same/,
    ],
    ['a label less', /labels\.jsonl/, t => t.slice(0, t.lastIndexOf('\n', t.length - 2) + 1), /results|says the same/],
  ]
  for (const [name, path, change, words] of rows) {
    test(name, () => expect(contradiction(spoiled(bundles[2003], path, change))).toMatch(words))
  }

  test('an update that was not written down', () => {
    const files = spoiled(made('clean-install'), /installed-updates/, text => text.replace('applied', 'superseded'))
    expect(contradiction(files)).toMatch(/installed-updates/)
  })

  test('a copy that is missing', () => {
    expect(contradiction(without(bundles[2003], /\.utf8\.log$/))).toMatch(/copies/)
  })

  test('on Server 2008 as well', () => {
    const files = spoiled(bundles[2008], /Application\.csv/, text =>
      text.replace(',Information,', ',Error,').replace('Information,', 'Error,'),
    )
    expect(contradiction(files)).toMatch(/event logs/)
  })
})

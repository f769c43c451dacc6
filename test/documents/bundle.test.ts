import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { BUNDLE_VERSION } from '../../sim/bundle/bundleFile.ts'
import { EXPORTS } from '../../sim/forms/exports/table.ts'

/** docs/bundle.md says what is exported, and since which version of the format. Knows names, not bytes. */
const page = readFileSync('docs/bundle.md', 'utf8')

/** The rows of a chapter, without the two of the head. */
function rowsUnder(head: string): string[][] {
  const chapter = page.split('\n## ').find(text => text.startsWith(head))!
  const rows = chapter.split('\n').filter(line => line.startsWith('| '))
  return rows.slice(2).map(line => line.split('|').map(cell => cell.trim()))
}

const ENCODINGS: Readonly<Record<string, string>> = { 'utf-16le': 'UTF-16', 'utf-8': 'UTF-8', binary: 'binary' }

/** Made of the logs of a run, as many as there are. */
const OF_EACH_LOG = 'NAME.utf8.log'

test('docs/bundle.md has a row for every export, with its encoding', () => {
  const told = rowsUnder('evidence/exports').flatMap(([, names, encoding]) =>
    [...names!.matchAll(/`([^`]+)`/g)].map(([, name]) => `${name} ${encoding}`),
  )
  const made = EXPORTS.map(({ name, encoding }) => `${name} ${ENCODINGS[encoding]}`)
  const why = 'the table "evidence/exports" of docs/bundle.md, and EXPORTS in sim/forms/exports/table.ts'
  expect(told.toSorted(), why).toEqual([...made, `${OF_EACH_LOG} UTF-8`].toSorted())
})

/** By version of the format. Bundles of one version have the same files. */
const IN_3: readonly string[] = [
  ...['Application.csv', 'Application.jsonl', 'Application.txt', 'Application.xml', 'SOFTWARE'],
  ...['System.csv', 'System.jsonl', 'System.txt', 'System.xml', 'dialogs.txt', 'get-service.txt'],
  ...['installed-updates.txt', 'owa.txt', 'registry.reg', 'services.txt', 'systeminfo.txt'],
]

const IN_4: readonly string[] = [...IN_3, 'disk.txt', 'folders.txt', 'processes.txt']

const EXPORTED: Readonly<Record<number, readonly string[]>> = {
  3: IN_3,
  4: IN_4,
  5: IN_4,
  6: IN_4,
  7: IN_4,
  8: IN_4,
  9: IN_4,
  10: IN_4,
  11: IN_4,
}

test('other exports are another version of the format', () => {
  const why =
    'raise BUNDLE_VERSION in sim/bundle/bundleFile.ts, and write what the new version exports here, in test/documents/bundle.test.ts'
  expect(EXPORTS.map(({ name }) => name).toSorted(), why).toEqual(EXPORTED[BUNDLE_VERSION]?.toSorted())
})

test('the history of docs/bundle.md ends with the version of sim/bundle/bundleFile.ts', () => {
  const versions = rowsUnder('History').map(([, version]) => Number(version))
  expect(versions, 'the history in docs/bundle.md').toEqual(Array.from({ length: BUNDLE_VERSION }, (_, i) => i + 1))
})

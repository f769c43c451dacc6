import { describe, expect, test } from 'vitest'
import { USUAL_FOLDER } from '../../../model/exchange/files.ts'
import { packageOf } from '../../../model/exchange/package.ts'
import type { Database } from '../../../model/installer/database.ts'
import { patchedView } from '../../../model/installer/database.ts'
import { FONTS, forMessage, type Looks, noteMissing, PATCH_TABLES } from '../../../model/installer/missingTables.ts'
import { validationBits } from '../../../model/installer/patchTransforms.ts'
import type { InstallSession } from '../../../model/installer/session.ts'
import { tableState } from '../../../model/installer/tableState.ts'
import { lineText } from '../../../model/words/logLines.ts'

const { database } = packageOf('rtm', 'x64', USUAL_FOLDER)
const bare = (...schema: readonly string[]): Database => ({ ...database, schema: new Set(schema) })

/** What a look writes, of a database alone. */
function notes(view: Database, looks: Looks): string[] {
  const written: string[] = []
  const tell = (fact: { key: Parameters<typeof lineText>[0]; args: readonly (string | number)[] }): void => {
    written.push(lineText(fact.key, fact.args))
  }
  const session = { view, speaker: { side: 's', pid: 1, tid: 1 }, run: { host: { tell, machine: { arch: 'x64' } } } }
  noteMissing(session as unknown as InstallSession, looks)
  return written
}

describe('the state of a table', () => {
  test.each([
    ['File', 'rows'],
    ['InstallExecuteSequence', 'rows'],
    ['Error', 'empty'],
    ['ServiceControl', 'empty'],
    ['MsiSFCBypass', 'absent'],
    ['__MsiPatchFileList', 'absent'],
  ])('%s of a full schema: %s', (table, state) => {
    expect(tableState(database, table)).toBe(state)
  })

  test('rows count whatever the schema says, and without a table there is none', () => {
    expect(tableState(bare(), 'File')).toBe('rows')
    expect(tableState(bare(), 'Error')).toBe('absent')
    expect(tableState(bare('Error'), 'Error')).toBe('empty')
  })

  test('further tables count under their own names', () => {
    const odbcDriver = [{ component: 'a', description: 'b', file: 'c' }]
    expect(tableState({ ...database, tables: { odbcDriver } }, 'ODBCDriver')).toBe('rows')
  })

  test('a view with a patch has its package', () => {
    expect(tableState(patchedView(packageOf('rtm', 'x64', USUAL_FOLDER), []), 'PatchPackage')).toBe('empty')
    expect(tableState({ ...database, patchPackage: [{ patchId: '{1}' }] }, 'PatchPackage')).toBe('rows')
  })
})

describe('notes', () => {
  const full = ['Note: 1: 2262 2: Patch 3: -2147287038 ', 'Note: 1: 2262 2: PatchPackage 3: -2147287038 ']

  test('are 2262 for an empty table (corpus 006)', () => {
    expect(notes(database, PATCH_TABLES)).toEqual([
      ...full,
      'Note: 1: 2262 2: MsiPatchHeaders 3: -2147287038 ',
      'Note: 1: 2205 2:  3: __MsiPatchFileList ',
    ])
  })

  test('are 2205 for one that is absent, with the query behind it (corpus 108)', () => {
    const written = notes(bare(), PATCH_TABLES)
    expect(written.slice(0, 5)).toEqual(
      ['Patch', 'PatchPackage', 'MsiPatchHeaders', '__MsiPatchFileList', 'PatchPackage'].map(
        table => `Note: 1: 2205 2:  3: ${table} `,
      ),
    )
    expect(written[5]).toMatch(/^Note: 1: 2228 2: {2}3: PatchPackage 4: SELECT .* ORDER BY `DiskId` {2}$/)
    expect(written[6]).toBe('Note: 1: 2205 2:  3: Patch ')
    expect(written).toHaveLength(7)
  })

  test('are none for a table with rows', () => {
    expect(notes({ ...database, patchPackage: [{ patchId: '{1}' }] }, PATCH_TABLES)).not.toContain(full[1])
    expect(notes(database, ['File'])).toEqual([])
  })

  test('of a message name its number', () => {
    expect(notes(bare(), [forMessage(1302)])[1]).toBe(
      'Note: 1: 2228 2:  3: Error 4: SELECT `Message` FROM `Error` WHERE `Error` = 1302 ',
    )
  })

  test('on a table that is only looked at where it is there are none without it', () => {
    expect([notes(database, FONTS).length, notes(bare(), FONTS).length]).toEqual([1, 0])
  })

  test('ask for features: 2711', () => {
    expect(notes(database, [{ feature: 'Mailbox' }, { feature: 'ODBCDriverManager' }])).toEqual([
      'Note: 1: 2711 2: ODBCDriverManager ',
    ])
  })
})

test('the bits of a validation are those of the SDK', () => {
  expect(validationBits({ productCode: 'p', upgradeCode: 'u', version: '8.0' }).toString(16)).toBe('922')
  expect(validationBits({ version: '8.0', fields: 1, comparison: 'less' }).toString(16)).toBe('48')
  expect(validationBits({})).toBe(0)
})

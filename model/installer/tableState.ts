import { lower } from '../words/letters.ts'
import type { Database } from './database.ts'

/**
 * What a database has of a table: nothing at all, a table without rows, or rows. Everybody who notes a missing table asks
 * here. Knows no action, and of a package only its tables.
 */
export type TableState = 'absent' | 'empty' | 'rows'

/**
 * The tables of the full schema (SDK "Database Tables", those of 2.0): what packages of the older tools have, rows or none.
 * What came later is in a package that needs it: MsiPatchHeaders, MsiFileHash and MsiAssembly are in every one of corpus 006
 * and 103, MsiPatchCertificate, MsiSFCBypass and MsiPatchOldAssemblyFile in none.
 */
export const FULL_SCHEMA: ReadonlySet<string> = new Set(
  `ActionText AdminExecuteSequence AdminUISequence AdvtExecuteSequence AdvtUISequence AppId AppSearch BBControl Billboard Binary
  BindImage CCPSearch CheckBox Class ComboBox CompLocator Complus Component Condition Control ControlCondition ControlEvent
  CreateFolder CustomAction Dialog Directory DrLocator DuplicateFile Environment Error EventMapping Extension Feature
  FeatureComponents File Font Icon IniFile IniLocator InstallExecuteSequence InstallUISequence IsolatedComponent
  LaunchCondition ListBox ListView LockPermissions Media MIME MoveFile MsiAssembly MsiAssemblyName MsiDigitalCertificate
  MsiDigitalSignature MsiFileHash MsiPatchHeaders ODBCAttribute ODBCDataSource ODBCDriver ODBCSourceAttribute ODBCTranslator
  Patch PatchPackage ProgId Property PublishComponent RadioButton Registry RegLocator RemoveFile RemoveIniFile RemoveRegistry
  ReserveCost SelfReg ServiceControl ServiceInstall Shortcut Signature TextStyle TypeLib UIText Upgrade Verb`.split(
    /\s+/,
  ),
)

/** Tables whose rows the model keeps under another name. */
const ELSEWHERE: Readonly<Record<string, (database: Database) => number>> = {
  CompLocator: ({ appSearch }) => appSearch.filter(row => 'locator' in row && row.locator.kind === 'component').length,
  InstallExecuteSequence: ({ executeSequence }) => executeSequence.length,
  InstallUISequence: ({ uiSequence }) => uiSequence.length,
  Property: ({ property }) => Object.keys(property).length,
}

export function tableState(database: Database, table: string): TableState {
  if (rowsOf(database, table) > 0) return 'rows'
  return (database.schema ?? FULL_SCHEMA).has(table) ? 'empty' : 'absent'
}

function rowsOf(database: Database, table: string): number {
  const elsewhere = ELSEWHERE[table]
  if (elsewhere) return elsewhere(database)
  const name = lower(table)
  for (const part of [database, database.tables ?? {}]) {
    for (const [key, rows] of Object.entries(part)) {
      if (Array.isArray(rows) && lower(key) === name) return rows.length
    }
  }
  return 0
}

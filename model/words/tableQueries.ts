import { observed } from './grade.ts'
import { from, type Wording } from './wording.ts'

/**
 * The queries that note 2228 prints where their table is absent, word for word as real logs have them (engine 5.0; that
 * older ones ask the same is modelled). Knows neither which action asks nor whether a package has the table.
 */

const seen = (logs: string, sql: string): Wording => from(observed(`corpus ${logs}`))(sql)

/** By the table that is asked. */
export const TABLE_QUERIES = {
  PatchPackage: seen(
    '108',
    'SELECT `DiskId`, `PatchId`, `LastSequence` FROM `Media`, `PatchPackage` WHERE `Media`.`DiskId`=`PatchPackage`.`Media_` ORDER BY `DiskId` ',
  ),
  MsiAssembly: seen(
    '106',
    ' SELECT `MsiAssembly`.`Attributes`, `MsiAssembly`.`File_Application`, `MsiAssembly`.`File_Manifest`,  `Component`.`KeyPath` FROM `MsiAssembly`, `Component` WHERE  `MsiAssembly`.`Component_` = `Component`.`Component` AND `MsiAssembly`.`Component_` = ?',
  ),
  Patch: seen(
    '106, 108',
    'SELECT `Patch`.`File_`, `Patch`.`Header`, `Patch`.`Attributes`, `Patch`.`Sequence`, `Patch`.`StreamRef_` FROM `Patch` WHERE `Patch`.`File_` = ? AND `Patch`.`#_MsiActive`=? ORDER BY `Patch`.`Sequence`',
  ),
  MsiPatchOldAssemblyFile: seen(
    '006',
    'SELECT `MsiPatchOldAssemblyFile`.`Assembly_` FROM `MsiPatchOldAssemblyFile` WHERE  `MsiPatchOldAssemblyFile`.`File_` = ?',
  ),
  MsiSFCBypass: seen('001, 006, 108', 'SELECT `File_` FROM `MsiSFCBypass` WHERE `File_` = ?'),
  MsiPatchHeaders: seen('001, 108', 'SELECT `Header` FROM `MsiPatchHeaders` WHERE `StreamRef` = ?'),
  Icon: seen('108', 'SELECT `Name`, `Data` FROM `Icon`'),
} as const satisfies Readonly<Record<string, Wording>>

/** Message of a number. */
export const messageQuery = (number: number | string): string =>
  `SELECT \`Message\` FROM \`Error\` WHERE \`Error\` = ${number}`

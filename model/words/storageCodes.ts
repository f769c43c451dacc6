import { documented, observed, type Sourced } from './grade.ts'
import type { Wording } from './wording.ts'

/**
 * Errors of compound files, which packages and state files are: the last field of notes 2203, 2262 and 2265. A log prints
 * them as signed numbers. Which errors logs have: windows-installer.md 2.3; names and texts are those of winerror.h.
 */

interface StorageRow<Code extends number> extends Wording {
  readonly code: Code
}

const stored =
  (sourced: Sourced) =>
  <const Code extends number>(code: Code, text: string): StorageRow<Code> => ({ code, text, ...sourced })

const logged = stored(documented('windows-installer.md 2.3'))
const listed = stored(documented('system-error-codes'))

export const STORAGE_CODES = {
  STG_E_FILENOTFOUND: logged(-2_147_287_038, '%1 could not be found.'),
  STG_E_INVALIDFUNCTION: listed(-2_147_287_039, 'Unable to perform requested operation.'),
  STG_E_PATHNOTFOUND: logged(-2_147_287_037, 'The path %1 could not be found.'),
  STG_E_ACCESSDENIED: logged(-2_147_287_035, 'Access Denied.'),
  STG_E_SHAREVIOLATION: listed(-2_147_287_008, 'A share violation has occurred.'),
  STG_E_FILEALREADYEXISTS: listed(-2_147_286_960, '%1 already exists.'),
  STG_E_MEDIUMFULL: listed(-2_147_286_928, 'There is insufficient disk space to complete operation.'),
  STG_E_INVALIDHEADER: listed(-2_147_286_789, 'The file %1 is not a valid compound file.'),
} as const

/** Stands in note 1706 where a product's name would, once for each kind of source that has nothing. */
export const NO_PRODUCT_NAME = { code: -2_147_483_647, ...observed('bulletin') } as const

export const STG_E = {
  FILENOTFOUND: STORAGE_CODES.STG_E_FILENOTFOUND.code,
  INVALIDFUNCTION: STORAGE_CODES.STG_E_INVALIDFUNCTION.code,
  ACCESSDENIED: STORAGE_CODES.STG_E_ACCESSDENIED.code,
  FILEALREADYEXISTS: STORAGE_CODES.STG_E_FILEALREADYEXISTS.code,
} as const

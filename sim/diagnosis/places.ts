import { command, driveName, path, type Word, word } from '../foreign/commandLine.ts'
import type { Placeholder } from './finding.ts'
import { systemDriveIn } from './observations/systemDrive.ts'
import type { Table } from './observations/table.ts'

/**
 * Where things lie on the server that the evidence is of, as a command says it: by what was handed over, and where that does
 * not tell, by what Windows puts in. Does not know what lies there.
 */
export interface Places {
  /** The drive of Windows: `E:`. */
  readonly drive: Word
  readonly setupLogs: Word
  /** Of the product, without a separator at its end. */
  readonly exchange: Word
}

export function placesIn(table: Table): Places {
  const drive = driveName(`${systemDriveIn(table)}:`) ?? word`%SystemDrive%`
  return {
    drive,
    setupLogs: word`${drive}\\ExchangeSetupLogs`,
    exchange: productFolder(table) ?? word`<${UNKNOWN_FOLDER}>`,
  }
}

// ----------------------------------------------------------------------------------------------------------- product

const SETUP_KEY = /\\Microsoft\\Exchange\\Setup$/i
const IN_PRODUCT = /^([A-Z]:\\(?:[^\\]+\\)*?Exchange Server)(?:\\|$)/i

/** The registry says where the product was installed; else a path that is below it. */
function productFolder(table: Table): Word | undefined {
  const said = table
    .of(['registry'])
    .find(({ key, name }) => name === 'MsiInstallPath' && SETUP_KEY.test(String(key)))?.value
  const below = table
    .of(['folder', 'file', 'log.file', 'log.note', 'log.message', 'handle'])
    .flatMap(({ place, folder, file }) => IN_PRODUCT.exec(String(place ?? folder ?? file ?? ''))?.[1] ?? [])
  return path(String(said ?? '').replace(/\\$/, '')) ?? path(below[0])
}

const UNKNOWN_FOLDER = word`folder of Exchange Server`

/** Setup has written down where it is. */
export const ASKED_FOLDER: Placeholder = {
  name: UNKNOWN_FOLDER,
  from: command`reg query HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup /v MsiInstallPath`,
  pattern: '^\\s*MsiInstallPath\\s+REG_SZ\\s+(.+?)\\\\?\\s*$',
}

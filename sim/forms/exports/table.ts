import { diskListing } from './disk.ts'
import { eventFiles } from './events.ts'
import type { Export } from './export.ts'
import { foldersListing } from './folders.ts'
import { getService } from './getService.ts'
import { hiveFile } from './hive.ts'
import { dialogsNote, installedUpdates, owaNote, systemInfo } from './notes.ts'
import { processesListing } from './processes.ts'
import { registryFile } from './registry.ts'
import { servicesListing } from './services.ts'

/** Every file of the folder of exports but the copies of logs, by name: what an engineer would have exported. */
export const EXPORTS: readonly Export[] = [
  ...eventFiles('Application'),
  hiveFile,
  ...eventFiles('System'),
  dialogsNote,
  diskListing,
  foldersListing,
  getService,
  installedUpdates,
  owaNote,
  processesListing,
  registryFile,
  servicesListing,
  systemInfo,
]

import { eventFiles } from './events.ts'
import type { Export } from './export.ts'
import { getService } from './getService.ts'
import { hiveFile } from './hive.ts'
import { dialogsNote, installedUpdates, owaNote, systemInfo } from './notes.ts'
import { registryFile } from './registry.ts'
import { servicesListing } from './services.ts'

/** Every file of the folder of exports but the copies of logs, by name: what an engineer would have exported. */
export const EXPORTS: readonly Export[] = [
  ...eventFiles('Application'),
  hiveFile,
  ...eventFiles('System'),
  dialogsNote,
  getService,
  installedUpdates,
  owaNote,
  registryFile,
  servicesListing,
  systemInfo,
]

import type { BundleFile } from '../../../sim/bundle/bundleFile.ts'
import { logsContradictCopies } from './copies.ts'
import { eventsContradict } from './events.ts'
import { bundleFiles, type ServerFiles, type ToldState } from './files.ts'
import { labelsContradict, tablesContradict } from './labels.ts'
import { hiveContradictsText, updatesContradictRegistry } from './registry.ts'
import { listingContradictsRegistry, listingContradictsTruth, listingsContradict } from './services.ts'

/**
 * What several files of a bundle say about the same thing, they say alike: a row for each pair. Each file is read by a reader
 * that shares nothing with its writer, and no row knows of the run or the machine.
 */

export interface Agreement {
  readonly between: string
  /** Where they contradict each other, or undefined. */
  readonly broken: (server: ServerFiles & { readonly told: ToldState }) => string | undefined
}

export const AGREEMENTS: readonly Agreement[] = [
  {
    between: 'services.txt and get-service.txt',
    broken: listingsContradict,
  },
  {
    between: 'services.txt and truth.json',
    broken: listingContradictsTruth,
  },
  { between: 'services.txt and registry.reg', broken: listingContradictsRegistry },
  { between: 'registry.reg and the hive', broken: hiveContradictsText },
  { between: 'installed-updates.txt and the registry', broken: updatesContradictRegistry },
  { between: 'the event logs and their exports', broken: eventsContradict },
  { between: 'verbose logs and their copies', broken: logsContradictCopies },
]

/** The first contradiction between two files of a bundle. */
export function contradiction(made: readonly BundleFile[]): string | undefined {
  const bundle = bundleFiles(made)
  for (const server of bundle.servers) {
    for (const { between, broken } of AGREEMENTS) {
      const found = broken(server)
      if (found !== undefined) return `${between} contradict each other on ${server.name}: ${found}`
    }
  }
  return labelsContradict(bundle) ?? tablesContradict(bundle)
}

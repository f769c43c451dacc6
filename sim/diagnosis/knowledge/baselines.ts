/** Product versions of the service pack levels; rollups do not move them. Source: exchange-2007.md 1. Knows no build. */
const BASELINES: Readonly<Record<string, string>> = {
  '8.0': 'Exchange Server 2007 without a service pack',
  '8.1': 'Exchange Server 2007 Service Pack 1',
  '8.2': 'Exchange Server 2007 Service Pack 2',
  '8.3': 'Exchange Server 2007 Service Pack 3',
}

/** What a version belongs to: `8.1.240.6`. */
export const baselineOf = (version: string): string | undefined => BASELINES[version.split('.').slice(0, 2).join('.')]

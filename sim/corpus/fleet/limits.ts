/** What the command line knows of a fleet before it reads one. */

/** So many hosts are written down at once, and told in one file. */
export const MOST_HOSTS = 1000

/** What must not stand in two parts of a split. */
export const SPLIT_KINDS = ['host', 'time', 'cause', 'combination'] as const
export type SplitKind = (typeof SPLIT_KINDS)[number]

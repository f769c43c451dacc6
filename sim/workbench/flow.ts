import { stringify } from 'yaml'

/** A value as YAML on one line, as packs write conditions. Knows no condition. */
export const flow = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0, singleQuote: true }).trimEnd()

/** What is chosen when a scenario is simulated. Together with its text it gives the bytes. Knows no scenario. */
export interface Choice {
  readonly seed: number
  /** In place of the rollup of every install step: `KB940006`. */
  readonly rollup?: string | undefined
  /** In place of the letters after /l of every step that keeps a log, as `logModes` reads them: `v*`. */
  readonly logLevel?: string | undefined
}

/** As options of the command line: `--seed 1 --rollup KB940006`. */
export function asOptions({ seed, rollup, logLevel }: Choice): string {
  const words = [
    `--seed ${seed}`,
    ...(rollup === undefined ? [] : [`--rollup ${rollup}`]),
    ...(logLevel === undefined ? [] : [`--log-level '${logLevel}'`]),
  ]
  return words.join(' ')
}

import { InvalidArgumentError } from 'commander'

/** What stands on the command line, as values; commander reports what is refused here as wrong usage. */

export const DEFAULT_SEED = 1

export function seed(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError(`A seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`)
  }
  return value
}

/** `kb935490` and `935490` mean KB935490. */
export function kbNumber(text: string): string {
  const digits = /^(?:kb)?(\d{6,7})$/i.exec(text)?.[1]
  if (digits === undefined) throw new InvalidArgumentError('A rollup is named by its KB number, such as KB935490.')
  return `KB${digits}`
}

export interface ScenarioOptions {
  readonly seed: number
  readonly json?: true
}

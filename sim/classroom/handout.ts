import { type BundleOptions, makeBundle } from '../bundle/bundle.ts'
import { EVIDENCE } from '../bundle/bundleFile.ts'
import { ticketNumber, ticketOf } from '../drill/ticket.ts'
import { lines, utf8 } from '../forms/encode.ts'
import type { Run } from '../run/simulate.ts'
import { type Packed, zipOf } from '../zip.ts'

/**
 * A run as two archives: what a class is handed, which names neither the scenario nor a cause, and the truth. Unpacked in one
 * place they are a bundle again.
 */
export interface Handout {
  /** `ticket-4712`: what both are called by. */
  readonly name: string
  readonly evidence: Uint8Array
  readonly truth: Uint8Array
}

export function handoutOf(run: Run, options: BundleOptions): Handout {
  const name = `ticket-${ticketNumber(run.seed)}`
  const files = makeBundle(run, options).map(({ path, bytes }): Packed & { shown: boolean } => ({
    path: `${name}/server/${path}`,
    bytes,
    shown: path.startsWith(`${EVIDENCE}/`),
  }))
  const ticket = { path: `${name}/ticket.txt`, bytes: utf8(lines(ticketOf(run))) }
  return {
    name,
    evidence: zipOf([ticket, ...files.filter(({ shown }) => shown)]),
    truth: zipOf(files.filter(({ shown }) => !shown)),
  }
}

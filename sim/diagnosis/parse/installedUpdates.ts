import { upper } from '../../../model/words/letters.ts'
import { type FileBudget, ownBudget } from '../read/budget.ts'
import { eachLine } from './text.ts'

/**
 * Lists of installed updates: a note of what Add/Remove Programs shows of a product, and what `wmic qfe`, `Get-HotFix` and
 * `systeminfo` print of Windows. Does not know which there should be.
 */

export interface InstalledUpdate {
  readonly line: number
  readonly text: string
  /** `KB952580` */
  readonly kb: string
  /** The heading above it. */
  readonly product: string | undefined
  /** As the list calls it: applied, superseded. */
  readonly state: string | undefined
}

const KB = /\bKB\d{6,7}\b/i
const HEADING = /^[A-Z][\w .]{1,80}$/
const STATE = /\[([a-z]{1,20})\b/

export function parseInstalledUpdates(lines: Iterable<string>, file: FileBudget = ownBudget()): InstalledUpdate[] {
  const updates: InstalledUpdate[] = []
  let product: string | undefined
  eachLine(lines, file, (text, index) => {
    const kb = KB.exec(text)?.[0]
    if (kb === undefined) product = HEADING.test(text.trimEnd()) && !text.includes('  ') ? text.trimEnd() : product
    else if (file.keep('updates'))
      updates.push({ line: index + 1, text, kb: upper(kb), product, state: STATE.exec(text)?.[1] })
  })
  return updates
}

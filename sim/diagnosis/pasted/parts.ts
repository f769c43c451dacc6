import { type EvidenceKind, kindOfText } from '../sniff.ts'

/**
 * A mail, a note or the screen of a prompt in which evidence of several kinds stands, one below the other: which lines are of
 * which. Does not know what they say.
 */

/** For each kind all lines, those of the others empty, so that each stands where it stood. */
export type Parts = ReadonlyMap<EvidenceKind, readonly string[]>

/** What people show of a machine, one thing below the other. Anything else is a file by itself, whatever stands in its lines. */
const SHOWN: readonly EvidenceKind[] = ['event-text', 'installer-log', 'services', 'printed', 'installed-updates']

export const mayHaveParts = (whole: EvidenceKind): boolean => SHOWN.includes(whole)

/** Their readers know what goes on below an empty line. */
const GOES_ON: readonly EvidenceKind[] = ['event-text', 'installer-log']

/**
 * The parts of a text that is taken for this kind as a whole; undefined where it has no other.
 * @param speaks Windows says something in these lines
 */
export function partsOf(
  whole: EvidenceKind,
  lines: readonly string[],
  speaks: (lines: readonly string[]) => boolean,
): Parts | undefined {
  const parts = new Map<EvidenceKind, string[]>()
  let last: EvidenceKind = 'unknown'
  for (const { from, to } of blocksOf(lines)) {
    const block = lines.slice(from, to)
    last = kindOfBlock(block, last, whole, speaks)
    const part = parts.get(last) ?? Array<string>(lines.length).fill('')
    parts.set(last, part)
    part.splice(from, block.length, ...block)
  }
  return parts.size > 1 ? parts : undefined
}

function kindOfBlock(
  block: readonly string[],
  above: EvidenceKind,
  whole: EvidenceKind,
  speaks: (lines: readonly string[]) => boolean,
): EvidenceKind {
  const kind = kindOfText('', block.map(line => `${line}\n`).join(''))
  if (kind !== 'unknown') return kind
  if (GOES_ON.includes(above)) return above
  if (speaks(block)) return 'text'
  return above === 'unknown' ? whole : above
}

interface Block {
  readonly from: number
  readonly to: number
}

/** Lines between empty ones. */
function* blocksOf(lines: readonly string[]): Generator<Block> {
  let from = 0
  for (let at = 0; at <= lines.length; at++) {
    if (at < lines.length && lines[at]!.trim() !== '') continue
    if (at > from) yield { from, to: at }
    from = at + 1
  }
}

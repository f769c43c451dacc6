import { inLines, type Shown, told } from '../foreign/terminal.ts'
import { withoutMiddle } from '../limits.ts'
import type { RankedClue } from './clues.ts'
import { flow } from './flow.ts'

/** A first rule as somebody would begin to write it, from clues. Does not know how they were found. */

export interface Draft {
  readonly id: string
  readonly cause: string
  readonly title: string
  readonly sources: readonly string[]
  /** As seen from the pack. */
  readonly evidence: string
  readonly clues: readonly RankedClue[]
  /** Bundles that the clues were held against. */
  readonly alike: number
  readonly unlike: number
  /** Whether a healthy twin was compared. */
  readonly twin: boolean
}

/** YAML, with what each sign is from. */
export function ruleText(draft: Draft): Shown {
  const { id, cause, title, sources, evidence, clues, alike, unlike, twin } = draft
  const names = namesOf(clues)
  const rows = [
    '# yaml-language-server: $schema=rules.schema.json',
    '# A first rule, to be made better. The schema: lab1603 schema rules > rules.schema.json; the language: docs/rules.md.',
    `# Signs are rows that ${evidence} has${twin ? ', its healthy twin has not,' : ''} and that few others have.`,
    '# Take out what is there by chance; say less of a row, and it is found in more bundles. Then: lab1603 rules test --rules THIS FILE',
    'schemaVersion: 1',
    `pack: ${id}`,
    'rules:',
    `  - id: ${id}`,
    `    cause: ${flow(cause)}`,
    `    title: ${flow(title)}`,
    `    sources: ${flow(sources)}`,
    '    grade: observed # documented, where a page says so',
    '    role: fault # state, where it is what a fault left behind',
    '    signs:',
    ...clues.flatMap((clue, i) => [
      `      # ${clue.row.path}:${clue.row.line} ${withoutMiddle(clue.row.text.trim(), WIDE)}`,
      `      # ${clue.alike} of ${alike} scenarios with this cause have such a row, and ${clue.unlike} of ${unlike} others.`,
      `      ${names[i]}: ${flow({ weight: weightOf(clue), when: { some: clue.pattern } })}`,
    ]),
    '    remedies: [] # names that there are: an editor with the schema lists them',
    '    examples:',
    `      - ${flow({ evidence, expect: 'found' })}`,
    '      - {scenario: clean-install, expect: absent}',
  ]
  return inLines([...rows.map(row => told`${row}`), told``])
}

const WIDE = 160

/** By kind, which is another for each. */
const namesOf = (clues: readonly RankedClue[]): string[] => clues.map(({ row }) => row.kind.replaceAll('.', '-'))

/** What comes true of those that have such a row, this bundle with them; of few bundles, less than all. */
const weightOf = ({ alike, unlike }: RankedClue): number => Math.round(((alike + 2) / (alike + unlike + 3)) * 100) / 100

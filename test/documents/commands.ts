import { grouped, INPUT_LIMITS, LIMITS, type Limit } from '../../sim/limits.ts'
import { COMMANDS, type CommandRow, type OptionRow } from '../../tui/commandTable.ts'
import { EXIT_MEANINGS } from '../../tui/exit.ts'
import { meaningsOf, rowsOf } from '../../tui/help.ts'
import { code, table } from './section.ts'

/** What the README and docs/commands.md say of the commands, from their table. */

const ROWS: readonly (readonly [name: string, row: CommandRow])[] = Object.entries(COMMANDS)

/** The section of the README. */
export function commandsSection(): string {
  return [
    table(
      ['command', 'does'],
      ROWS.map(([name, row]) => [code(`${name}${takenBy(row)}`), row.does]),
    ),
    `What can be said to each, with examples: [docs/commands.md](docs/commands.md). Exit codes, the same for all:`,
    listOf(rowsOf(EXIT_MEANINGS)),
  ].join('\n\n')
}

const FOREIGN =
  "Text that somebody else wrote (evidence, scenarios, bundles, names of files, what was typed) is shown and never obeyed: a control, an escape, a mark of direction, whatever is not seen or piles up over other lines stands there as its code, such as `\\u{1b}`; under a caret and in the player, as `?`. In JSON it is an escape of JSON's own, and reads back as it was. A name that no prompt could take as a name is left out of the advice, and words such as `<path of the held file>` stand for it."

/** All of docs/commands.md. */
export function commandsPage(): string {
  return `${[
    '# Commands',
    '`lab1603` is `node dist/cli.js`. Data goes to stdout, everything else to stderr. This page is written by `npm run docs` from the table that the command line itself is made from.',
    FOREIGN,
    ...ROWS.flatMap(([name, row]) => chapter(name, row)),
    ...limits(),
  ].join('\n\n')}\n`
}

const READ =
  'What is handed over is read in time that grows with its size, and no further than this. Only regular files are opened, each once whatever links lead to it; a pipe that the shell has opened (`-`, `/dev/stdin`, `<(...)`) is read as far as a file would be.'

function limits(): string[] {
  return [
    '## Limits',
    READ,
    'Of evidence, what is over a limit is told on stderr, and the rest is diagnosed:',
    limitTable(LIMITS),
    'A scenario, a bundle or a corpus over a limit is refused with exit code 2; of its problems the first are told:',
    limitTable(INPUT_LIMITS),
  ]
}

const limitTable = (of: Readonly<Record<string, Limit>>): string =>
  table(
    ['at most', 'per', 'because'],
    Object.values(of).map(({ most, unit, per, why }) => [`${grouped(most)} ${unit}`, per, why]),
  )

/** What a row has no room for. */
const MORE: Readonly<Record<string, string>> = {
  repair:
    'Each round hands the evidence of every server to `diagnose` and types what it advises: first what stands in the way, then the call that was wanted, by whoever tells of it, at last what only a good end allows. Where nothing is found, that call is made once more with a log; what could be the cause as well is tried. The logs and the state that the scripts left are copied to `C:\\Evidence-N` before, and no log is written over. A remedy without a command, or with a word that nothing told, is by hand, and what waits for it is not typed. What a command changed beside its purpose is listed (`collateral`), and so is what is still owed.',
}

function chapter(name: string, row: CommandRow): string[] {
  const { does, takes, options, examples } = row
  return [
    `## ${name}`,
    `${does[0]!.toUpperCase()}${does.slice(1)}.`,
    ...(MORE[name] === undefined ? [] : [MORE[name]]),
    fenced('text', [`lab1603 ${usageOf(name, row)}`]),
    ...(takes ? [`${code(wordOf(takes.name))}: ${[takes.is, ...(takes.choices ?? [])].join(', ')}.`] : []),
    ...(options.length > 0 ? [table(['option', 'does'], options.map(optionCells))] : []),
    'Exit codes:',
    listOf(rowsOf(meaningsOf(row))),
    fenced(
      'console',
      examples.map(example => `$ ${example}`),
    ),
  ]
}

const optionCells = ({ flags, does, byDefault, required, choices }: OptionRow): string[] => [
  code(flags),
  [
    does,
    ...(choices ? [`(${choices.join(', ')})`] : []),
    ...(required ? ['(required)'] : []),
    ...(byDefault === undefined ? [] : [`(default: ${byDefault})`]),
  ].join(' '),
]

/** ` SCENARIO`: options have their page. */
const takenBy = ({ takes }: CommandRow): string => (takes ? ` ${takes.choices?.join('|') ?? wordOf(takes.name)}` : '')

/** `run SCENARIO [--seed N]`: what must be said is in no brackets. */
function usageOf(name: string, row: CommandRow): string {
  const words = row.options.map(({ flags, required }) => {
    const word = flags.replace(/<.*>/, wordOf)
    return required ? word : `[${word}]`
  })
  return [`${name}${takenBy(row)}`, ...words].join(' ')
}

/** `<scenario-or-bundle>` as a word in capitals. */
const wordOf = (placeholder: string): string => placeholder.replace(/[<>]/g, '').replaceAll('-or-', '|').toUpperCase()

/** `2  meaning` as a point of a list. */
const listOf = (rows: readonly string[]): string => rows.map(row => `- ${row.replace(/^(\d) {2}/, '$1: ')}`).join('\n')

const fenced = (language: string, lines: readonly string[]): string => [`\`\`\`${language}`, ...lines, '```'].join('\n')

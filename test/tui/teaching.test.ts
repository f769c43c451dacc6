import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CLI, inFolder } from './helpers.ts'

/** The lesson of docs/teaching.md is given, command by command; what the page shows is what is printed. */

const page = readFileSync('docs/teaching.md', 'utf8')
const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
  language: language!,
  text: text!,
}))

interface Shown {
  readonly command: string
  readonly prints: readonly string[]
}

const shown: readonly Shown[] = blocks
  .filter(({ language }) => language === 'console')
  .flatMap(({ text }) => text.split(/^\$ /m).slice(1))
  .map(part => {
    const [command, ...prints] = part.trimEnd().split('\n')
    return { command: command!, prints }
  })

/** What is typed there: behind a prompt. */
const typedIn = (prints: readonly string[]): string =>
  prints
    .flatMap(row => /^C:\\[^>]*>(.*)$/.exec(row)?.[1] ?? [])
    .map(line => `${line}\n`)
    .join('')

/** Blanks at the end of a line are no part of a page, and how long ago something was depends on who reads. */
const asShown = (text: string): string[] =>
  text.split('\n').map(row => row.trimEnd().replace(/ \d+:\d\d(?= )/, ' 0:00'))

/** A line of three dots stands for any others. */
function expectShown(printed: readonly string[], prints: readonly string[]): void {
  const parts = prints.join('\n').split(/^\.\.\.$/m)
  let from = 0
  for (const part of parts) {
    const at = printed.join('\n').indexOf(part.trim(), from)
    expect(at, `${part}\nis not in\n${printed.join('\n')}`).toBeGreaterThanOrEqual(0)
    from = at + part.trim().length
  }
  if (parts.length === 1) expect(printed).toEqual(prints)
}

test('every command of the lesson prints what the page shows', () => {
  expect(shown.length).toBeGreaterThan(7)
  inFolder(cwd => {
    mkdirSync(join(cwd, 'handed-in'))
    writeFileSync(join(cwd, 'roster.csv'), blocks.find(({ text }) => text.startsWith('name,email\n'))!.text)
    for (const { command, prints } of shown) {
      const typed = command.replace('node dist/cli.js', `'${process.execPath}' '${CLI}'`)
      const { status, stdout } = spawnSync('sh', ['-c', `${typed} 2>&1`], {
        cwd,
        encoding: 'utf8',
        input: typedIn(prints),
      })
      expect([command, status]).toEqual([command, 0])
      expectShown(asShown(stdout.trimEnd()), asShown(prints.join('\n')))
    }
    const again = spawnSync(process.execPath, [CLI, 'drill', 'labs/1-ada-lovelace.lab', '--session', 'new.jsonl'], {
      cwd,
      encoding: 'utf8',
    })
    const ticket = blocks.find(({ text }) => text.startsWith('Ticket '))!.text
    expect(asShown(again.stdout.trimEnd())).toEqual(asShown(ticket.trimEnd()))
  })
})

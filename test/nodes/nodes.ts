import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Binary, NotToBeHad, nodeOf } from './binaries.ts'
import { COMMANDS, type Command, type Ended, ended } from './commands.ts'
import { commandsOn, sessions, write } from './sessions.ts'
import { install, pack } from './tarball.ts'

/**
 * `npm run other-nodes`: the packed program, installed in an empty project, on every Node that somebody may have. Each
 * command must end and say the same as on the Node that runs this, on which the tests run. Does not play on a terminal.
 */

/** The least that package.json asks for, and the newest of each line that is kept. */
const RANGES = ['20.19', '22', '24', '26']

const SESSIONS = sessions()
const ALL = [...COMMANDS, ...commandsOn(SESSIONS)]

const root = mkdtempSync(join(tmpdir(), 'lab1603-nodes-'))
try {
  const cli = realpathSync(install(pack(root).file, join(root, 'project')))
  const here: Binary = { version: process.version, path: process.execPath }
  const wanted = allOn(here, cli)
  const wrongHere = ALL.flatMap((command, i) =>
    wanted[i]!.code === command.code ? [] : [`${named(command)}: exit code ${wanted[i]!.code}\n${wanted[i]!.stderr}`],
  )
  report(here.version, wrongHere)
  const wrong = RANGES.map(range => wrongOn(range, cli, here.version, wanted))
  const failed = [wrongHere, ...wrong].filter(found => found.length > 0).length
  console.log(`${RANGES.length + 1 - failed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
} finally {
  rmSync(root, { recursive: true })
}

function wrongOn(range: string, cli: string, known: string, wanted: readonly Ended[]): readonly string[] {
  try {
    const node = nodeOf(range)
    const found = allOn(node, cli)
    const wrong = ALL.flatMap((command, i) => differences(command, wanted[i]!, found[i]!, known))
    report(node.version, wrong)
    return wrong
  } catch (error) {
    if (!(error instanceof NotToBeHad)) throw error
    report(range, [error.message], 'not checked')
    return [error.message]
  }
}

/** Every command, in a folder that no other Node has. */
function allOn({ version, path }: Binary, cli: string): readonly Ended[] {
  const folder = mkdtempSync(join(root, `${version}-`))
  write(SESSIONS, folder)
  return ALL.map(command => ended(path, cli, folder, command))
}

function differences(command: Command, wanted: Ended, found: Ended, known: string): readonly string[] {
  return (['code', 'stdout', 'stderr'] as const)
    .filter(part => wanted[part] !== found[part])
    .map(part => `${named(command)}: another ${part} than on ${known}\n${firstDifference(wanted[part], found[part])}`)
}

function firstDifference(wanted: unknown, found: unknown): string {
  const [before, after] = [wanted, found].map(text => String(text).split('\n'))
  const at = before!.findIndex((line, i) => line !== after![i])
  const line = at < 0 ? before!.length : at
  return `  line ${line + 1}\n  - ${before![line] ?? ''}\n  + ${after![line] ?? ''}`
}

function named({ args, stdout }: Command): string {
  return `lab1603 ${args.join(' ')}${stdout === undefined ? '' : ` > ${stdout}`}`
}

function report(version: string, wrong: readonly string[], otherwise = 'WRONG'): void {
  console.log(
    `Node ${version}: ${wrong.length === 0 ? `${ALL.length} commands, twelve bundles and ${SESSIONS.length} sessions` : otherwise}`,
  )
  for (const line of wrong) console.log(`  ${line.replaceAll('\n', '\n  ')}`)
}

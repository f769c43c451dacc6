import { insideNamed } from '../cmd/commands.ts'
import { isLeftOutCmdlet } from '../cmd/leftOut.ts'
import { done, failed, machineOf, type Output, type PromptSession } from '../window/session.ts'
import { cmdletNamed } from './cmdlets.ts'
import { runStatement, stopRows } from './evaluate.ts'
import { printItems } from './printing.ts'
import { readLine } from './reader.ts'
import { ShellStop, type Statement } from './tree.ts'

/** A line for PowerShell 1.0: read as a whole, then run, statement by statement. Knows no cmdlet by name. */
export function runShellLine(session: PromptSession, line: string): Output {
  try {
    return runStatements(session, line, readLine(line), 0, done())
  } catch (error) {
    if (error instanceof ShellStop) return failed(1, stopRows(line, error))
    throw error
  }
}

/** Runs what is left of a line. A program that asks holds the rest back until it has its answer. */
function runStatements(
  session: PromptSession,
  line: string,
  statements: readonly Statement[],
  from: number,
  before: Output,
): Output {
  let output = before
  for (let i = from; i < statements.length; i++) {
    const result = runStatement(session, line, statements[i]!)
    const rows = [...output.out, ...printItems(machineOf(session), result.items), ...result.errors]
    output = { exitCode: result.exitCode, out: rows, err: [] }
    session.exitCode = result.exitCode
    const { question } = result
    if (!question) continue
    const answer = (yes: boolean): Output => runStatements(session, line, statements, i + 1, question.answer(yes))
    return { ...output, question: { text: question.text, answer } }
  }
  return output
}

// ------------------------------------------------------------------------------------- lines typed at the other window

const SCRIPT_WORD = /^[^\s'"|&<>]+\.ps1(?=\s|$)/i
/** `& 'x'`, `. 'x'`, `(Get-Item x).y`, `$env:x` */
const OPENING = /^(?:&\s*['"(]|\.\s+['"]|\(\s*[a-z]+-[a-z]+\b|\$[a-z]+\b)/i

/**
 * The line for PowerShell, where one typed at the command prompt makes sense only there; undefined: it is cmd's own. To
 * cmd a script alone is a document, which it opens; `.\x.ps1` is how only PowerShell wants to have it.
 */
export function shellLineOf(line: string): string | undefined {
  const text = line.trim()
  const pieces = [...text.matchAll(/(?:"[^"]*"?|'[^']*'?|[^;"'])+/g)].map(([piece]) => piece.trim())
  const [first = '', ...others] = pieces
  if (isShellStatement(first) && (!SCRIPT_WORD.test(first) || first.startsWith('.\\'))) return text
  const word = /^[a-z]+/i.exec(first)?.[0] ?? ''
  const shared = insideNamed(word) !== undefined && cmdletNamed(word) !== undefined
  // `cd 'C:\Program Files'` and `cd ...; .\x.ps1`: single quotes and semicolons mean nothing to cmd.
  return shared && (/^[a-z]+\s+'/i.test(first) || others.some(isShellStatement)) ? text : undefined
}

function isShellStatement(text: string): boolean {
  if (OPENING.test(text) || SCRIPT_WORD.test(text)) return true
  const word = /^[a-z]+-[a-z]+(?=[\s|;]|$)/i.exec(text)?.[0]
  return word !== undefined && (cmdletNamed(word) !== undefined || isLeftOutCmdlet(word))
}

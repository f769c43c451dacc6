/**
 * A line of PowerShell 1.0 as a tree: what reader.ts makes of the text, and evaluate.ts does. Places are offsets in the
 * line. Knows no cmdlet.
 */

export type Statement =
  | Pipeline
  | { readonly kind: 'assign'; readonly name: string; readonly operator: string; readonly value: Statement }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: Block | undefined }
  | { readonly kind: 'foreach'; readonly name: string; readonly list: Statement; readonly block: Block }
  | { readonly kind: 'while'; readonly condition: Statement; readonly block: Block }
  | {
      readonly kind: 'for'
      readonly first: Statement | undefined
      readonly condition: Statement | undefined
      readonly next: Statement | undefined
      readonly block: Block
    }
  | { readonly kind: 'function'; readonly name: string; readonly block: Block }
  | { readonly kind: 'jump'; readonly to: 'break' | 'continue' | 'return'; readonly value: Statement | undefined }

export interface Branch {
  readonly condition: Statement
  readonly block: Block
}

export interface Pipeline {
  readonly kind: 'pipeline'
  readonly commands: readonly Command[]
}

/** Statements in braces. */
export interface Block {
  /** `param($a, $b)` or those of a function. */
  readonly parameters: readonly string[]
  readonly body: readonly Statement[]
  /** As typed, without the braces. */
  readonly text: string
}

export type Command = ExpressionCommand | NamedCommand

export interface ExpressionCommand {
  readonly kind: 'expression'
  readonly expression: Expression
  readonly redirects: readonly Redirect[]
}

export interface NamedCommand {
  readonly kind: 'command'
  readonly name: Expression
  readonly args: readonly Argument[]
  readonly redirects: readonly Redirect[]
  /** Behind the name. */
  readonly end: number
}

export interface Argument {
  /** Of `-Name` the name, without a dash. */
  readonly parameter: string | undefined
  /** What stands in its place; of a parameter, what touches its colon. */
  readonly value: Expression | undefined
  readonly text: string
  readonly end: number
}

export interface Redirect {
  readonly sign: string
  /** undefined: `2>&1` */
  readonly target: Expression | undefined
}

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** Text with holes. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'list'; readonly parts: readonly Expression[] }
  /** `(...)`, `$(...)`, and `@(...)`, which is a list whatever it holds. */
  | { readonly kind: 'group'; readonly body: readonly Statement[]; readonly list: boolean; readonly end: number }
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'call'; readonly of: Expression; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }

/** What ends the reading or the running of a line: an error of PowerShell's with its place, or something left out. */
export class ShellStop extends Error {
  readonly at: number | undefined
  constructor(text: string, at?: number) {
    super(text)
    this.at = at
  }
}

export const stopNotSimulated = (what: string): ShellStop => new ShellStop(`lab1603: ${what} is not simulated.`)

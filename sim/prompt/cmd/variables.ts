import { fold } from '../../../model/machine/names.ts'
import { SYNTAX_INCORRECT } from '../../../model/words/commandPrompt.ts'
import { environmentList, setVariable } from '../window/environment.ts'
import { done, failed, notSimulated, type Output } from '../window/session.ts'
import type { CommandCall, PromptCommand } from '../window/syntax.ts'

/** `set`: the variables of the window. The rest of the line is the value, blanks and all. */

function set({ session, tail }: CommandCall): Output {
  const typed = tail.trimStart()
  const quoted = /^"(.*)"[^"]*$/.exec(typed)?.[1]
  const text = quoted ?? typed
  if (text.startsWith('/')) return notSimulated(`${/^\S+/.exec(text)![0]} of set`)
  const cut = text.indexOf('=')
  if (cut === 0) return failed(1, [SYNTAX_INCORRECT.text])
  if (cut > 0) {
    const value = text.slice(cut + 1)
    setVariable(session, text.slice(0, cut), value === '' ? undefined : value)
    return done()
  }
  const start = fold(text.trimEnd())
  const rows = environmentList(session).flatMap(([name, value]) =>
    fold(name).startsWith(start) ? [`${name}=${value}`] : [],
  )
  return rows.length > 0 ? done(rows) : failed(1, [`Environment variable ${text.trimEnd()} not defined`])
}

export const variableCommands: readonly PromptCommand[] = [
  {
    names: ['set'],
    help: 'set [NAME=VALUE | BEGINNING]   variables of this window',
    inside: true,
    ms: 3,
    run: set,
  },
]

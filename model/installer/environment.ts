import { joinPath } from '../machine/names.ts'
import { upper } from '../words/letters.ts'
import { isInstalled } from './database.ts'
import { allows, type ConditionEnvironment, evaluateCondition } from './language/condition.ts'
import { type FormatEnvironment, formatText } from './language/formatted.ts'
import type { InstallSession } from './session.ts'

/** What conditions and formatted text see of a session. How such texts are read: language/. */

/** INSTALLSTATE numbers: 2 absent, 3 local. */
const ABSENT = 2
const LOCAL = 3

function states(installed: boolean): { installed: number; action: number } {
  return { installed: installed ? LOCAL : ABSENT, action: installed ? LOCAL : -1 }
}

function conditionEnvironment(session: InstallSession): ConditionEnvironment {
  const { view, costing } = session
  return {
    property: name => session.properties.get(name),
    environment: name => environmentVariable(session, name),
    component: key => {
      const row = view.component.find(c => c.component === key)
      return row && costing ? states(isInstalled(row, costing.features)) : undefined
    },
    feature: key => {
      const row = view.feature.find(f => f.feature === key)
      return row && costing ? states(costing.features.has(key)) : undefined
    },
  }
}

function formatEnvironment(session: InstallSession): FormatEnvironment {
  const file = (key: string): string | undefined => session.costing?.files.find(f => f.key === key)?.path
  return {
    property: name => session.properties.get(name),
    environment: name => environmentVariable(session, name),
    file,
    shortFile: file,
    component: key => {
      const row = session.view.component.find(c => c.component === key)
      return row && session.costing ? `${row.directory}\\` : undefined
    },
  }
}

function environmentVariable(session: InstallSession, name: string): string | undefined {
  const { windows } = session.run.host.machine
  const known: Readonly<Record<string, string>> = {
    SYSTEMROOT: windows.systemRoot,
    WINDIR: windows.systemRoot,
    SYSTEMDRIVE: windows.systemRoot.slice(0, 2),
    COMSPEC: joinPath(windows.systemRoot, 'system32', 'cmd.exe'),
  }
  return known[upper(name)]
}

/** An empty condition holds; a broken one is the package's mistake and ends the action. */
export function holds(session: InstallSession, condition: string | undefined): boolean {
  return condition === undefined || allows(evaluateCondition(condition, conditionEnvironment(session)))
}

export function formatted(session: InstallSession, text: string): string {
  return formatText(text, formatEnvironment(session))
}

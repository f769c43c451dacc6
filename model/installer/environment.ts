import { joinPath } from '../machine/names.ts'
import { upper } from '../words/letters.ts'
import { isInstalled } from './database.ts'
import {
  allows,
  type ConditionEnvironment,
  type ConditionResult,
  evaluateCondition,
  type StateNumbers,
} from './language/condition.ts'
import { type FormatEnvironment, formatText } from './language/formatted.ts'
import type { InstallSession } from './session.ts'
import { componentAction, type FeatureAction, featureAction, standsOrComes } from './states.ts'

/** What conditions and formatted text see of a session. How such texts are read: language/. */

/** INSTALLSTATE numbers: -1 nothing is done, 2 absent, 3 local. */
const STATES: Readonly<Record<FeatureAction, number>> = { reinstall: 3, local: 3, absent: 2 }

function states(installed: boolean, action: FeatureAction | undefined): StateNumbers {
  return { installed: STATES[installed ? 'local' : 'absent'], action: action === undefined ? -1 : STATES[action] }
}

function conditionEnvironment(session: InstallSession): ConditionEnvironment {
  const { view, costing } = session
  return {
    property: name => session.properties.get(name),
    environment: name => environmentVariable(session, name),
    component: key => {
      const row = view.component.find(c => c.component === key)
      return row && costing ? states(isInstalled(row, costing.features), componentAction(costing, row)) : undefined
    },
    feature: key => {
      const row = view.feature.find(f => f.feature === key)
      return row && costing ? states(costing.features.has(key), featureAction(costing, key)) : undefined
    },
  }
}

function formatEnvironment(session: InstallSession): FormatEnvironment {
  const file = (key: string): string | undefined => {
    const row = session.view.file.find(f => f.file === key)
    const folder = row && folderOf(session, row.component)
    return folder && joinPath(folder, row.fileName)
  }
  return {
    property: name => session.properties.get(name),
    environment: name => environmentVariable(session, name),
    file,
    shortFile: file,
    component: key => {
      const folder = folderOf(session, key)
      return folder && `${folder}\\`
    },
  }
}

/** Of a component that is installed or about to be. */
function folderOf({ view, costing }: InstallSession, component: string): string | undefined {
  const row = view.component.find(c => c.component === component)
  return row && costing && standsOrComes(costing, row) ? row.directory : undefined
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

export function evaluated(session: InstallSession, condition: string | undefined): ConditionResult {
  return condition === undefined ? 'NONE' : evaluateCondition(condition, conditionEnvironment(session))
}

/** An empty condition holds. */
export function holds(session: InstallSession, condition: string | undefined): boolean {
  return allows(evaluated(session, condition))
}

export function formatted(session: InstallSession, text: string): string {
  return formatText(text, formatEnvironment(session))
}

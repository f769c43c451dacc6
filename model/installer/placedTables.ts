import { deleteFile, makeFolder, writeFile } from '../machine/calls.ts'
import { childrenOf, fileAt } from '../machine/machine.ts'
import { joinPath } from '../machine/names.ts'
import { WIN32 } from '../words/systemErrors.ts'
import { FAILURE, SUCCESS } from './actionStatus.ts'
import { formatted } from './environment.ts'
import { unwritten } from './errors.ts'
import type { FurtherTables } from './furtherTables.ts'
import { withIniValue } from './iniText.ts'
import type { ExecutionScript, ScriptOperation } from './script.ts'
import type { InstallSession } from './session.ts'
import { actionOf, type ComponentAction } from './states.ts'
import { attemptIn, compensate } from './transaction.ts'

/**
 * Tables whose rows end on the disk: folders, copies, shortcuts, lines of .ini files, and what a library does to register
 * itself. Names of operations are those of real scripts where one is known (FolderCreate, ShortcutCreate), else modelled.
 * Knows no registry.
 */

/** One row of a table, with the component that it goes with. */
interface Placed {
  readonly component: string
  readonly operation: Omit<ScriptOperation, 'action'>
}

interface PlacingAction {
  readonly of: ComponentAction
  readonly rows: (tables: FurtherTables, session: InstallSession, action: string) => readonly Placed[]
}

const ACTIONS: Readonly<Record<string, PlacingAction>> = {
  CreateFolders: {
    of: 'local',
    rows: ({ createFolder = [] }, _session, action) =>
      createFolder.map(({ component, folder }) => ({
        component,
        operation: {
          text: `FolderCreate(Folder=${folder}\\,Foreign=0,,)`,
          data: { 1: `${folder}\\` },
          perform: session => told(session, folder, makeFolder(session.run.host, folder, attemptAs(session, action))),
        },
      })),
  },
  RemoveFolders: {
    of: 'absent',
    rows: ({ createFolder = [] }, _session, action) =>
      createFolder.map(({ component, folder }) => ({
        component,
        operation: {
          text: `FolderRemove(Folder=${folder}\\,Foreign=0)`,
          data: { 1: `${folder}\\` },
          perform: session => removeEmpty(session, action, folder),
        },
      })),
  },
  MoveFiles: {
    of: 'local',
    rows: ({ moveFile = [] }, _session, action) =>
      moveFile.map(({ component, sourceFolder, sourceName, destFolder, destName = sourceName, move }) => {
        const from = joinPath(sourceFolder, sourceName)
        return {
          component,
          operation: {
            text: `FileCopy(SourceName=${from},,DestName=${joinPath(destFolder, destName)},,,,,,,,,,,,,,,,,,,,)`,
            data: { 1: sourceName, 9: `${destFolder}\\` },
            perform(session) {
              const value = copy(session, action, from, destFolder, destName)
              return value === SUCCESS && move ? remove(session, action, from) : value
            },
          },
        }
      }),
  },
  DuplicateFiles: {
    of: 'local',
    rows: (tables, session, action) =>
      duplicates(tables, session).map(({ component, from, folder, name }) => ({
        component,
        operation: {
          text: `FileCopy(SourceName=${from},,DestName=${name},,,,,,,,,,,,,,,,,,,,)`,
          data: { 1: name, 9: `${folder}\\` },
          perform: current => copy(current, action, from, folder, name),
        },
      })),
  },
  RemoveDuplicateFiles: {
    of: 'absent',
    rows: (tables, session, action) =>
      duplicates(tables, session).map(({ component, folder, name }) =>
        removing(component, action, joinPath(folder, name), { 1: name, 9: `${folder}\\` }),
      ),
  },
  CreateShortcuts: {
    of: 'local',
    rows: ({ shortcut = [] }, session, action) =>
      shortcut.map(({ component, folder, name, target }) => {
        const content = { kind: 'text', text: formatted(session, target) } as const
        return {
          component,
          operation: {
            text: `ShortcutCreate(Name=${name},,,FileName=${content.text},,WorkingDir=,,,,,,,,,)`,
            data: { 1: name },
            perform: current => place(current, action, folder, `${name}.lnk`, { content }),
          },
        }
      }),
  },
  RemoveShortcuts: {
    of: 'absent',
    rows: ({ shortcut = [] }, _session, action) =>
      shortcut.map(({ component, folder, name }) =>
        removing(component, action, joinPath(folder, `${name}.lnk`), { 1: name }),
      ),
  },
  WriteIniValues: { of: 'local', rows: (tables, session, action) => iniValues(tables, session, action, true) },
  RemoveIniValues: { of: 'absent', rows: (tables, session, action) => iniValues(tables, session, action, false) },
  SelfRegModules: { of: 'local', rows: (tables, session, action) => selfRegistrations(tables, session, action, true) },
  SelfUnregModules: {
    of: 'absent',
    rows: (tables, session, action) => selfRegistrations(tables, session, action, false),
  },
}

/** Adds to the script what an action of these tables does; false where it is none of theirs. */
export function addPlaced(session: InstallSession, script: ExecutionScript, action: string): boolean {
  const { tables } = session.view
  const placing = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
  if (!placing || !tables) return false
  const rows = placing.rows(tables, session, action).filter(row => actionOf(session, row.component) === placing.of)
  script.add(...rows.map(({ operation }) => ({ action, ...operation })))
  return rows.length > 0
}

const attemptAs =
  ({ run: { host } }: InstallSession, action: string) =>
  (change: Parameters<typeof attemptIn>[1]) =>
    attemptIn(host, change, action, undefined)

function told(session: InstallSession, path: string, error: number): number {
  return error === WIN32.SUCCESS ? SUCCESS : unwritten(session, path, error)
}

function removing(component: string, action: string, path: string, data: ScriptOperation['data']): Placed {
  const text = `FileRemove(,FileName=${path},,)`
  return { component, operation: { text, data, perform: session => remove(session, action, path) } }
}

function remove(session: InstallSession, action: string, path: string): number {
  const error = deleteFile(session.run.host, path, attemptAs(session, action))
  return error === WIN32.FILE_NOT_FOUND ? SUCCESS : told(session, path, error)
}

function removeEmpty(session: InstallSession, action: string, folder: string): number {
  const { machine } = session.run.host
  if (!fileAt(machine, folder) || childrenOf(machine, folder).length > 0) return SUCCESS
  return remove(session, action, folder)
}

type Contents = Parameters<typeof writeFile>[2]

function place(session: InstallSession, action: string, folder: string, name: string, file: Contents): number {
  const { host } = session.run
  const attempt = attemptAs(session, action)
  const path = joinPath(folder, name)
  return told(session, path, makeFolder(host, folder, attempt) || writeFile(host, path, file, attempt))
}

/** What is not there is not copied, and no error (SDK "MoveFiles Action", "DuplicateFiles Action"). */
function copy(session: InstallSession, action: string, from: string, folder: string, name: string): number {
  const node = fileAt(session.run.host.machine, from)
  return node ? place(session, action, folder, name, node) : SUCCESS
}

// ---- copies of installed files

function duplicates({ duplicateFile = [] }: FurtherTables, { view }: InstallSession) {
  return duplicateFile.flatMap(({ component, file, destFolder, destName }) => {
    const row = view.file.find(one => one.file === file)
    const folder = view.component.find(one => one.component === row?.component)?.directory
    if (!row || folder === undefined) return []
    const from = joinPath(folder, row.fileName)
    return [{ component, from, folder: destFolder ?? folder, name: destName ?? row.fileName }]
  })
}

// ---- lines of .ini files

function iniValues({ iniFile = [] }: FurtherTables, session: InstallSession, action: string, write: boolean): Placed[] {
  return iniFile.map(({ component, folder, fileName, section, key, value }) => {
    const data = write ? formatted(session, value) : undefined
    return {
      component,
      operation: {
        text: `IniWriteRemoveValue(Section=${section},Key=${key},Value=${data ?? ''},Mode=${write ? 0 : 2},)`,
        data: { 1: fileName, 2: section, 3: key, 4: data ?? '' },
        perform(current) {
          const content = fileAt(current.run.host.machine, joinPath(folder, fileName))?.content
          const before = content?.kind === 'text' ? content.text : ''
          const text = withIniValue(before, section, key, data)
          if (text === '') return remove(current, action, joinPath(folder, fileName))
          return text === before
            ? SUCCESS
            : place(current, action, folder, fileName, { content: { kind: 'text', text } })
        },
      },
    }
  })
}

// ---- libraries that register themselves

const functionOf = (file: string, register: boolean): string =>
  `${file} ${register ? 'DllRegisterServer' : 'DllUnregisterServer'}`

function selfRegistrations(
  { selfReg = [] }: FurtherTables,
  { view }: InstallSession,
  action: string,
  register: boolean,
): Placed[] {
  return selfReg.flatMap(({ file }) => {
    const row = view.file.find(one => one.file === file)
    return row === undefined
      ? []
      : [
          {
            component: row.component,
            operation: {
              text: `SelfReg${register ? '' : 'Unreg'}Modules(File=${row.fileName})`,
              data: { 1: row.fileName, 2: '' },
              perform: session => selfRegister(session, action, file, register),
            },
          },
        ]
  })
}

function selfRegister(session: InstallSession, action: string, file: string, register: boolean): number {
  const { run } = session
  const call = session.view.entryPoints[functionOf(file, register)]
  const code = call?.({
    host: run.host,
    user: 'SYSTEM',
    mode: 'scheduled',
    environment: new Map(),
    property: () => '',
    setProperty: () => {},
    run: commandLine => run.setup.programs(run.host, commandLine, 'SYSTEM'),
    log: () => {},
  })
  if (code !== 0) return FAILURE
  compensate(run.host, action, functionOf(file, !register), {
    kind: 'custom-action',
    name: functionOf(file, !register),
  })
  return SUCCESS
}

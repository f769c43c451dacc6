import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'

/**
 * What some tests need and a clone alone has not: material of others in a folder beside the project, and programs of the
 * machine. Where it is missing the test is passed over with the reason, and `passedOver.ts` tells at the end of the run.
 * It knows nothing of what a test does with it, and no other test is passed over.
 */

// Where vitest itself declares it.
declare module '@vitest/runner' {
  interface TaskMeta {
    /** Why a test did not run. */
    passedOver?: string
  }
}

/** Something that is there, or else the reason for which tests are passed over. */
export interface Need {
  readonly missing: string | undefined
}

/** A file, or a folder with `/` at its end. */
export interface Material extends Need {
  readonly path: string
}

export const REAL_LOGS = material('real logs', 'corpus/')
export const LINE_FORMS = material('tool for the forms of lines', 'tools/log_templates.py')
/** Its quotations are lines of real logs. */
export const LOG_ANATOMY = material('anatomy of real logs', 'facts/msi-log-anatomy.md')
export const REPORTS = material('public reports', 'public/')
export const VECTORS = material('independent vectors', 'vectors/')
export const CONTRACT = material('contract', 'DESIGN.md')
/** Where nobody can write, whatever their rights. */
export const PROC = standing('process folder', '/proc/self')

/** A device that takes nothing. */
export const FULL = standing('full device', '/dev/full')
/** A browser that shows nothing. @throws in continuous integration, where it must be */
export const CHROMIUM = demanded(standing('browser', '/usr/bin/chromium'))
/** Debian's unicode-data. @throws in continuous integration, where it must be */
export const UNICODE = demanded(standing('tables of Unicode', '/usr/share/unicode/'))

/** Debian's python3-yaml, by which most read YAML. @throws in continuous integration, where it must be */
export const PYYAML = demanded(pythonModule('yaml'))

/** Debian's python3-evtx, a reader of event logs. @throws in continuous integration, where it must be */
export const PYEVTX = demanded(pythonModule('Evtx'))

/** The last argument but one of `test` and `describe`: says what they need. */
export function needing(...needs: readonly Need[]): { skip?: boolean; meta?: { passedOver: string } } {
  const reason = needs.find(need => need.missing !== undefined)?.missing
  return reason === undefined ? {} : { skip: true, meta: { passedOver: reason } }
}

/** The files of a folder and of those in it, by path from there; where it is missing, one name stands for them all. */
export function filesOf(folder: Material, pattern: RegExp): readonly string[] {
  if (folder.missing !== undefined) return ['each file']
  const names = readdirSync(folder.path, { recursive: true, encoding: 'utf8' })
  return names.filter(name => pattern.test(name)).sort()
}

/** Programs by name; continuous integration must have them. @throws there, where one is missing. */
export function programs(...names: readonly string[]): Need {
  const absent = names.find(name => spawnSync(name, ['-V']).error !== undefined)
  if (absent === undefined) return { missing: undefined }
  return demanded({ missing: `${absent} not installed` })
}

function pythonModule(name: string): Need {
  const { status } = spawnSync('/usr/bin/python3', ['-c', `import ${name}`])
  return { missing: status === 0 ? undefined : `no python3-${name} for /usr/bin/python3` }
}

function demanded<N extends Need>(need: N): N {
  if (process.env.CI === 'true' && need.missing !== undefined) throw new Error(need.missing)
  return need
}

function material(what: string, name: string): Material {
  return standing(`${what} beside the project`, `../shared/${name}`)
}

function standing(what: string, path: string): Material {
  return { path, missing: existsSync(path) ? undefined : `no ${what} (${path})` }
}

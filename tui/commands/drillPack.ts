import { join } from 'node:path'
import { packed } from '../../sim/classroom/pack.ts'
import { readRoster, type Trainee } from '../../sim/classroom/roster.ts'
import { inLines, told } from '../../sim/foreign/terminal.ts'
import { INPUT_LIMITS } from '../../sim/limits.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { writeNew } from '../newFiles.ts'
import { DEFAULT_SEED } from '../options.ts'
import { note, print, printJson } from '../output.ts'
import { orContradiction, reproduction, usableScenario } from '../scenario.ts'
import { bytesAt, isKeyThere, keyAt, keyFile, newKey } from '../seal.ts'

/** `drill pack`: sealed labs for a class, and the key that opens their answers. Does not know how a lab is sealed. */

export interface DrillPackOptions {
  readonly seed?: number
  readonly class?: string
  readonly out: string
  readonly key: string
  readonly exam?: true
  readonly json?: true
}

export async function drillPackCommand(given: string, options: DrillPackOptions): Promise<ExitCode> {
  const { class: roster, out, key: keyPath, seed, exam, json } = options
  const { id, name, text } = await usableScenario(given)
  const order = {
    answer: { id, text },
    class: roster === undefined ? WHOEVER : traineesIn(roster),
    seed,
    exam: exam === true,
  }
  const isNew = !isKeyThere(keyPath)
  const key = isNew ? newKey() : keyAt(keyPath)
  const again = reproduction('drill pack', name, { seed: seed ?? DEFAULT_SEED })
  const labs = orContradiction(again, () => packed(order, key))
  const files = labs.map(lab => ({ path: join(out, lab.file), bytes: Buffer.from(lab.text) }))
  // A lab whose key nobody has is worth nothing: all of it is there, or nothing.
  writeNew(isNew ? [keyFile(keyPath, key), ...files] : files)
  if (isNew) note(told`${keyPath}: a new key; keep it, for nothing else opens these labs`)
  const rows = labs.map(({ file, name, email }) => ({ file, name, ...(email !== '' && { email }) }))
  if (json) printJson({ folder: out, labs: rows })
  else print(inLines(rows.map(({ file, name, email = '' }) => told`${file}  ${name}  ${email}`)))
  note(told`${labs.length} sealed in ${out}; what comes back is graded with --lab ${out} --key ${keyPath}`)
  return EXIT.done
}

/** One lab, for whoever sits down. */
const WHOEVER: readonly Trainee[] = [{ name: '', email: '' }]

function traineesIn(path: string): readonly Trainee[] {
  const read = readRoster(bytesAt(path, INPUT_LIMITS.roster))
  if ('message' in read) throw new Stop(EXIT.unusable, told`${path}:${read.line}:${read.column} ${read.message}`)
  return read
}

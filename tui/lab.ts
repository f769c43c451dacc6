import { basename } from 'node:path'
import { sha256 } from '../sim/bundle/bundleFile.ts'
import { answerOf, isSealed, type Scene, SealError, sceneOf } from '../sim/classroom/sealed.ts'
import type { Header } from '../sim/drill/session.ts'
import { told } from '../sim/foreign/terminal.ts'
import { EXIT, Stop } from './exit.ts'
import { readScenarioText } from './input.ts'
import { checked, type UsableScenario } from './scenario.ts'
import { LAB } from './seal.ts'

/** What somebody sits down at: a scenario, or a sealed lab, whose answer is not there. */
export interface Assignment extends UsableScenario {
  /** What a session calls it by, in place of a name. */
  readonly digest: string
  /** What a lab was packed with, and nobody can say otherwise; undefined: it is a scenario. */
  readonly packed: Packed | undefined
  /** The answer is not there. */
  readonly sealed: boolean
}

export type Packed = Omit<Scene, 'scenario'>

/** Whether a session was begun as its lab says; a lab that is for nobody is for whoever sits down. */
export const isOf = ({ seed, name, exam }: Packed, header: Header): boolean =>
  header.seed === seed && (name === '' || header.name === name) && header.exam === exam

/** @param key  opens the answer of a sealed lab. @throws Stop with what is wrong with it */
export function assignmentAt(given: string, key?: Uint8Array): Assignment {
  const { id, name, text } = readScenarioText(given)
  const digest = sha256(text)
  if (!LAB.test(given) && !isSealed(text)) {
    if (key) throw new Stop(EXIT.wrongUsage, told`${given} is not sealed: nothing of it needs a key`)
    return { ...checked({ id, name, text }), digest, packed: undefined, sealed: false }
  }
  const { scenario, ...packed } = orRefused(given, () => sceneOf(text))
  const answer = key ? orRefused(given, () => answerOf(text, key)) : { id: basename(given), text: scenario }
  return { ...checked({ ...answer, name: given }), digest, packed, sealed: !key }
}

/** @throws Stop where a seal is broken */
export function orRefused<T>(path: string, open: () => T): T {
  try {
    return open()
  } catch (error) {
    if (error instanceof SealError) throw new Stop(EXIT.unusable, told`${path} ${error.message}`)
    throw error
  }
}

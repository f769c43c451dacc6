import type { Library } from '../sim/diagnosis/packs/library.ts'
import { told } from '../sim/foreign/terminal.ts'
import { nearest } from '../sim/written/nearest.ts'
import { EXIT, Stop } from './exit.ts'

/** A rule that was typed by its id. Does not know what is asked of it. @throws Stop where there is none of that id */
export function mustKnow({ byId }: Library, rule: string): void {
  if (byId.has(rule)) return
  const meant = nearest(rule, [...byId.keys()])
  const hint = meant === undefined ? told`` : told`; did you mean ${meant}?`
  throw new Stop(EXIT.unusable, told`there is no rule ${rule}${hint}`)
}

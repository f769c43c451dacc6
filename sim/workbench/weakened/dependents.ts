import { asksFor, deciding } from '../../diagnosis/packs/check.ts'
import type { Pack } from '../../diagnosis/packs/schema.ts'
import type { Weakening } from './weakening.ts'

/** Which rules can say something else when a rule or a named condition does. Knows no rule. */

/** Whoever asks for a name, by the name. */
type Askers = ReadonlyMap<string, ReadonlySet<string>>

/** `use` holds within a pack, `rule` everywhere. */
export function askersIn(packs: readonly Pack[]): Askers {
  const askers = new Map<string, Set<string>>()
  for (const pack of packs) {
    const named = (name: string): string => (name.startsWith('use ') ? `${pack.pack} ${name}` : name)
    const ask = (who: string, names: readonly string[]): void => {
      for (const name of names.map(named)) askers.set(name, (askers.get(name) ?? new Set()).add(who))
    }
    for (const [name, condition] of Object.entries(pack.define ?? {})) ask(named(`use ${name}`), asksFor(condition))
    for (const rule of pack.rules) {
      ask(
        `rule ${rule.id}`,
        deciding(rule).flatMap(({ condition }) => asksFor(condition)),
      )
    }
  }
  return askers
}

const RULE = 'rule '

/** Ids of rules that may say otherwise: the rule itself, and all that hang on it. */
export function affectedBy({ rule, path }: Weakening, pack: Pack, askers: Askers): ReadonlySet<string> {
  const reached = new Set<string>()
  const reach = (name: string): void => {
    if (reached.has(name)) return
    reached.add(name)
    for (const asker of askers.get(name) ?? []) reach(asker)
  }
  reach(path[0] === 'define' ? `${pack.pack} use ${rule}` : RULE + rule)
  return new Set([...reached].filter(name => name.startsWith(RULE)).map(name => name.slice(RULE.length)))
}

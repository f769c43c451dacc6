import { load, problemOf } from '../../written/load.ts'
import { type Problem, problemsInOrder } from '../../written/problems.ts'
import type { Locate } from '../../written/source.ts'
import { checkNames, type Remedies } from './check.ts'
import { type Pack, packSchema } from './schema.ts'

/** From the text of a rule pack to the pack, or to everything that is wrong with it. Knows no rule. */

export type LoadedPack =
  | {
      readonly ok: true
      readonly pack: Pack
      /** Where a path such as `['rules', 0, 'id']` stands. */
      readonly locate: Locate
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * The text of a pack, read and checked. `file` is only the name that problems carry; `others` are the packs that are
 * loaded before it, whose rules it may name. Never throws.
 */
export function loadPack(text: string, file: string, others: readonly Pack[], remedies: Remedies): LoadedPack {
  const loaded = load(packSchema, text, file)
  if (!loaded.ok) return loaded
  const problems = checkNames(loaded.value, others, remedies).map(complaint =>
    problemOf(complaint, file, loaded.locate(complaint.path, complaint.about === 'key' ? 'key' : 'value')),
  )
  const { value: pack, locate } = loaded
  return problems.length === 0 ? { ok: true, pack, locate } : { ok: false, problems: problemsInOrder(problems) }
}

import type { Complaint } from '../../written/form.ts'
import { load, problemOf } from '../../written/load.ts'
import { type Problem, problemsInOrder } from '../../written/problems.ts'
import type { Locate } from '../../written/source.ts'
import { checkNames, type Remedies, strangeRules } from './check.ts'
import { type Examples, examplesSchema } from './examples.ts'
import { type Pack, packSchema } from './schema.ts'

/** From the text of a rule pack, or of its examples, to what it says, or to everything that is wrong with it. Knows no rule. */

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
  const { value: pack, locate } = loaded
  const problems = placed(checkNames(pack, others, remedies), file, locate)
  return problems.length === 0 ? { ok: true, pack, locate } : { ok: false, problems }
}

export type LoadedExamples =
  | { readonly ok: true; readonly examples: Examples; readonly locate: Locate }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** The text of the examples that lie beside a pack, read and checked. Never throws. */
export function loadExamples(text: string, file: string, pack: Pack): LoadedExamples {
  const loaded = load(examplesSchema, text, file)
  if (!loaded.ok) return loaded
  const {
    value: { examples },
    locate,
  } = loaded
  const problems = placed(strangeRules(examples, pack), file, locate)
  return problems.length === 0 ? { ok: true, examples, locate } : { ok: false, problems }
}

const placed = (complaints: readonly Complaint[], file: string, locate: Locate): Problem[] =>
  problemsInOrder(
    complaints.map(complaint =>
      problemOf(complaint, file, locate(complaint.path, complaint.about === 'key' ? 'key' : 'value')),
    ),
  )

import { examine, type Traced } from '../../sim/diagnosis/diagnose.ts'
import { builtIn } from '../../sim/diagnosis/packs/builtIn.ts'
import { explain } from '../../sim/workbench/explain.ts'
import { formatExplanations } from '../../sim/workbench/explainWords.ts'
import { evidenceAt, refuseNothing } from '../evidence.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { mustKnow } from '../knownRule.ts'
import { print, printJson } from '../output.ts'
import { lookOf } from '../terminal.ts'

/** `rules explain`: every branch of the rules on some evidence. Does not know how they are evaluated. */

interface RulesExplainOptions {
  readonly rule?: string
  readonly rules?: string
  readonly json?: true
}

export async function rulesExplainCommand(paths: readonly string[], options: RulesExplainOptions): Promise<ExitCode> {
  const { rule, rules, json } = options
  const library = rules === undefined ? builtIn : (await import('../rules.ts')).libraryWith(rules)
  if (rule !== undefined) mustKnow(library, rule)
  const evidence = await evidenceAt(paths)
  refuseNothing(evidence, paths)
  const isMeant = (trace: Traced): boolean => rule === undefined || trace.rule.id === rule
  const explanations = explain(examine(evidence, library).traces.filter(isMeant), evidence)
  if (json) printJson({ schemaVersion: 1, rules: explanations })
  else print(formatExplanations(explanations, lookOf(process.stdout, process.env)))
  return EXIT.done
}

import { causesSection } from './causes.ts'
import { commandsPage, commandsSection } from './commands.ts'
import { modelledSection, scenariosIn, shownBy } from './modelled.ts'
import { mutantsSection, weakeningsSection } from './mutants.ts'
import { withSection } from './section.ts'

const SCENARIOS = scenariosIn('scenarios')

/** Documents that are made from data, whole or in part: from what a file says to what it should say. */
export const DOCUMENTS: Readonly<Record<string, (text: string) => string>> = {
  'README.md': text =>
    withSection(withSection(text, 'commands', commandsSection()), 'causes', causesSection([...SCENARIOS.values()])),
  'docs/modelled.md': text => withSection(text, 'modelled', modelledSection(shownBy(SCENARIOS))),
  'docs/rules.md': text =>
    withSection(withSection(text, 'mutants', mutantsSection()), 'weakenings', weakeningsSection()),
  'docs/commands.md': () => commandsPage(),
}

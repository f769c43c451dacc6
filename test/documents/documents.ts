import { commandsPage, commandsSection } from './commands.ts'
import { modelledSection, scenariosOf } from './modelled.ts'
import { withSection } from './section.ts'

/** Documents that are made from data, whole or in part: from what a file says to what it should say. */
export const DOCUMENTS: Readonly<Record<string, (text: string) => string>> = {
  'README.md': text => withSection(text, 'commands', commandsSection()),
  'docs/modelled.md': text => withSection(text, 'modelled', modelledSection(scenariosOf('scenarios'))),
  'docs/commands.md': () => commandsPage(),
}

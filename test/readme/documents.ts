import { commandsPage, commandsSection } from './commands.ts'
import { modelledSection, scenariosOf } from './modelled.ts'
import { withSection } from './section.ts'

/** Documents that are made from data, whole or in part: from what a file says to what it should say. */
export const DOCUMENTS: Readonly<Record<string, (text: string) => string>> = {
  'README.md': text => {
    const modelled = withSection(text, 'modelled', modelledSection(scenariosOf('scenarios')))
    return withSection(modelled, 'commands', commandsSection())
  },
  'docs/commands.md': () => commandsPage(),
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The texts of the scenarios by id, as one module: a library in a browser has no folder to read. Knows no scenario. */

const NAME = 'lab1603:scenarios'
const FOLDER = join(import.meta.dirname, '..', 'scenarios')

export const scenarioTexts = () => ({
  name: 'scenario-texts',
  resolveId: (id: string) => (id === NAME ? `\0${NAME}` : undefined),
  load(id: string) {
    if (id !== `\0${NAME}`) return undefined
    const ids = readdirSync(FOLDER).flatMap(name => /^(.*)\.yaml$/.exec(name)?.[1] ?? [])
    const texts = ids.sort().map(name => [name, readFileSync(join(FOLDER, `${name}.yaml`), 'utf8')])
    return `export default ${JSON.stringify(Object.fromEntries(texts))}`
  },
})

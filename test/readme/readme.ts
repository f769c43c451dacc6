import { readFileSync, writeFileSync } from 'node:fs'
import { scenariosOf, withModelled } from './modelled.ts'

/** `npm run readme`: writes the section on what is modelled into README.md. */
writeFileSync('README.md', withModelled(readFileSync('README.md', 'utf8'), scenariosOf('scenarios')))

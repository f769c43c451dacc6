import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { DOCUMENTS } from './documents.ts'

/** `npm run docs`: writes what is made from data in README.md and in docs. */
for (const [path, written] of Object.entries(DOCUMENTS)) {
  writeFileSync(path, written(existsSync(path) ? readFileSync(path, 'utf8') : ''))
}

import { cachedCopy, command, packageName as packageWord, quoted, word } from '../../foreign/commandLine.ts'
import type { Evidence } from '../evidence.ts'
import type { SourceSearch } from '../parse/installerLog.ts'
import { installAgain, remedy, searched, steps, UNNAMED_COPY } from '../remedies.ts'
import { openLogs, quoteLog, returnCode } from '../situation.ts'
import { textOfCode } from './returnedCode.ts'
import { firstQuotes, type Match, type Rule } from './rule.ts'

/** The cached package of an earlier rollup is gone. Who took it away no log knows. */

export const cachedPatchMissing: Rule = {
  id: 'cached-patch-missing',
  cause: 'cached-patch-missing',
  title: 'The installer has lost its copy of a rollup that was installed before',
  where: 'verbose log: "Couldn\'t find local patch", and no source for it',
  match,
}

/** What an engine that cannot do without the patch tells the person, and returns. */
const REFUSAL = textOfCode(1635)
const REFUSED: ReadonlySet<number | undefined> = new Set([1603, 1635])

function match(evidence: Evidence): Match | undefined {
  for (const log of openLogs(evidence).toReversed()) {
    const lost = log.searches.filter(({ what, resolved, failures }) => {
      return what === 'patch' && (resolved === undefined || failures.length > 0)
    })
    if (lost.length === 0) continue
    const refusal = log.shown.find(({ text }) => REFUSAL.test(text))
    const fatal = refusal !== undefined || REFUSED.has(returnCode(log))
    const outcome = [...lost.flatMap(({ failures }) => failures), ...(refusal ? [refusal] : [])]
    const names = lost.map(({ missing }) => missing.split('\\').at(-1)).join(', ')
    return {
      title: `${cachedPatchMissing.title}: ${names}`,
      confidence: fatal ? 0.95 : 0.7,
      evidence: firstQuotes(
        lost.map(({ line }) => quoteLog(log, line)),
        outcome.map(line => quoteLog(log, line)),
      ),
      remedies: steps(evidence, restore(lost), installAgain),
    }
  }
  return undefined
}

/** The original package under the name of the lost copy. Names in the Installer folder differ from server to server. */
function restore(lost: readonly SourceSearch[]) {
  const copies = lost.map(({ missing, packageName }, i) => {
    const name = packageWord(packageName)
    const file = name ?? word`Exchange2007-KB*.msp`
    return { missing, source: searched(word`path of ${name ?? word`the original package ${i + 1}`}`, file) }
  })
  const commands = copies.flatMap(({ missing, source }) => [
    source.from,
    command`copy ${quoted(word`<${source.name}>`)} ${quoted(cachedCopy(missing) ?? UNNAMED_COPY)}`,
  ])
  return {
    ...remedy(
      'restore-cached-patch',
      'Put the original package back under the name that the installer looks for',
      commands,
      ['Look for every other package that C:\\WINDOWS\\Installer should have, and for who cleaned the folder'],
    ),
    placeholders: copies.map(({ source }) => source),
  }
}

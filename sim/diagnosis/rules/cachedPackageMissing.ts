import { cachedCopy, command, packageName as packageWord, quoted, word } from '../../foreign/commandLine.ts'
import type { Evidence } from '../evidence.ts'
import type { SourceSearch } from '../parse/installerLog.ts'
import { installAgain, remedy, searched, steps, UNNAMED_COPY } from '../remedies.ts'
import { openLogs, quoteLog, returnCode } from '../situation.ts'
import { firstQuotes, type Match, type Rule } from './rule.ts'

/** The cached package of the product is gone and no source has it. Who took it away no log knows. */

export const cachedPackageMissing: Rule = {
  id: 'cached-package-missing',
  cause: 'cached-package-missing',
  title: 'The installer has lost its copy of the product package, and no source has it',
  where: 'verbose log: "Local cached package ... is missing", and the search for a source fails',
  match,
}

const SOURCE_ABSENT = 1612

function match(evidence: Evidence): Match | undefined {
  for (const log of openLogs(evidence).toReversed()) {
    const lost = log.searches.find(({ what, resolved }) => what === 'product' && resolved === undefined)
    if (!lost) continue
    const told = [
      ...lost.failures,
      ...log.notes.filter(({ number }) => number === 1706).map(({ line }) => line),
      ...log.returnCodes.filter(({ code }) => code === SOURCE_ABSENT).map(({ line }) => line),
    ]
    const fatal = lost.failures.length > 0 || returnCode(log) === SOURCE_ABSENT
    return {
      confidence: fatal ? 0.95 : 0.4,
      evidence: firstQuotes([quoteLog(log, lost.line)], told.map(line => quoteLog(log, line)).slice(-3)),
      remedies: steps(evidence, restore(lost), installAgain),
    }
  }
  return undefined
}

function restore({ missing, packageName }: SourceSearch) {
  const source = searched(word`path of the product package`, packageWord(packageName) ?? word`EXCHANGESERVER.msi`)
  return {
    ...remedy(
      'restore-cached-package',
      'Put the package of the same baseline back under the name that the installer looks for',
      [source.from, command`copy ${quoted(word`<${source.name}>`)} ${quoted(cachedCopy(missing) ?? UNNAMED_COPY)}`],
      ['Look for every other package that C:\\WINDOWS\\Installer should have, and for who cleaned the folder'],
    ),
    placeholders: [source],
  }
}

import { POWERSHELL_ERRORS } from '../../../model/words/powershell.ts'
import { opening } from '../../../model/words/turned.ts'
import { command, fileName, quoted, word } from '../../foreign/commandLine.ts'
import type { Evidence } from '../evidence.ts'
import { installAgain, remedy, servicesFirst, steps } from '../remedies.ts'
import { openInstallerEvents, quoteEvent, quoteLog, type Sign } from '../situation.ts'
import { firstQuotes, type Match, type Rule, together } from './rule.ts'
import { exportedPolicy, failedScript } from './scriptAction.ts'

/** The folder of the scripts' logs is not there. Where it went, only a listing under another name tells. */

export const setupLogsMissing: Rule = {
  id: 'setup-logs-missing',
  cause: 'setup-logs-missing',
  title: 'The folder ExchangeSetupLogs is missing: the scripts cannot write their log and their state',
  where: 'verbose log: first return value 3 on a script action; a renamed folder; no ServiceControl.log; owa.txt',
  match,
}

/** A folder on a drive, named like the one that is missed and something more. */
function movedFolder(path: string): string | undefined {
  const folders = path.split('/').slice(0, -1)
  const drive = folders.findIndex(folder => /^[A-Z]$/i.test(folder))
  const below = drive < 0 ? [] : folders.slice(drive + 1)
  return below.findLast(folder => /^ExchangeSetupLogs.|.ExchangeSetupLogs$/i.test(folder))
}
const IN_PLACE = /(?:^|\/)C\/ExchangeSetupLogs\//i
/** A file that lies at its place on the server's disk. */
const ON_DISK = /(?:^|\/)[A-Z]\/(?:WINDOWS|Program Files|Documents and Settings|Users)\//i
const PATH = opening(POWERSHELL_ERRORS.noPartOfPath.text).source
const NO_PATH = new RegExp(`${PATH}|Could not find the path `, 'i')

function missesPath(text: string): boolean {
  const at = text.search(NO_PATH)
  return at >= 0 && /ExchangeSetupLogs/i.test(text.slice(at))
}
const BLANK = /\bblank\b/i

function match(evidence: Evidence): Match | undefined {
  const failure = failureOf(evidence)
  const paths = evidence.files.map(({ path }) => path)
  if (!failure || paths.some(path => IN_PLACE.test(path)) || exportedPolicy(evidence).policy === 'refuses')
    return undefined
  const signs = [failure, moved(evidence), absent(paths), blankPage(evidence), policyIsFine(evidence)]
  const seen = signs.filter(sign => sign !== undefined)
  const confidence = together(...seen.map(({ weight }) => weight))
  // The failure alone says that a script could not do its work, not why.
  if (seen.length < 2) return undefined
  return {
    confidence,
    evidence: firstQuotes(...seen.map(({ quotes }) => quotes)),
    remedies: steps(evidence, restore(evidence), servicesFirst, installAgain),
  }
}

/** The first failure is a script's; without a log, a failed update is all there is. */
function failureOf(evidence: Evidence): Sign | undefined {
  const failed = failedScript(evidence)
  if (failed) {
    const told = failed.output.filter(({ text }) => missesPath(text))
    const quotes = [failed.end, ...told].map(line => quoteLog(failed.log, line))
    return { weight: told.length > 0 ? 0.9 : 0.3, quotes }
  }
  if (evidence.installerLogs.length > 0) return undefined
  const update = openInstallerEvents(evidence).find(({ event }) => event.id === 1024 && / 1603\b/.test(event.message))
  return update ? { weight: 0.1, quotes: [quoteEvent(update)] } : undefined
}

/** The folder under another name. */
function moved(evidence: Evidence): Sign | undefined {
  const file = evidence.files.find(({ path }) => movedFolder(path) !== undefined)
  if (!file) return undefined
  return {
    weight: 0.7,
    quotes: [{ path: file.path, line: 1, text: `a folder ${movedFolder(file.path)} is there instead` }],
  }
}

/** Files of the disk were handed over, and none from there: on a server that setup has left logs on, that is strange. */
function absent(paths: readonly string[]): Sign | undefined {
  return paths.some(path => ON_DISK.test(path)) ? { weight: 0.4, quotes: [] } : undefined
}

/** The preparation of Outlook Web Access runs before the script and is not undone. */
function blankPage(evidence: Evidence): Sign | undefined {
  for (const { path, lines } of evidence.owa) {
    const at = lines.findIndex(line => BLANK.test(line))
    if (at >= 0) return { weight: 0.4, quotes: [{ path, line: at + 1, text: lines[at]! }] }
  }
  return undefined
}

function policyIsFine(evidence: Evidence): Sign | undefined {
  return exportedPolicy(evidence).policy === 'runs' ? { weight: 0.4, quotes: [] } : undefined
}

/** A folder whose name no command may repeat. */
const UNNAMED = word`<name of the folder>`

function restore(evidence: Evidence) {
  const name = evidence.files.map(({ path }) => movedFolder(path)).find(found => found !== undefined)
  const restoring =
    name === undefined
      ? command`md C:\\ExchangeSetupLogs`
      : command`ren ${quoted(word`C:\\${fileName(name) ?? UNNAMED}`)} ExchangeSetupLogs`
  return remedy(
    'restore-setup-logs',
    'Give the scripts their folder back',
    [restoring],
    ['Open Outlook Web Access once; if the page stays blank, run updateowa.ps1 in the Bin folder'],
  )
}

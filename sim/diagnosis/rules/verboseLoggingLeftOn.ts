import { argument, command, quoted, word } from '../../foreign/commandLine.ts'
import type { Evidence } from '../evidence.ts'
import { remedy } from '../remedies.ts'
import { exportedValue, lastAttemptFailed, quoteText } from '../situation.ts'
import type { Match, Rule } from './rule.ts'

/** A policy logs every installation. Whether somebody still wants that is not known. */

export const verboseLoggingLeftOn: Rule = {
  id: 'verbose-logging-left-on',
  cause: 'verbose-logging-left-on',
  title: 'Logging of every installation is still on',
  where: 'registry: policy values Logging and Debug of the Windows Installer',
  match,
}

const KEY = word`HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer`

function match(evidence: Evidence): Match | undefined {
  const found = [word`Logging`, word`Debug`].flatMap(name => {
    const value = exportedValue(evidence, KEY, name)
    return value && value.value.data !== 0 && value.value.data !== '' ? [{ name, ...value }] : []
  })
  if (found.length === 0) return undefined
  const commands = found.map(({ name }) => command`reg delete ${quoted(KEY)} /v ${argument(name)} /f`)
  return {
    // While somebody looks for a fault it is meant to be on, and never the fault.
    confidence: !hasAttempt(evidence) || !lastAttemptFailed(evidence) ? 0.9 : 0.3,
    evidence: found.map(({ path, value }) => quoteText(path, value)),
    remedies: [remedy('logging-off', 'Turn it off when the fault is found', commands)],
  }
}

const hasAttempt = (evidence: Evidence): boolean => evidence.installerLogs.length + evidence.eventFiles.length > 0

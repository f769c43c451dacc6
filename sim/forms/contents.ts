import type { Machine } from '../../model/machine/machine.ts'
import type { FileNode } from '../../model/machine/parts.ts'
import type { Fact } from '../server/facts.ts'
import { renderClixml } from './cliXml.ts'
import { utf8, utf16 } from './encode.ts'
import { writeEvt } from './eventlog/evt.ts'
import { writeEvtx } from './eventlog/evtx.ts'
import { recordsOf } from './eventlog/records.ts'
import { clockOf, type RenderLog, renderInstallerLog } from './installerLog.ts'
import type { ArtifactKind, Encoding } from './kinds.ts'
import { updateLog } from './updateLogs.ts'

/**
 * The bytes of a file on the simulated disk, each kind of content by its own form. Does not know where the bytes go.
 */

export interface Rendered {
  readonly kind: ArtifactKind
  readonly encoding: Encoding
  readonly bytes: Uint8Array
}

/** The bytes of a file on the simulated disk; undefined when what it holds is not modelled. */
export function renderFile(
  machine: Machine,
  facts: readonly Fact[],
  node: FileNode,
  renderLog: RenderLog = renderInstallerLog,
): Rendered | undefined {
  const { content } = node
  switch (content?.kind) {
    case 'text':
      return { kind: /\.log$/i.test(node.path) ? 'script-log' : 'text', encoding: 'utf-8', bytes: utf8(content.text) }
    case 'clixml':
      return { kind: 'state', encoding: 'utf-16le', bytes: renderClixml(content) }
    case 'installer-log': {
      const { text } = renderLog(facts, content.runs, clockOf(machine))
      return { kind: 'installer-log', encoding: 'utf-16le', bytes: utf16(text) }
    }
    case 'event-log': {
      const records = recordsOf(machine, content.log)
      const bytes = machine.windows.id === 'windows-server-2003' ? writeEvt(records) : writeEvtx(records)
      return { kind: 'event-log', encoding: 'binary', bytes }
    }
    case 'update-log':
      return content.log === 'agent'
        ? { kind: 'update-log', encoding: 'utf-8', bytes: utf8(updateLog('agent', machine, facts)) }
        : { kind: 'update-log', encoding: 'utf-16le', bytes: utf16(updateLog('reporting', machine, facts)) }
    default:
      return undefined
  }
}

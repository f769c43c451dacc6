import type { Change } from '../../../model/machine/change.ts'
import { fileAt, type Machine } from '../../../model/machine/machine.ts'
import type { FileContent, FileNode } from '../../../model/machine/parts.ts'
import { groupedBy } from '../../grouped.ts'
import type { Course } from './course.ts'
import { listed } from './mark.ts'
import { type Found, isSame, ownChanges } from './own.ts'

/**
 * Logs that stood on a server when somebody sat down, and of which nothing holds what they said any more. One that was moved,
 * copied first, or written on, is still there. What a program of its own accord writes anew is nobody's doing.
 */
export function evidenceLost(course: Course): Found[] {
  const lost = ownChanges(course).flatMap(({ change, deed, server, now, was }) => {
    const file = touched(change, was)
    return file && isLog(file) && !isKept(now, file.content!) ? [{ about: `${server.name} ${deed}`, deed, file }] : []
  })
  return [...groupedBy(lost, ({ about }) => about)].map(([about, found]) => {
    const paths = [...new Set(found.map(({ file }) => file.path))]
    return { about, deed: found[0]!.deed, what: `took away what ${listed(paths)} said, which is evidence` }
  })
}

/** The file as it was at the opening. */
function touched(change: Change, was: Machine): FileNode | undefined {
  if (change.kind === 'rename') return fileAt(was, change.from)
  return change.kind === 'file' ? fileAt(was, change.path) : undefined
}

const isLog = ({ path, content }: FileNode): boolean =>
  content !== undefined && (LOG_KINDS.has(content.kind) || (content.kind === 'text' && /\.(?:ms[ip])?log$/i.test(path)))

const LOG_KINDS: ReadonlySet<FileContent['kind']> = new Set([
  'installer-log',
  'event-log',
  'update-log',
  'first-install-log',
])

/** Some file has it still, with or without more behind it. */
export const isKept = ({ files }: Machine, content: FileContent): boolean =>
  [...files.values()].some(file => file.content !== undefined && holds(file.content, content))

function holds(now: FileContent, before: FileContent): boolean {
  if (now.kind === 'text' && before.kind === 'text') return now.text.startsWith(before.text)
  if (now.kind === 'installer-log' && before.kind === 'installer-log')
    return before.runs.every(run => now.runs.includes(run))
  return isSame(now, before)
}

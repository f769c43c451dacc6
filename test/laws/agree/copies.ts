import type { BundleFile } from '../../../sim/bundle/bundleFile.ts'
import { type ServerFiles, textOf } from './files.ts'

/** Every verbose log has its copy, and no copy is of anything else. */
export function logsContradictCopies({ files }: ServerFiles): string | undefined {
  const texts = (chosen: (path: string, file: BundleFile) => boolean): string[] =>
    [...files].flatMap(([path, file]) => (chosen(path, file) ? [textOf(file)] : [])).sort()
  const logs = texts((_, { kind }) => kind === 'installer-log')
  const copies = texts(path => path.endsWith('.utf8.log'))
  const at = logs.findIndex((text, i) => text !== copies[i])
  if (logs.length !== copies.length) return `${logs.length} logs and ${copies.length} copies`
  return at < 0 ? undefined : `log ${at + 1} has another text than its copy`
}

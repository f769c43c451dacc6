import { systemErrorText } from '../../model/words/systemErrors.ts'
import { unknownRollup } from '../run/usable.ts'
import { download, insertMedium } from '../server/install.ts'
import type { Recorder } from '../server/recorder.ts'
import type { ActionOf } from './session.ts'

/**
 * What somebody brings to a server from elsewhere: a package of the Download Center, the right one or a wrong one, or the
 * medium of the product. Does not know what it is good for.
 */

type Bring = ActionOf<'bring'>

const MEDIUM = 'dvd'

export function refusalToBring({ package: name, arch }: Bring): string | undefined {
  if (name === MEDIUM) return arch === undefined ? undefined : 'there is one medium, of the product as it is installed'
  return unknownRollup(name)?.message
}

/** What became of it, in words. */
export function bring(recorder: Recorder, { package: name, arch }: Bring): string {
  recorder.begin(`bring ${name} ${arch ?? ''}`)
  if (name === MEDIUM) return `in the drive: ${insertMedium(recorder)}`
  const came = download(recorder, name, arch ?? recorder.machine.arch)
  return typeof came === 'string' ? `downloaded: ${came}` : `not downloaded: ${systemErrorText(came) ?? came}`
}

import { type Shown, told } from '../sim/foreign/terminal.ts'
import { PlaceError } from '../sim/place/errors.ts'
import { UnreadableError } from '../sim/readableFs.ts'
import { EXIT, Stop } from './exit.ts'

/** What the file system says, in words; the rest keeps Node's wording. Knows no command. */

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the quota is used up',
  EFBIG: 'the file would be too large',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  ENOENT: 'no such file or folder',
  EEXIST: 'a file stands there',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'the links go round in a circle',
  EMFILE: 'too many open files',
  EBUSY: 'it is in use',
  EBADF: 'it is closed, or not open for this',
  EIO: 'the device reports an error',
}

/** An error of the file system, as opposed to one of this program. */
export function isPlaceTrouble(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && typeof (error as NodeJS.ErrnoException).code === 'string'
}

export function wordsFor(error: NodeJS.ErrnoException): string {
  return WORDS[error.code ?? ''] ?? error.message
}

/**
 * Does something with a place; what stands in the way there, and what the file system refuses, is one line and exit code 2.
 *
 * @param further said behind that: what there is to do
 */
export function atPlace<T>(what: Shown, act: () => T, further: Shown = told``): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof PlaceError) throw new Stop(EXIT.unusable, error.message)
    if (error instanceof UnreadableError) throw new Stop(EXIT.unusable, told`${what}: it ${error.message}${further}`)
    if (isPlaceTrouble(error)) throw new Stop(EXIT.unusable, told`${what}: ${wordsFor(error)}${further}`)
    throw error
  }
}

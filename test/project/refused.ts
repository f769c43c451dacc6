import { argument, command, quoted, word } from '../../sim/foreign/commandLine.ts'
import { type Shown, told } from '../../sim/foreign/terminal.ts'
import { PlaceError } from '../../sim/place/errors.ts'
import { EXIT, Stop } from '../../tui/exit.ts'
import { note, print } from '../../tui/output.ts'
import type { ProgressStream } from '../../tui/progress.ts'

/** For the compiler alone, which refuses every line of it: text of somebody else's on its way out as it is. */
export function refused(foreign: string, stream: ProgressStream): unknown {
  // @ts-expect-error: it would be printed as it is
  print(foreign)
  // @ts-expect-error: it would be printed as it is
  print(`cannot read ${foreign}`)
  // @ts-expect-error: it would be printed as it is
  note(foreign)
  // @ts-expect-error: it would be drawn as it is
  stream.write(foreign)
  // @ts-expect-error: what was cut out of it may begin in the middle of a pair
  const cut: Shown = told`${foreign}`.slice(1)
  // @ts-expect-error: an error is printed as well
  const stop = new Stop(EXIT.unusable, foreign)
  // @ts-expect-error: an error is printed as well
  const place = new PlaceError(foreign)
  // @ts-expect-error: a command has quoted words alone
  const bare = command`handle.exe ${foreign}`
  // @ts-expect-error: not even one of a kind is a part of a command as it is
  const unquoted = command`handle.exe ${word`C:`}`
  // @ts-expect-error: it may be no name at all
  const named = [quoted(foreign), argument(`C:${foreign}`)]
  // @ts-expect-error: it may be no name at all
  const longer = word`C:${foreign}`
  return [cut, stop, place, bare, unquoted, named, longer]
}

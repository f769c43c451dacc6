/** What the path of a file that was handed over says of where it lay. Opens nothing. */

/** Without its folder, whichever way that is written. */
export const fileName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)

/** Names of the folders around it from the drive on, where it lies as on its drive: C, WINDOWS, Temp of `C/WINDOWS/Temp/x.log`. */
export function foldersOnDrive(path: string): readonly string[] | undefined {
  const folders = path.split('/').slice(0, -1)
  const drive = folders.findIndex(name => /^[A-Z]$/i.test(name))
  return drive < 0 ? undefined : folders.slice(drive)
}

/** `C:\WINDOWS\Temp` of C, WINDOWS, Temp. */
export const windowsPath = ([drive, ...names]: readonly string[]): string => `${drive}:\\${names.join('\\')}`

/** Order of paths whose last name is a version, `...\owa\8.1.240.5`, or of versions alone. */
export function byVersion(a: string, b: string): number {
  const [left, right] = [a, b].map(path => fileName(path).split('.').map(Number))
  return left!.map((part, i) => part - (right![i] ?? 0)).find(difference => difference !== 0) ?? 0
}

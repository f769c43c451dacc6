/** `C:\WINDOWS\Temp` -> `/C/WINDOWS/Temp`: one root per drive. Knows no disk. */
export function posixPath(path: string): string {
  return `/${path.replace(':', '').replaceAll('\\', '/')}`
}

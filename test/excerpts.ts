import { readFileSync } from 'node:fs'

/**
 * Excerpts of logs that a document shows, as forms: `test/fixtures/bulletin` has them. It knows nothing of what an excerpt
 * means; it only finds its lines in a log.
 */

/** What is a machine's own or a day's: process and thread, time, handle, names of cached and temporary files. */
const OWN: readonly (readonly [what: RegExp, form: string])[] = [
  [/\([0-9A-F]{2,3}([:!])[0-9A-F]{2,3}\)/, '(P$1T)'],
  [/\[\d\d:\d\d:\d\d:\d{3}\]/, '[T]'],
  [/(logging \w+): .*?(?= Build| ===)/, '$1: T'],
  [/\b\d{1,2}:\d\d:\d\d\b/, 'T'],
  [/MSIHANDLE \(\d+\)/, 'MSIHANDLE (N)'],
  [/for thread \d+/, 'for thread N'],
  [/\\Installer\\[0-9a-f]+(?=\.ms[ip])/i, '\\Installer\\N'],
  [/[A-Z]:\\[^']*\\Temp\\(?:\d\\)?[0-9a-f]+(?=\.ms[ip])/i, 'TEMP\\N'],
  [/C:\\windows/i, 'C:\\WINDOWS'],
  [/system32/i, 'system32'],
  [/\.MSP\b/g, '.msp'],
]

const formOf = (line: string): string => OWN.reduce((text, [what, form]) => text.replace(what, form), line).trimEnd()

/** The forms of an excerpt by the name of its file. */
export const excerpt = (name: string): readonly string[] =>
  readFileSync(`test/fixtures/bulletin/${name}`, 'utf8').trimEnd().split('\n')

/** The forms that are not found in the log, each behind the one before. */
export function notFound(forms: readonly string[], log: readonly string[]): readonly string[] {
  const written = log.map(formOf)
  let at = 0
  return forms.filter(form => {
    const found = written.indexOf(form, at)
    if (found >= 0) at = found + 1
    return found < 0
  })
}

/**
 * A line in which nothing could be somebody's: what the fixtures of others may not hold (layouts.md 6). It stays one line, and
 * says what it said. Knows no layout.
 */

/** What is replaced, and by what: a name that is kept for examples, or one that is nobody's. */
const REPLACED: readonly (readonly [what: RegExp, by: string])[] = [
  [/S-1-\d+(?:-\d+){2,}/g, 'S-1-0-0'],
  [/([A-Z]:\\)Users\\/gi, '$1Profiles\\'],
  [
    /([A-Z]:\\Documents and Settings\\)(?!All Users\b|Default User\b|LocalService\b|NetworkService\b)[^\\"]+/gi,
    '$1somebody',
  ],
  [/\/Users\//g, '/Profiles/'],
  [/@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g, '@example.invalid'],
  [/Authorization:/g, 'Authorization -'],
  [/Bearer /g, 'bearer '],
  [/client_secret/g, 'client-secret'],
  [/BEGIN (RSA )?PRIVATE KEY/g, 'BEGIN $1KEY'],
]

export const redacted = (line: string): string => REPLACED.reduce((text, [what, by]) => text.replace(what, by), line)

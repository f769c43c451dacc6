import { SCHEMA_VERSION } from './version.ts'

/** Data goes to stdout, everything else to stderr. Does not know what is said. */

/** Data. Everything else goes to stderr through `note`. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** The one object of `--json`. */
export function printJson(content: object): void {
  print(JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...content }, undefined, 2))
}

export function note(text: string): void {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** Whoever reads may stop reading: `lab1603 list | head -1` ends without a word. */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      process.exit()
    })
  }
}

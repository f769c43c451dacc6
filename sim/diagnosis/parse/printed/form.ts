/** What readers of the forms that commands print have in common. Knows no command. */

/** A line as it stands. */
export interface PrintedLine {
  readonly line: number
  readonly text: string
}

/** What one form of print shows. */
export interface Form {
  /** Was the line of this form? `typed` is the command above it, empty where none stands there. */
  readonly take: (row: PrintedLine, typed: string) => boolean
  /** Another command begins, or the file ends. */
  readonly end: () => void
}

/** `12,345` and `12.345`: no listing has a part of a byte. */
export const wholeNumber = (text: string): number => Number(text.replace(/[^\d]/g, ''))

/** The path that a command is about: in quotation marks, or the last word that is no option. */
export function pathTyped(command: string): string | undefined {
  const quoted = /"([^"]+)"/.exec(command)?.[1]
  if (quoted !== undefined) return quoted
  const words = command.split(' ').slice(1)
  return words.findLast(word => word !== '' && !word.startsWith('/') && !word.startsWith('-'))
}

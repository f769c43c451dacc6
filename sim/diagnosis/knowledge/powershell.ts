import { POWERSHELL_ERRORS } from '../../../model/words/powershell.ts'
import { firstSentence, reader } from '../../../model/words/turned.ts'

/** How PowerShell says that it could not do something. Does not know whose script it was. */

const READERS = Object.values(POWERSHELL_ERRORS).map(({ text }) => reader(firstSentence(text)))

export const isPowerShellError = (text: string): boolean => READERS.some(read => read(text) !== undefined)

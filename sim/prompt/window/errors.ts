import { systemErrorText } from '../../../model/words/systemErrors.ts'

/** The system message of a Win32 error, as every program prints it. Does not know which program prints them. */
export function errorText(code: number): string {
  return systemErrorText(code) ?? `Win32 error ${code}.`
}

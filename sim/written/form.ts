import { z } from 'zod'
import { upper } from '../../model/words/letters.ts'
import type { Path } from './paths.ts'
import { quote } from './quote.ts'

/**
 * Words with a form of their own, in a file that somebody writes: each checks its form, reads the value, and knows how people
 * misspell it. Also what a complaint is. Knows no particular word.
 */

/** Such a text has no bytes in UTF-8, so it could not be written down as it is. */
const HALF_PAIR = /\p{Cs}/u
const HALF_PAIR_SAYS = 'contains half a surrogate pair'

interface ScalarForm<T> {
  /** What it is, for the reader of an error and of an editor's hover: `a KB number such as KB935490`. */
  readonly says: string
  readonly pattern: RegExp
  /** Why a text is refused, where more can be said than that it has another form. The text begins the sentence. */
  readonly refuse?: (text: string) => string | undefined
  readonly read: (text: string) => T
  /** Likely intention behind a text that was refused; proposed only if it is accepted itself. */
  readonly repair?: (text: string) => string
}

/** What each form is called, and its proposal for something else that was written, even where YAML read a number. */
export const forms = z.registry<{
  readonly says: string
  readonly propose: (written: string) => string | undefined
}>()

/** What an issue of our own carries beside zod's own fields. */
export interface Details {
  readonly allowed?: readonly string[]
  readonly nearest?: string | undefined
  /** What is wrong is that the key stands there at all, or that something does not. */
  readonly about?: 'key' | 'absence'
  /** Keys that exclude each other: all but the first are wrong, in the order of the file, which a schema does not see. */
  readonly together?: readonly string[]
}

/** Something that is wrong, and where. */
export interface Complaint extends Details {
  readonly path: Path
  readonly message: string
}

export function form<T>({ says, pattern, refuse, read, repair }: ScalarForm<T>) {
  const fault = (text: string): string | undefined =>
    HALF_PAIR.test(text) ? HALF_PAIR_SAYS : (refuse?.(text) ?? (pattern.test(text) ? undefined : `is not ${says}`))
  const propose = (written: string): string | undefined => {
    const repaired = repair?.(written)
    return repaired === undefined || repaired === written || fault(repaired) ? undefined : repaired
  }
  return z
    .string()
    .meta({ pattern: pattern.source })
    .superRefine((text, context) => {
      const why = fault(text)
      if (why === undefined) return
      const params: Details = { allowed: [says], nearest: propose(text) }
      context.addIssue({ code: 'custom', message: `${quote(text)} ${why}`, params: { ...params } })
    })
    .register(forms, { says, propose })
    .transform(text => read(text))
    .describe(capital(says))
}

const capital = (sentence: string): string => upper(sentence.charAt(0)) + sentence.slice(1)

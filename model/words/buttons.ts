/**
 * What stands on the button of a window for each answer to it, in the order in which Windows sets buttons: the first has the
 * focus (documented: the types of MessageBox; filesinuse-dialog). Does not know which window has which, nor what comes where
 * nobody answers.
 */
const CAPTIONS: readonly (readonly [answer: string, caption: string])[] = [
  ['abort', 'Abort'],
  ['retry', 'Retry'],
  ['ignore', 'Ignore'],
  ['yes', 'Yes'],
  ['no', 'No'],
  ['ok', 'OK'],
  ['finish', 'Finish'],
  ['exit', 'Exit'],
  ['cancel', 'Cancel'],
]

/** Answers in the order of their buttons. */
export function asSet(answers: readonly string[]): string[] {
  const place = (answer: string): number => CAPTIONS.findIndex(([one]) => one === answer)
  return [...answers].sort((a, b) => place(a) - place(b))
}

export const captionOf = (answer: string): string => CAPTIONS.find(([one]) => one === answer)?.[1] ?? answer

import { type Failure, ForeignFolderError } from '../sim/corpus/generate.ts'
import { type Shown, told } from '../sim/foreign/terminal.ts'
import { EXIT, type ExitCode, Stop } from './exit.ts'
import { isPlaceTrouble, wordsFor } from './place.ts'

/** What is said where a corpus or a bundle of it could not be made, here or elsewhere. Knows no command. */

export function bundles(count: number): string {
  return count === 1 ? '1 bundle' : `${count} bundles`
}

export function asStop(error: unknown, folder: string): unknown {
  if (error instanceof ForeignFolderError) return new Stop(EXIT.unusable, error.message)
  if (isPlaceTrouble(error))
    return new Stop(EXIT.unusable, told`cannot write the corpus to ${folder}: ${wordsFor(error)}`)
  return error
}

export function wordsOf(failure: Failure, folder: string): { readonly code: ExitCode; readonly words: Shown } {
  switch (failure.kind) {
    case 'refused': {
      const words = wordsFor(Object.assign(new Error(failure.message), { code: failure.code }))
      return { code: EXIT.unusable, words: told`cannot write the corpus to ${folder}: ${words}` }
    }
    case 'taken':
    case 'unbuilt':
      return { code: EXIT.unusable, words: told`${failure.message}` }
    case 'contradiction':
      return { code: EXIT.contradiction, words: told`the simulator contradicted itself: ${failure.message}` }
  }
}

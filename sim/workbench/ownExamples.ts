import exchange2007 from '../../rules/exchange-2007.examples.yaml'
import type { Examples } from '../diagnosis/packs/examples.ts'

/** Examples of the rules of the program, by the name of their pack. They are held against the contract by a test, as the packs are. */
export const OWN_EXAMPLES: Readonly<Record<string, Examples>> = {
  'exchange-2007': (exchange2007 as { readonly examples: Examples }).examples,
}

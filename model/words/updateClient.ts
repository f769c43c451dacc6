import { modelled } from './grade.ts'
import { from } from './wording.ts'

/** What Microsoft Update says where it detects nothing that is missing. */
export const NOT_OFFERED = from(modelled('our choice: words of the update client'))(
  'There are no updates for this computer.',
)

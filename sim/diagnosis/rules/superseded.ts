import { remedy } from '../remedies.ts'
import { refusalRule } from './refusal.ts'

/** A newer rollup is installed. Which one the message does not say. */

export const superseded = refusalRule({
  cause: 'superseded',
  title: 'A newer rollup is installed already: there is nothing to do',
  message: /has been superseded by the currently installed Update Rollup/i,
  remedies: () => [
    remedy('leave-as-is', 'Leave the server as it is; remove the newer rollup first only to go back on purpose', []),
  ],
})

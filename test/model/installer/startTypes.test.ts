import { expect, test } from 'vitest'
import { attemptIn, rollBack } from '../../../model/installer/transaction.ts'
import { serviceNamed } from '../../../model/machine/machine.ts'
import { server } from '../../sim/prompt/helpers.ts'

test('a start type that rollback sets back is in the System log as any other', () => {
  const { recorder } = server()
  const before = serviceNamed(recorder.machine, 'BITS')!
  const change = { kind: 'service', name: 'BITS', before, after: { ...before, start: 'disabled' } } as const
  attemptIn(recorder, change, 'InstallServices', undefined)
  expect(rollBack(recorder, { before() {}, run() {}, failed() {} })).toBe(1)
  expect(recorder.machine.logs.System.at(-1)).toMatchObject({
    id: 7040,
    strings: [before.displayName, 'disabled', 'demand start'],
  })
})

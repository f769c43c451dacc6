import { expect, it, test } from 'vitest'
import { linkPolicy } from '../../../model/machine/groupPolicy.ts'
import { registryValue } from '../../../model/machine/machine.ts'
import { type Server, server } from '../../sim/prompt/helpers.ts'

const KEY = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer'

function governed(): Server {
  const there = server()
  expect(linkPolicy(there.recorder, { key: KEY, name: 'DisablePatch', type: 'dword', data: 1 })).toBe(0)
  return there
}

const policy = ({ recorder }: Server): unknown => registryValue(recorder.machine, KEY, 'DisablePatch')?.data

it.each([
  ['deleted', `reg delete ${KEY} /v DisablePatch /f`, undefined],
  ['set otherwise', `reg add ${KEY} /v DisablePatch /t REG_DWORD /d 0 /f`, 0],
  ['gone with its key', `reg delete ${KEY} /f`, undefined],
])('a value of a policy that was %s stays so until all policies are applied again', (_, line, data) => {
  const there = governed()
  there.type(line)
  for (const passing of ['gpupdate', 'shutdown /r /t 0', 'timeout /t 3600', 'timeout /t 3600']) there.type(passing)
  expect(policy(there)).toBe(data)
  there.type('gpupdate /force')
  expect(policy(there)).toBe(1)
})

test('what stands as the policy wants it is not written again', () => {
  const there = governed()
  const before = there.recorder.facts.length
  there.type('gpupdate /force')
  expect(there.recorder.facts.slice(before).filter(({ body }) => body.kind === 'change')).toEqual([])
})

test('what no policy has set does not come back', () => {
  const there = server()
  there.type(`reg add ${KEY} /v DisablePatch /t REG_DWORD /d 1 /f`)
  there.type(`reg delete ${KEY} /v DisablePatch /f`)
  there.type('gpupdate /force')
  expect(policy(there)).toBeUndefined()
})

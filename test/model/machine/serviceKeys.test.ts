import { expect, test } from 'vitest'
import { apply, clone } from '../../../model/machine/apply.ts'
import { invert } from '../../../model/machine/change.ts'
import { type Machine, registryKey, registryValue, serviceNamed } from '../../../model/machine/machine.ts'
import { isReadAlike, serviceInRegistry, serviceKeyPath } from '../../../model/machine/serviceKeys.ts'
import { registryExport } from '../../../sim/forms/exports/registry.ts'
import { server } from '../../sim/prompt/helpers.ts'

/** The key of a service says what the service control manager has, and after a restart it has what the key says. */

const key = serviceKeyPath('BITS')
const dataOf = (machine: Machine, name: string, of = 'BITS'): unknown =>
  registryValue(machine, serviceKeyPath(of), name)?.data

/** Services whose keys say something else. */
const strays = (machine: Machine): string[] =>
  [...machine.services.values()]
    .filter(service => !isReadAlike(service, serviceInRegistry(machine, service.name, service)))
    .map(({ name }) => name)

test.each(['windows-server-2003', 'windows-server-2008'] as const)('every service of a healthy %s has its key', os => {
  const { machine } = server(os).recorder
  expect(strays(machine)).toEqual([])
  expect(dataOf(machine, 'DependOnService', 'MSExchangeIS')).toEqual(serviceNamed(machine, 'MSExchangeIS')?.dependsOn)
  expect(dataOf(machine, 'Type')).toBe(0x20)
  expect(registryValue(machine, key, 'ImagePath')?.type).toBe('expand-sz')
})

test.each([
  ['sc config BITS start= disabled', 4],
  ['powershell -c Set-Service BITS -StartupType automatic', 2],
])('%s writes Start, and 7040 tells of it', (line, start) => {
  const { recorder, type } = server()
  type(line)
  expect(dataOf(recorder.machine, 'Start')).toBe(start)
  expect(strays(recorder.machine)).toEqual([])
  expect(recorder.machine.logs.System.at(-1)?.id).toBe(7040)
})

test('what is written into a key holds from the next restart on', () => {
  const { recorder, type, service } = server()
  const before = service('BITS').start
  type(`reg add ${key} /v Start /t REG_DWORD /d 4 /f`)
  type(`reg add ${key} /v Note /d mine /f`)
  expect(service('BITS').start).toBe(before)
  type('shutdown /r /t 0')
  expect(service('BITS').start).toBe('disabled')
  expect(dataOf(recorder.machine, 'Note')).toBe('mine')
  type('sc config BITS start= auto')
  expect([dataOf(recorder.machine, 'Start'), dataOf(recorder.machine, 'Note')]).toEqual([2, 'mine'])
  expect(strays(recorder.machine)).toEqual([])
})

test('a key that is gone is a service that is gone after the restart', () => {
  const { recorder, type, service } = server()
  type(`reg delete ${key} /f`)
  expect(service('BITS').start).toBeDefined()
  type('shutdown /r /t 0')
  expect(serviceNamed(recorder.machine, 'BITS')).toBeUndefined()
  expect(type('sc query BITS').join(' ')).toContain('1060')
})

test('a key that says enough is a new service after the restart', () => {
  const { recorder, type } = server()
  const fresh = serviceKeyPath('Fresh')
  const add = (name: string, kind: string, data: string) => type(`reg add ${fresh} /v ${name} /t ${kind} /d ${data} /f`)
  add('ImagePath', 'REG_EXPAND_SZ', 'C:\\WINDOWS\\system32\\svchost.exe')
  add('Start', 'REG_DWORD', '2')
  type('shutdown /r /t 0')
  expect(serviceNamed(recorder.machine, 'Fresh')).toBeUndefined()
  add('Type', 'REG_DWORD', '0x10')
  type('shutdown /r /t 0')
  expect(serviceNamed(recorder.machine, 'Fresh')).toMatchObject({
    start: 'automatic',
    state: 'running',
    account: 'LocalSystem',
  })
  expect(strays(recorder.machine)).toEqual([])
})

test('what cannot be read stays as it was, in the list and in the key', () => {
  const { recorder, type, service } = server()
  const before = service('BITS').start
  type(`reg add ${key} /v Start /t REG_DWORD /d 9 /f`)
  type('shutdown /r /t 0')
  expect(service('BITS').start).toBe(before)
  expect(dataOf(recorder.machine, 'Start')).toBe(9)
})

test('a change that is taken back takes back its values', () => {
  const { machine } = server().recorder
  const before = serviceNamed(machine, 'BITS')!
  for (const after of [
    { ...before, start: 'disabled' as const, dependsOn: [] },
    { ...before, displayName: 'x' },
  ]) {
    const changed = clone(machine)
    const change = { kind: 'service', name: 'BITS', before, after } as const
    apply(changed, change)
    expect(registryKey(changed, key)).not.toEqual(registryKey(machine, key))
    apply(changed, invert(change))
    expect(registryKey(changed, key)).toEqual(registryKey(machine, key))
  }
  const without = clone(machine)
  const gone = { kind: 'service', name: 'BITS', before, after: undefined } as const
  apply(without, gone)
  expect(registryKey(without, key)).toBeUndefined()
  apply(without, invert(gone))
  expect(registryKey(without, key)).toEqual(registryKey(machine, key))
})

test('the export has the keys', () => {
  const { recorder, type } = server()
  type('sc config BITS start= disabled')
  const text = Buffer.from(registryExport(recorder.machine)).toString('utf16le')
  const block = text.split('\r\n\r\n').find(one => one.includes('CurrentControlSet\\Services\\BITS]'))
  expect(block).toContain('"Start"=dword:00000004')
})

test.each([
  ['deleted', `reg delete ${key} /v Start /f`],
  ['edited', `reg add ${key} /v Start /t REG_DWORD /d 1 /f`],
])('and those that somebody has %s before', (_how, line) => {
  const { recorder, type } = server()
  type(line)
  const from = recorder.facts.length
  const before = clone(recorder.machine)
  type('sc config BITS start= disabled')
  expect(dataOf(recorder.machine, 'Start')).toBe(4)
  const changed = clone(recorder.machine)
  const changes = recorder.facts.slice(from).flatMap(({ body }) => (body.kind === 'change' ? [body.change] : []))
  for (const change of changes.toReversed()) apply(changed, invert(change))
  expect(registryKey(changed, key)).toEqual(registryKey(before, key))
})

import { describe, expect, test } from 'vitest'
import type { Component, Database, FileRow } from '../../../model/installer/database.ts'
import { guidFrom } from '../../../model/installer/guid.ts'
import { KEYS } from '../../../model/installer/registration.ts'
import { clone } from '../../../model/machine/apply.ts'
import { setValue, writeFile } from '../../../model/machine/calls.ts'
import { fileAt, type Machine, registryKey, registryText } from '../../../model/machine/machine.ts'
import { ORDER, PACKAGES, prepare, REGISTERED } from '../../conformance/effects.ts'
import {
  FOLDER,
  FRAME,
  installPackage,
  lay,
  linesOf,
  packageOf,
  sequenceOf,
  type World,
  world,
} from '../../conformance/foreign.ts'
import { differentFile, differentKey, differentService } from '../../laws/laws.ts'

/** Features come and go with all that their components bring, on packages of other products. */
const SEQUENCE = {
  ...FRAME,
  InstallValidate: 1400,
  ...Object.fromEntries(ORDER.map((action, i) => [action, 1600 + 20 * i])),
}

function component(name: string, more: Partial<Component> = {}): Component {
  return { component: name, componentId: guidFrom(`part ${name}`), features: ['One'], directory: FOLDER, ...more }
}

function file(of: string, name: string, more: Partial<FileRow> = {}): FileRow {
  return { file: name, component: of, fileName: name, fileSize: 5, hash: name, sequence: 1, source: 'product', ...more }
}

const FEATURES = ['One', 'Two'].map(feature => ({ feature, title: feature }))

const productOf = (rows: Partial<Database>) =>
  packageOf({ feature: FEATURES, executeSequence: sequenceOf(SEQUENCE), ...rows })

function keyPath(machine: Machine, name: string): string | undefined {
  const [client] = registryKey(machine, KEYS.component(guidFrom(`part ${name}`)))?.values.values() ?? []
  return client && String(client.data)
}

describe('the key path of a component', () => {
  const rows = {
    component: [
      component('first'),
      component('named', { keyPath: 'b2' }),
      component('value', { keyPath: 'row' }),
      component('folder', { directory: `${FOLDER}\\empty` }),
    ],
    file: [file('first', 'a1'), file('first', 'a2'), file('named', 'b1'), file('named', 'b2'), file('value', 'c1')],
    registry: [
      { registry: 'row', component: 'value', key: 'HKLM\\SOFTWARE\\msitest', name: 'here', type: 'sz', value: '1' },
    ],
  } as const

  test.each([
    ['first', `${FOLDER}\\a1`],
    ['named', `${FOLDER}\\b2`],
    ['value', '02:\\SOFTWARE\\msitest\\here'],
    ['folder', `${FOLDER}\\empty\\`],
  ])('%s is %s', (name, expected) => {
    const of = world()
    expect(installPackage(of, productOf(rows))).toBe(0)
    expect(keyPath(of.recorder.machine, name)).toBe(expected)
    const lines = linesOf(of).filter(line => line.includes(`ComponentRegister(ComponentId=${guidFrom(`part ${name}`)}`))
    expect(lines).toHaveLength(1)
  })
})

describe('what is not installed', () => {
  const rows = {
    component: [component('one'), component('two', { features: ['Two'] })],
    file: [file('one', 'one.txt'), file('two', 'two.txt')],
    registry: ['one', 'two'].map(name => ({
      registry: name,
      component: name,
      key: 'HKLM\\SOFTWARE\\msitest',
      name,
      type: 'sz' as const,
      value: 'x',
    })),
  }

  test('leaves no file, no value and no component', () => {
    const of = world()
    installPackage(of, productOf(rows), { ADDLOCAL: 'One' })
    const { machine } = of.recorder
    const seen = (name: string) => [
      fileAt(machine, `${FOLDER}\\${name}.txt`) !== undefined,
      registryText(machine, 'HKLM\\SOFTWARE\\msitest', name) !== undefined,
      keyPath(machine, name) !== undefined,
    ]
    expect([seen('one'), seen('two')]).toEqual([
      [true, true, true],
      [false, false, false],
    ])
  })

  test.each([
    ['&One = 3', 'One', true],
    ['&Two = 3', 'One', false],
    ['&Two = -1', 'One', true],
    ['$two = 3', 'One', false],
    ['$one = 3 And ?one = 2', 'One', true],
    ['!One = 2 And !Two = 2', 'One', true],
  ])('%s with ADDLOCAL=%s: %s, as the log has it', (condition, added, holds) => {
    const of = world()
    const ends = { action: 'Ends', type: 19, source: '', target: 'It holds.' }
    const executeSequence = sequenceOf({ ...SEQUENCE, Ends: [1410, condition] })
    const code = installPackage(of, productOf({ ...rows, customAction: [ends], executeSequence }), { ADDLOCAL: added })
    expect(code).toBe(holds ? 1603 : 0)
    expect(linesOf(of)).toContain('Feature: One; Installed: Absent;   Request: Local;   Action: Local')
    expect(linesOf(of)).toContain('Feature: Two; Installed: Absent;   Request: Null;   Action: Null')
  })

  test('a reinstallation leaves it alone, and its states say so', () => {
    const of = world()
    const product = productOf(rows)
    installPackage(of, product, { ADDLOCAL: 'One' })
    installPackage(of, product, { REINSTALL: 'ALL' })
    expect(linesOf(of)).toContain('Feature: One; Installed: Local;   Request: Reinstall;   Action: Reinstall')
    expect(linesOf(of)).toContain('Component: two; Installed: Absent;   Request: Null;   Action: Null')
    expect(keyPath(of.recorder.machine, 'two')).toBeUndefined()
  })

  test('can be added, and taken away again', () => {
    const of = world()
    const product = productOf(rows)
    installPackage(of, product, { ADDLOCAL: 'One' })
    const before = clone(of.recorder.machine)
    installPackage(of, product, { ADDLOCAL: 'Two' })
    expect(fileAt(of.recorder.machine, `${FOLDER}\\two.txt`)).toBeDefined()
    installPackage(of, product, { REMOVE: 'Two' })
    expect(differences(before, of.recorder.machine)).toEqual([undefined, undefined, undefined])
  })
})

describe('a removal', () => {
  test('leaves what is permanent, and what another product needs', () => {
    const of = world()
    const shared = component('shared')
    const rows = {
      component: [component('stays', { permanent: true }), shared],
      file: [file('stays', 's'), file('shared', 'h')],
    }
    const product = productOf(rows)
    installPackage(of, product)
    setValue(of.recorder, KEYS.component(shared.componentId), 'F'.repeat(32), 'sz', `${FOLDER}\\h`)
    installPackage(of, product, { REMOVE: 'ALL' })
    expect(['s', 'h'].map(name => fileAt(of.recorder.machine, `${FOLDER}\\${name}`) !== undefined)).toEqual([
      true,
      true,
    ])
    expect(keyPath(of.recorder.machine, 'stays')).toBeDefined()
  })

  test('of a component with a feature left does nothing to it', () => {
    const of = world()
    const product = productOf({
      component: [component('both', { features: ['One', 'Two'] })],
      file: [file('both', 'b')],
    })
    installPackage(of, product)
    installPackage(of, product, { REMOVE: 'Two' })
    expect(fileAt(of.recorder.machine, `${FOLDER}\\b`)).toBeDefined()
  })
})

test('a component that is never overwritten is left out whole where its key path is there', () => {
  for (const stands of [true, false]) {
    const of = world()
    const rows = {
      component: [component('one', { neverOverwrite: true })],
      file: [file('one', 'key'), file('one', 'other')],
    }
    if (stands) installPackage(of, productOf({ ...rows, file: [file('one', 'key')] }))
    of.packages.length = 0
    installPackage(of, productOf(rows), stands ? { REINSTALL: 'ALL', REINSTALLMODE: 'amus' } : { ADDLOCAL: 'ALL' })
    expect(fileAt(of.recorder.machine, `${FOLDER}\\other`) === undefined).toBe(stands)
  }
})

/** Copies of packages in the Installer folder have a name of a counter that goes on, and keys of lists stay when they are empty. */
function withoutTraces(machine: Machine): Machine {
  const copy = clone(machine)
  for (const path of copy.files.keys()) if (path.startsWith('c:\\windows\\installer')) copy.files.delete(path)
  for (const [key, { values }] of copy.registry) if (values.size === 0) copy.registry.delete(key)
  return copy
}

function differences(before: Machine, after: Machine): (string | undefined)[] {
  const [a, b] = [withoutTraces(before), withoutTraces(after)]
  return [differentFile(a, b), differentKey(a, b), differentService(a, b)]
}

describe.each(Object.entries({ ...PACKAGES, registration: REGISTERED }))(
  'the package of %s',
  (name, { identity, ...rows }) => {
    function prepared(more: Partial<Database> = {}): {
      of: World
      before: Machine
      product: ReturnType<typeof packageOf>
    } {
      const of = world()
      prepare(of)
      writeFile(of.recorder, 'C:\\source', {})
      const product = packageOf({ executeSequence: sequenceOf(SEQUENCE), ...rows, ...more }, identity)
      lay(of, product)
      return { of, before: clone(of.recorder.machine), product }
    }

    test('undoes all of it where its script fails at the end', () => {
      const fails = { action: 'Fails', type: 1025, source: 'Test', target: 'fails' }
      const { of, before, product } = prepared({
        customAction: [fails],
        entryPoints: { ...rows.entryPoints, fails: () => 1603 },
        executeSequence: sequenceOf({ ...SEQUENCE, Fails: 6590 }),
      })
      expect(installPackage(of, product)).toBe(1603)
      expect(differences(before, of.recorder.machine)).toEqual([undefined, undefined, undefined])
    })

    test('leaves nothing when it goes', () => {
      const { of, before, product } = prepared()
      expect(installPackage(of, product)).toBe(0)
      expect(differences(before, of.recorder.machine).some(one => one !== undefined)).toBe(true)
      expect(installPackage(of, product, { REMOVE: 'ALL' })).toBe(0)
      if (name !== 'test_start_stop_services' && LEAVES[name] === undefined) {
        expect(differences(before, of.recorder.machine)).toEqual([undefined, undefined, undefined])
      }
    })
  },
)

/** What these packages do to things that were there before is not undone by a removal. */
const LEAVES: Readonly<Record<string, string>> = {
  test_move_files: 'a file that was moved',
  test_delete_services: 'a service that was deleted',
  test_install_services: 'a service without a row that deletes it',
}

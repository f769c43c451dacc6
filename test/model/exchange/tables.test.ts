import { describe, expect, test } from 'vitest'
import { baselines, patchCode } from '../../../model/exchange/builds.ts'
import { features } from '../../../model/exchange/features.ts'
import { USUAL_FOLDER } from '../../../model/exchange/files.ts'
import { catalogueAt, packageOf } from '../../../model/exchange/package.ts'
import { healthyServer, type ServerPlan } from '../../../model/exchange/server.ts'
import { type Database, patchedView } from '../../../model/installer/database.ts'
import { decisions } from '../../../model/installer/files.ts'
import { within } from '../../../model/machine/machine.ts'
import { fold, joinPath } from '../../../model/machine/names.ts'
import { isShort } from '../../../model/machine/shortNames.ts'

const KB = 'KB949870'
const product = packageOf('sp1', 'x64', USUAL_FOLDER)
const patched = patchedView(product, [catalogueAt(USUAL_FOLDER).patches.get(patchCode(KB, 'x64'))!])

const repeated = (names: readonly string[]): string[] => names.filter((name, i) => names.indexOf(name) !== i)
const grouped = (rows: readonly (readonly [string, string])[]): Map<string, string[]> => {
  const groups = new Map<string, string[]>()
  for (const [key, value] of rows) groups.set(key, [...(groups.get(key) ?? []), value])
  return groups
}

const views: readonly (readonly [string, Database])[] = [
  ...baselines.map(({ id }) => [`the product at ${id}`, packageOf(id, 'x64', USUAL_FOLDER).database] as const),
  ['on x86', packageOf('rtm', 'x86', USUAL_FOLDER).database],
  [`with ${KB}`, patched],
]

describe.each(views)('%s', (_, view) => {
  const { directory = [], component, file, feature, media = [] } = view

  test('each folder stands behind the one that it lies in', () => {
    const paths = new Map<string, string>()
    for (const row of directory) {
      if (row.parent === undefined) expect(row.directory).toBe('TARGETDIR')
      else {
        const name = row.path.slice(paths.get(row.parent)?.length, -1)
        expect(`${paths.get(row.parent)}${name}\\`).toBe(row.path)
        expect(name).not.toContain('\\')
      }
      paths.set(row.directory, row.path)
    }
    expect(repeated(directory.map(row => fold(row.directory)))).toEqual([])
    expect(repeated(directory.map(row => fold(row.path)))).toEqual([])
  })

  test('a component has its folder and its features, a file its component, a cabinet its files', () => {
    const folders = new Set(directory.map(row => row.path))
    const parts = new Set(component.map(row => row.component))
    const whole = new Set(feature.map(row => row.feature))
    const last = new Map(media.map(row => [row.source, row.lastSequence]))
    expect(component.filter(row => !folders.has(`${row.directory}\\`))).toEqual([])
    expect(component.filter(row => row.features.length === 0 || row.features.some(name => !whole.has(name)))).toEqual(
      [],
    )
    expect(file.filter(row => !parts.has(row.component))).toEqual([])
    expect(file.filter(row => !(row.sequence <= (last.get(row.source) ?? 0)))).toEqual([])
    expect(feature.filter(row => row.parent !== undefined && !whole.has(row.parent))).toEqual([])
    expect(repeated(component.map(row => row.componentId))).toEqual([])
    const filled = new Set(file.map(row => row.component))
    expect(component.filter(row => !filled.has(row.component))).toEqual([])
  })

  test('a key is an identifier that a column holds', () => {
    const keys = [
      ...file.map(row => row.file),
      ...component.map(row => row.component),
      ...directory.map(d => d.directory),
    ]
    expect(keys.filter(key => !/^[A-Za-z_][\w.]{0,71}$/.test(key))).toEqual([])
    expect(repeated(file.map(row => fold(row.file)))).toEqual([])
  })

  test('in one folder no name is there twice, long or short', () => {
    const folderOf = new Map(component.map(row => [row.component, row.directory]))
    const files = file.map(row => [folderOf.get(row.component)!, [row.shortName ?? [], row.fileName].flat()] as const)
    for (const names of grouped(
      files.flatMap(([folder, all]) => all.map(name => [folder, fold(name)] as const)),
    ).values())
      expect(repeated(names)).toEqual([])
    expect(file.filter(row => !isShort(row.shortName ?? row.fileName))).toEqual([])
    const below = directory.filter(row => row.parent !== undefined)
    for (const names of grouped(below.map(row => [row.parent!, row.defaultDir.split('|')[0]!])).values()) {
      expect(repeated(names)).toEqual([])
      expect(names.filter(name => !isShort(name))).toEqual([])
    }
  })
})

test('what a rollup replaces is the row of the product, under the same keys', () => {
  const before = new Map(product.database.file.map(row => [row.file, row]))
  const after = patched.file.filter(row => row.source === KB)
  const replaced = after.filter(row => before.has(row.file))
  expect(replaced.length).toBeGreaterThan(50)
  for (const row of replaced) {
    const { component, fileName, shortName } = before.get(row.file)!
    expect([row.component, row.fileName, row.shortName]).toEqual([component, fileName, shortName])
  }
})

test('the tables have the size of a product', () => {
  const { file, component, directory = [] } = product.database
  expect(file.length).toBeGreaterThan(1500)
  expect(component.length).toBeGreaterThan(700)
  expect(file.length / component.length).toBeGreaterThan(1.5)
  expect(directory.length).toBeGreaterThan(200)
})

test('what costing looks at is what stands on a server, to the byte', () => {
  const plan: ServerPlan = {
    name: 'EX',
    os: 'windows-server-2003',
    installer: '3.1',
    arch: 'x64',
    zone: 0,
    roles: ['mailbox', 'client-access', 'hub-transport'],
    baseline: 'sp1',
    installPath: USUAL_FOLDER,
    start: 1_200_000_000_000,
  }
  const machine = healthyServer(plan, () => 0)
  const own = new Set(
    features.filter(({ role }) => role === 'all' || plan.roles.some(r => r === role)).map(f => f.feature),
  )
  const wishes = { mode: 'omus', productLanguage: 1033 }
  const looked = decisions(machine, product.database, row => row.features.some(name => own.has(name)), wishes)
  const stands = within(machine, USUAL_FOLDER.slice(0, -1)).filter(
    node => !node.folder && !/\\owa\\8\./.test(node.path),
  )
  const bytes = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0)
  expect(looked.map(row => joinPath(row.folder, row.name)).sort()).toEqual(stands.map(node => node.path).sort())
  expect(bytes(looked.map(row => row.size))).toBe(bytes(stands.map(node => node.size)))
  expect(looked.filter(row => row.install)).toEqual([])
})

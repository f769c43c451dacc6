import { describe, expect, test } from 'vitest'
import {
  baselines,
  displayName,
  otherBuilds,
  packageName,
  patchCode,
  predecessorsOf,
  product,
  type Rollup,
  rollupOf,
  rollups,
  rollupsOf,
} from '../../../model/exchange/builds.ts'
import { additionOrigin, filesOf, owaFolder, owaSeed, ownAdditions } from '../../../model/exchange/contents.ts'
import { installedFiles, productFiles, setupLogFiles } from '../../../model/exchange/files.ts'
import { installedOn, installerEngines, type OsId, operatingSystems, servicePacks } from '../../../model/exchange/os.ts'
import { type Role, serverRoles } from '../../../model/exchange/roles.ts'
import { scriptRoles, scriptRolesOf, serviceLists, servicesControlled } from '../../../model/exchange/serviceLists.ts'
import { exchangeServices, optionalServices, servicesOf, windowsServices } from '../../../model/exchange/services.ts'
import { fold } from '../../../model/machine/names.ts'

const systems = Object.keys(operatingSystems) as OsId[]

/** The rows that break a law. */
const breaking = <T>(rows: readonly T[], law: (row: T) => boolean): T[] => rows.filter(row => !law(row))
const repeated = (names: readonly string[]): string[] => {
  const folded = names.map(fold)
  return names.filter((_, i) => folded.indexOf(folded[i]!) !== i)
}

/** All sets of roles that one server can have. */
const roleSets: readonly (readonly Role[])[] = [
  ['management-tools'],
  ['edge-transport'],
  ...subsets(serverRoles.filter(role => role !== 'edge-transport')),
]

function subsets(roles: readonly Role[]): Role[][] {
  const all: Role[][] = [[]]
  for (const role of roles) all.push(...all.map(set => [...set, role]))
  return all.filter(set => set.length > 0)
}

/** `8.0.711.2` as a number that orders builds. */
const order = (version: string): number => version.split('.').reduce((sum, field) => sum * 10_000 + Number(field), 0)

function rollup(kb: string): Rollup {
  const found = rollupOf(kb)
  if (!found) throw new Error(`no rollup ${kb}`)
  return found
}

describe('every row says where it comes from', () => {
  const tables = {
    baselines,
    otherBuilds,
    rollups,
    productFiles,
    setupLogFiles,
    exchangeServices,
    'windows-server-2003': windowsServices['windows-server-2003'],
    'windows-server-2008': windowsServices['windows-server-2008'],
    optionalServices,
    serviceLists: Object.values(serviceLists).flat(),
    scriptRoles,
    servicePacks,
    installerEngines,
    product: [product],
  }
  const grades = ['documented', 'observed', 'derived', 'modelled']
  const isSourced = (row: { grade: string; source: string }): boolean =>
    grades.includes(row.grade) && row.source.trim().length > 0

  test.each(Object.entries(tables))('%s', (_, rows) => {
    expect(rows.length).toBeGreaterThan(0)
    expect(breaking<(typeof rows)[number]>(rows, isSourced)).toEqual([])
    for (const row of rows) {
      if (!('fields' in row) || row.fields === undefined) continue
      expect(breaking(Object.values(row.fields), isSourced)).toEqual([])
      expect(breaking(Object.keys(row.fields), field => field in row)).toEqual([])
    }
  })

  test.each(Object.values(operatingSystems))('$id, fact by fact', system => {
    const facts = Object.keys(system).filter(key => key !== 'fields')
    expect(Object.keys(system.fields).sort()).toEqual(facts.sort())
    expect(breaking(Object.values(system.fields), isSourced)).toEqual([])
  })

  test('what a rollup adds', () => {
    const origins = Object.entries(ownAdditions).flatMap(([kb, paths]) => paths.map(path => additionOrigin(kb, path)))
    expect(breaking(origins, isSourced)).toEqual([])
    expect(additionOrigin('KB953467', 'Bin\\davex.dll').grade).toBe('documented')
    expect(additionOrigin('KB953467', 'Bin\\EdgeTransport.exe.config').grade).toBe('derived')
    expect(additionOrigin('KB930809', 'Bin\\store.exe').grade).toBe('modelled')
  })
})

describe('builds', () => {
  test('versions ascend within a series, above the baseline', () => {
    for (const baseline of baselines) {
      const versions = [baseline.version, ...rollupsOf(baseline.id).map(row => row.version)].map(order)
      expect(versions).toEqual([...versions].sort((a, b) => a - b))
      expect(new Set(versions).size).toBe(versions.length)
    }
  })

  test('numbers run without a gap', () => {
    expect(rollupsOf('rtm').map(row => row.ordinal)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(rollupsOf('sp1').map(row => row.ordinal)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    for (const { id } of baselines) {
      const numbers = [...new Set(rollupsOf(id).map(row => row.ordinal))]
      expect(numbers).toEqual(numbers.map((_, i) => i + 1))
    }
  })

  test('KB numbers and patch codes are unique', () => {
    expect(repeated(rollups.map(row => row.kb))).toEqual([])
    const codes = rollups.flatMap(({ kb }) => [patchCode(kb, 'x64'), patchCode(kb, 'x86')])
    expect(repeated([...codes, product.code])).toEqual([])
    expect(breaking(codes, code => /^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/.test(code))).toEqual([])
  })

  test('one patch code is documented, and the one that KBs repeat is used nowhere', () => {
    expect(rollup('KB935490').patchCode).toBe('{09679EB4-B32D-4F10-88C9-34299B366C5B}')
    const codes = rollups.flatMap(({ kb }) => [patchCode(kb, 'x64'), patchCode(kb, 'x86')])
    expect(JSON.stringify([rollups, codes, product, productFiles])).not.toMatch(/DCF5AFE2/i)
    expect(rollups.filter(row => row.fields?.patchCode?.grade === 'documented').map(row => row.kb)).toEqual([
      'KB935490',
    ])
  })

  test.each([
    ['KB935490', 'Update Rollup 2 for Exchange Server 2007 (KB935490) 8.0.711.2'],
    ['KB935999', 'Update Rollup 3 for Exchange Server 2007 (KB935999)'],
    ['KB940006', 'Update Rollup 4 for Exchange Server 2007 (KB940006)'],
    ['KB953469', 'Update Rollup 7 for Exchange Server 2007 (KB953469)'],
    ['KB952580', 'Update Rollup 4 for Exchange Server 2007 Service Pack 1 (KB952580) 8.1.311.3'],
  ])('%s is named as its document prints it', (kb, name) => {
    expect(displayName(rollup(kb))).toBe(name)
    expect(rollup(kb).fields?.buildInName?.grade).toBe('documented')
  })

  test('other names follow the same two forms', () => {
    expect(displayName(rollup('KB930809'))).toBe('Update Rollup 1 for Exchange Server 2007 (KB930809)')
    expect(displayName(rollup('KB2756497'))).toMatch(/^Update Rollup 8-v2 for Exchange Server 2007 Service Pack 3 \(/)
  })

  test('packages', () => {
    expect(packageName(rollup('KB935490'), 'x64')).toBe('Exchange2007-KB935490-x64-EN.msp')
    expect(packageName({ kb: 'KB000001' }, 'x86')).toBe('Exchange2007-KB000001-x86-EN.msp')
  })

  test('three spellings of one version', () => {
    const { version, longVersion, fileVersion } = rollup('KB935490')
    expect([version, longVersion, fileVersion]).toEqual(['8.0.711.2', '8.00.0711.002', '08.00.0711.002'])
    expect(baselines.map(row => row.longVersion)).toContain('8.01.0240.006')
  })
})

describe('services', () => {
  test('names are unique', () => {
    for (const os of systems) {
      const rows = [...exchangeServices, ...windowsServices[os], ...optionalServices]
      expect(repeated(rows.map(row => row.name))).toEqual([])
      expect(repeated(rows.map(row => row.displayName))).toEqual([])
    }
  })

  test.each(systems)('on %s every dependency is there, for every set of roles', os => {
    for (const roles of roleSets) {
      for (const baseline of ['none', 'rtm', 'sp1', 'sp2', 'sp3'] as const) {
        const services = servicesOf(os, roles, baseline)
        const names = new Set(services.map(service => fold(service.name)))
        const missing = services.flatMap(service => service.dependsOn.filter(name => !names.has(fold(name))))
        expect(missing, `${roles.join(' ')} at ${baseline}`).toEqual([])
      }
    }
  })

  test.each(systems)('on %s what runs has what it needs, and nothing automatic stands still', os => {
    for (const roles of roleSets) {
      const services = servicesOf(os, roles, 'sp1')
      const running = new Set(services.filter(service => service.state === 'running').map(row => fold(row.name)))
      for (const service of services) {
        if (service.start === 'automatic') expect(running).toContain(fold(service.name))
        if (service.state === 'running')
          expect(breaking(service.dependsOn, name => running.has(fold(name)))).toEqual([])
      }
    }
  })

  test('dependencies have no circle', () => {
    for (const os of systems) {
      for (const roles of roleSets) {
        const left = new Map(servicesOf(os, roles, 'sp3').map(row => [fold(row.name), row.dependsOn.map(fold)]))
        const free = (): string[] => [...left.keys()].filter(name => !left.get(name)?.some(need => left.has(need)))
        for (let next = free(); next.length > 0; next = free()) for (const name of next) left.delete(name)
        expect([...left.keys()]).toEqual([])
      }
    }
  })

  test('every image of Exchange is a file of the product, on every role that has the service', () => {
    for (const service of exchangeServices) {
      for (const role of service.roles) {
        const files = installedFiles([role], service.since ?? 'rtm').map(file => fold(file.path))
        expect(files, `${service.name} on ${role}`).toContain(fold(service.image))
      }
    }
  })

  test('who runs where', () => {
    const state = (os: OsId, roles: readonly Role[], name: string): string | undefined =>
      servicesOf(os, roles, 'sp1').find(service => service.name === name)?.state
    expect(state('windows-server-2003', ['mailbox'], 'msftesql-Exchange')).toBe('running')
    expect(state('windows-server-2003', ['hub-transport'], 'msftesql-Exchange')).toBe('stopped')
    expect(state('windows-server-2003', ['mailbox'], 'NtLmSsp')).toBe('running')
    expect(state('windows-server-2003', ['hub-transport'], 'NtLmSsp')).toBe('stopped')
    expect(state('windows-server-2003', ['client-access'], 'HTTPFilter')).toBe('running')
    expect(state('windows-server-2008', ['client-access'], 'HTTPFilter')).toBeUndefined()
    expect(state('windows-server-2008', ['client-access'], 'MSExchangePOP3')).toBe('stopped')
    expect(state('windows-server-2008', ['mailbox'], 'wsbexchange')).toBeUndefined()
  })

  test('what belongs to the operating system or the role', () => {
    const needs = (os: OsId, roles: readonly Role[], name: string): readonly string[] | undefined =>
      servicesOf(os, roles, 'rtm').find(service => service.name === name)?.dependsOn
    expect(needs('windows-server-2003', ['mailbox'], 'MSExchangeSA')).toContain('NtLmSsp')
    expect(needs('windows-server-2008', ['mailbox'], 'MSExchangeSA')).not.toContain('NtLmSsp')
    expect(needs('windows-server-2003', ['hub-transport'], 'MSExchangeTransport')).toEqual(['MSExchangeADTopology'])
    expect(needs('windows-server-2003', ['edge-transport'], 'MSExchangeTransport')).toEqual(['ADAM_MSExchange'])
  })

  test('a machine without Exchange has no service of it', () => {
    for (const os of systems) {
      const names = servicesOf(os, ['management-tools'], 'none').map(service => service.name)
      expect(names.filter(name => exchangeServices.some(row => row.name === name))).toEqual([])
    }
  })
})

describe('lists of ServiceControl.ps1', () => {
  test('every name is a service that some server can have', () => {
    const all = [...exchangeServices, ...systems.flatMap(os => windowsServices[os]), ...optionalServices]
    const known = new Set(all.map(row => fold(row.name)))
    for (const list of Object.values(serviceLists)) {
      expect(breaking(list, row => known.has(fold(row.service)))).toEqual([])
      expect(repeated(list.map(row => row.service))).toEqual([])
    }
  })

  test('every automatic service of Exchange is on a list of its role', () => {
    for (const { script, role } of scriptRoles) {
      const listed = servicesControlled([script]).map(fold)
      const here = exchangeServices.filter(row => row.roles.includes(role) && row.start === 'automatic')
      expect(breaking(here, row => listed.includes(fold(row.name)))).toEqual([])
    }
  })

  test('sorted, each name once', () => {
    const names = servicesControlled(scriptRolesOf(['mailbox', 'client-access', 'hub-transport']))
    expect(repeated(names)).toEqual([])
    expect(names).toEqual([...names].sort((a, b) => (fold(a) < fold(b) ? -1 : 1)))
    expect(names.slice(-3)).toEqual(['W3Svc', 'WinMgmt', 'wsbexchange'])
    expect(servicesControlled(['AdminTools'])).toHaveLength(serviceLists.Common.length)
  })

  test('roles in the order of the log', () => {
    expect(scriptRolesOf(['hub-transport', 'mailbox', 'client-access'])).toEqual([
      'AdminTools',
      'ClientAccess',
      'Bridgehead',
      'Mailbox',
    ])
    expect(scriptRolesOf(['management-tools'])).toEqual(['AdminTools'])
    expect(scriptRolesOf(['edge-transport'])).toEqual(['AdminTools', 'Gateway'])
  })
})

describe('files', () => {
  test('paths are unique and plain', () => {
    expect(repeated(productFiles.map(file => file.path))).toEqual([])
    expect(breaking(productFiles, file => /^[^\\/:*?"<>|]+(\\[^\\/:*?"<>|]+)*$/.test(file.path))).toEqual([])
    expect(repeated(setupLogFiles.map(file => file.name))).toEqual([])
  })

  test('a folder has one spelling', () => {
    const spellings = new Map<string, string>()
    for (const { folder } of productFiles) {
      const parts = folder.split('\\')
      for (let depth = 1; depth <= parts.length; depth++) {
        const path = parts.slice(0, depth).join('\\')
        expect(spellings.get(fold(path)) ?? path).toBe(path)
        spellings.set(fold(path), path)
      }
    }
  })

  test('programs and libraries have versions, other files have none; all have a size', () => {
    expect(breaking(productFiles, file => file.versioned === /\.(exe|dll)$/i.test(file.name))).toEqual([])
    expect(breaking(productFiles, file => Number.isInteger(file.size) && file.size > 0)).toEqual([])
  })

  test('no data of a running server, nothing of later versions', () => {
    const foreign = /\.(edb|que|log|chk|jrs)$|^UpdateCas|^UpdateConfig/i
    expect(productFiles.filter(file => foreign.test(file.name))).toEqual([])
  })

  test('a file is not there before its service pack', () => {
    const names = (baseline: 'sp1' | 'sp2'): string[] => installedFiles(['mailbox'], baseline).map(file => file.name)
    expect(names('sp1')).not.toContain('wsbexchange.exe')
    expect(names('sp2')).toContain('wsbexchange.exe')
  })
})

describe('contents of rollups', () => {
  test('a table for every rollup', () => {
    expect(Object.keys(ownAdditions)).toEqual(rollups.map(row => row.kb))
  })

  test('additions are files of the product at that baseline, each added once in a series', () => {
    for (const { id: baseline } of baselines) {
      const there = new Set(installedFiles(['management-tools', ...serverRoles], baseline).map(file => file.path))
      const added = rollupsOf(baseline).flatMap(({ kb }) => ownAdditions[kb] ?? [])
      expect(breaking(added, path => there.has(path))).toEqual([])
      expect(repeated(added)).toEqual([])
    }
  })

  test.each(rollups.map(row => [row.kb, row] as const))('%s carries what it replaces', (_, row) => {
    const paths = new Set(filesOf(row).map(file => file.path))
    for (const earlier of predecessorsOf(row)) {
      const seed = new Set(owaSeed(earlier).map(file => file.path))
      const rest = filesOf(earlier).filter(file => !seed.has(file.path))
      expect(breaking(rest, file => paths.has(file.path))).toEqual([])
    }
    expect(repeated(filesOf(row).map(file => file.path))).toEqual([])
    expect(filesOf(row)).toBe(filesOf(row))
  })

  test.each(rollups.map(row => [row.kb, row] as const))('%s carries what every rollup carries', (_, row) => {
    const paths = filesOf(row).map(file => file.path)
    expect(paths).toContain('Bin\\ExSetup.exe')
    expect(paths).toContain('Bin\\store.exe')
    expect(paths).toContain('Bin\\Microsoft.Exchange.Management.dll')
    expect(paths).toContain('ClientAccess\\owa\\bin\\Microsoft.Exchange.Clients.Owa.dll')
    expect(paths).toContain('ClientAccess\\owa\\auth\\logon.aspx')
    expect(paths).toContain('ClientAccess\\owa\\auth\\owaauth.dll')
    expect(paths).toContain('ClientAccess\\owa\\Current\\themes\\base\\premium.css')
    expect(paths).toContain(`${owaFolder(row)}\\themes\\base\\premium.css`)
  })

  test('every role gets something', () => {
    for (const row of rollups) {
      for (const role of serverRoles) {
        expect(filesOf(row).some(file => file.roles !== 'all' && file.roles.includes(role))).toBe(true)
      }
    }
  })

  test('sizes of the series', () => {
    const count = (kb: string): number => filesOf(rollup(kb)).length - owaSeed(rollup(kb)).length
    expect(['KB930809', 'KB953469', 'KB945684', 'KB981407'].map(count)).toEqual([60, 120, 60, 140])
  })
})

describe('installer engines', () => {
  const MAY_2009 = Date.UTC(2009, 4, 26)
  const found = (...asked: Parameters<typeof installedOn>): string | undefined => {
    const installed = installedOn(...asked)
    return installed && `${installed.pack.version} SP${installed.pack.servicePack} ${installed.engine.build}`
  }

  test('by default that of the decision, with the service pack of the day', () => {
    expect(found('windows-server-2003', MAY_2009)).toBe('5.2.3790 SP2 3.01.4000.4042')
    expect(found('windows-server-2008', MAY_2009 - 1)).toBe('6.0.6001 SP1 4.05.6001.00')
    expect(found('windows-server-2008', MAY_2009)).toBe('6.0.6002 SP2 4.05.6002.00')
  })

  test('one that the service pack replaces is kept with the service pack before it', () => {
    expect(found('windows-server-2008', MAY_2009, '4.0')).toBe('6.0.6001 SP1 4.00.6001.00')
  })

  test('an engine that never existed for a system is none', () => {
    expect(found('windows-server-2003', MAY_2009, '4.0')).toBeUndefined()
    expect(found('windows-server-2008', MAY_2009, '3.1')).toBeUndefined()
  })
})

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inFolder, lab1603, ROOT } from './helpers.ts'

const FLEET = join(ROOT, 'test/fixtures/fleet.yaml')
const ORDER = ['generate', '--fleet', FLEET, '--scenario', 'file-in-use', 'setup-logs-missing', '--out']

const jsonIn = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'))

/** Every file below a folder, with its bytes. */
const filesIn = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => {
        const path = join(entry.parentPath, entry.name)
        return [path.slice(folder.length), readFileSync(path, 'latin1')] as const
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

interface Finding {
  readonly cause: string
  readonly role: 'fault' | 'state'
}

/** Without what a failure leaves behind. */
const faultsIn = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ cause, role }) => (role === 'fault' ? [cause] : []))

describe('generate --fleet', () => {
  it('makes a bundle of each host, which is diagnosed as it should be, and is held by the lock', () => {
    inFolder(cwd => {
      const { code, stderr } = lab1603([...ORDER, 'fleet'], { cwd })
      expect(code).toBe(0)
      expect(stderr).toMatch(
        /^5 hosts, 2 of them with an incident\n(no incident is in these parts: .+\n)?5 bundles in fleet: 5 made/,
      )
      expect(lab1603(['verify', 'fleet', '--again'], { cwd })).toMatchObject({ code: 0 })
      const { hosts } = jsonIn(cwd, 'fleet', 'fleet.json')
      for (const { bundle, incident } of hosts) {
        const { findings } = JSON.parse(lab1603(['diagnose', join('fleet', bundle), '--json'], { cwd }).stdout)
        expect(faultsIn(findings)).toEqual(incident?.causes ?? [])
      }
      const { splits } = jsonIn(cwd, 'fleet', 'split.json')
      expect(Object.keys(splits)).toEqual(['host', 'time', 'cause', 'combination'])
      const listed = ['train', 'validation', 'test'].flatMap(part => splits.host[part]).sort()
      expect(listed).toEqual(hosts.map(({ bundle }: { bundle: string }) => bundle))
    })
  })

  it('makes the same bytes with any number of jobs, in parts, and as an archive', () => {
    inFolder(cwd => {
      expect(lab1603([...ORDER, 'one', '--jobs', '1'], { cwd }).code).toBe(0)
      for (const shard of ['2/2', '1/2']) expect(lab1603([...ORDER, 'parts', '--shard', shard], { cwd }).code).toBe(0)
      expect(lab1603(['verify', 'parts'], { cwd }).code).toBe(0)
      expect(lab1603(['corpus', 'merge', 'parts'], { cwd }).code).toBe(0)
      expect(lab1603([...ORDER, 'one.tar', '--jobs', '2'], { cwd }).code).toBe(0)
      expect(lab1603(['verify', 'one.tar'], { cwd }).code).toBe(0)
      expect([...filesIn(join(cwd, 'parts')).keys()]).toEqual([...filesIn(join(cwd, 'one')).keys()])
      expect(filesIn(join(cwd, 'parts'))).toEqual(filesIn(join(cwd, 'one')))
      expect(lab1603([...ORDER, 'one'], { cwd }).stderr).toContain('0 made, 5 there already')
    })
  })

  it('is joined from parts in folders of their own with what lies beside the bundles', () => {
    inFolder(cwd => {
      for (const part of [1, 2]) {
        expect(lab1603([...ORDER, `p${part}`, '--shard', `${part}/2`], { cwd }).code).toBe(0)
      }
      rmSync(join(cwd, 'p2', 'split.json'))
      expect(lab1603(['corpus', 'merge', 'p2', 'p1', '--out', 'all'], { cwd }).code).toBe(0)
      for (const name of ['fleet.json', 'split.json']) {
        expect(jsonIn(cwd, 'all', name)).toEqual(jsonIn(cwd, 'p1', name))
      }
      rmSync(join(cwd, 'p1', 'split.json'))
      expect(lab1603(['corpus', 'merge', 'p2', 'p1', '--out', 'none'], { cwd })).toMatchObject({
        code: 2,
        stderr: 'no folder has split.json as the locks promise it\n',
      })
      expect(existsSync(join(cwd, 'none'))).toBe(false)
    })
  })

  it('keeps to the splits that are asked for, and puts what mutants leave of a host where the host is', () => {
    inFolder(cwd => {
      const { code } = lab1603([...ORDER, 'fleet', '--split', 'cause', 'host', '--mutate', 'tail'], { cwd })
      expect(code).toBe(0)
      const { splits } = jsonIn(cwd, 'fleet', 'split.json')
      expect(Object.keys(splits)).toEqual(['cause', 'host'])
      for (const part of ['train', 'validation', 'test']) {
        const whole = splits.host[part].filter((path: string) => !path.endsWith('-tail'))
        expect(splits.host[part]).toEqual(whole.flatMap((path: string) => [path, `${path}-tail`]))
      }
    })
  })

  it('is emitted as one stream, merged by the one clock, whatever mutants left of its hosts', () => {
    inFolder(cwd => {
      expect(lab1603([...ORDER, 'fleet', '--mutate', 'tail'], { cwd }).code).toBe(0)
      const order = ['emit', 'fleet', '--as', 'jsonl', '--to', 'fleet.jsonl', '--labels', 'sidecar']
      const { code, stderr } = lab1603(order, { cwd })
      expect([code, stderr]).toEqual([0, expect.stringMatching(/^(\d+) records asked, \1 delivered to fleet\.jsonl /)])
      const rowsIn = (name: string) =>
        readFileSync(join(cwd, name), 'utf8')
          .trimEnd()
          .split('\n')
          .map(row => JSON.parse(row))
      const rows = rowsIn('fleet.jsonl')
      const times = rows.map(({ time }) => time)
      expect(times).toEqual(times.toSorted())
      expect(new Set(rows.map(({ host }) => host)).size).toBe(5)
      const causes = rowsIn('fleet.jsonl.labels.jsonl').filter(label => label.class === 'cause')
      expect(new Set(causes.map(({ cause }) => cause))).toEqual(new Set(['file-in-use', 'setup-logs-missing']))
      for (const { record, host } of causes) expect(rows[record - 1].host).toBe(host)
    })
  })

  it('leaves what somebody has made of fleet.json alone, and verify names it', () => {
    inFolder(cwd => {
      expect(lab1603([...ORDER, 'fleet'], { cwd }).code).toBe(0)
      const file = join(cwd, 'fleet', 'fleet.json')
      writeFileSync(file, 'mine')
      rmSync(join(cwd, 'fleet', 'split.json'))
      const { code, stdout } = lab1603(['verify', 'fleet'], { cwd })
      expect(code).toBe(1)
      expect(stdout).toMatch(/fleet\.json.*changed|changed.*fleet\.json/)
      expect(stdout).toMatch(/split\.json.*missing|missing.*split\.json/)
      expect(lab1603([...ORDER, 'fleet'], { cwd })).toMatchObject({
        code: 2,
        stderr: 'fleet holds what is no part of this corpus: fleet.json; choose another place with --out\n',
      })
      expect(readFileSync(file, 'utf8')).toBe('mine')
    })
  })

  it('says what is wrong with the file at its place, and writes nothing', () => {
    inFolder(cwd => {
      writeFileSync(
        join(cwd, 'bad.yaml'),
        'days: 3\nsites: [{name: HQ, hosts: 3}]\nincidents: [{count: 1, faults: [file-in-us]}]\n',
      )
      const { code, stderr } = lab1603(['generate', '--fleet', 'bad.yaml', '--out', 'fleet'], { cwd })
      expect(code).toBe(2)
      expect(stderr).toContain('bad.yaml:3:33 no fault of the scenarios is called file-in-us\n')
      expect(stderr).toContain('did you mean "file-in-use"?')
      expect(existsSync(join(cwd, 'fleet'))).toBe(false)
      expect(lab1603(['generate', '--fleet', 'none.yaml', '--out', 'fleet'], { cwd }).code).toBe(2)
    })
  })
})

describe('generate --hosts', () => {
  it('is a fleet of one site', () => {
    inFolder(cwd => {
      const order = [
        'generate',
        '--hosts',
        '4',
        '--domain',
        'contoso.com',
        '--days',
        '2',
        '--combine',
        '2',
        '--out',
        'fleet',
        '--json',
      ]
      const { code, stdout } = lab1603(order, { cwd })
      expect(code).toBe(0)
      const rows = stdout
        .trimEnd()
        .split('\n')
        .map(row => JSON.parse(row))
      const { domain, hosts } = jsonIn(cwd, 'fleet', 'fleet.json')
      expect(domain).toBe('contoso.com')
      expect(rows.map(({ scenario }) => scenario)).toEqual(hosts.map(({ name }: { name: string }) => name))
      const incidents = hosts.flatMap(({ incident }: { incident: { causes: string[] } | null }) => incident ?? [])
      expect(incidents.length).toBe(1)
      expect(incidents[0].causes.length).toBeGreaterThanOrEqual(2)
    })
  })

  it.each([
    [['--fleet', FLEET, '--hosts', '3'], '--fleet and --hosts do not go together: the file says how many\n'],
    [['--hosts', '3', '--count', '3'], '--count has no place beside a fleet: each host is a bundle\n'],
    [['--fleet', FLEET, '--combine', '1'], '--fleet and --combine do not go together: the file has incidents\n'],
    [['--fleet', FLEET, '--days', '3'], '--domain and --days are about --hosts; a file says its own\n'],
    [['--count', '3', '--domain', 'contoso.com'], '--domain and --days are about --hosts; a file says its own\n'],
    [['--count', '3', '--split', 'host'], '--split is about a fleet: --fleet or --hosts\n'],
    [[], '--count says how many bundles; only a fleet goes without\n'],
  ])('%j is wrong usage', (given, stderr) => {
    inFolder(cwd => {
      expect(lab1603(['generate', ...given, '--out', 'x'], { cwd })).toMatchObject({ code: 3, stderr })
      expect(readdirSync(cwd)).toEqual([])
    })
  })
})

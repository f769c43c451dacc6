import { describe, expect, test } from 'vitest'
import { setupLogFolder } from '../../../model/exchange/files.ts'
import { metabaseFile } from '../../../model/exchange/metabase.ts'
import { fileAt } from '../../../model/machine/machine.ts'
import { fold, joinPath, leafOf } from '../../../model/machine/names.ts'
import { evidenceFiles } from '../../../sim/bundle/bundle.ts'
import { parseInstallerLogs } from '../../../sim/diagnosis/parse/installerLog.ts'
import { parseSetupLog, SETUP_LINE } from '../../../sim/diagnosis/parse/setupLog.ts'
import { asListed, renderFile } from '../../../sim/forms/contents.ts'
import { posixPath } from '../../../sim/forms/posixPath.ts'
import { type ServerRun, simulate } from '../../../sim/run/simulate.ts'
import { scenarioById } from '../../laws/state.ts'

/** What setup has left on a server, and that every file of the evidence is as long as each listing says. */

const runs = ['file-in-use', 'clean-install-sp1', 'cas-proxy-order'].map(id =>
  simulate(scenarioById(id).scenario, { seed: 3 }),
)
const servers = runs.flatMap(run => run.servers)
const [server] = servers as [ServerRun]

function read({ machine, facts }: ServerRun, path: string): string {
  const { bytes, encoding } = renderFile(machine, facts, fileAt(machine, path)!)!
  return Buffer.from(bytes)
    .toString(encoding === 'utf-16le' ? 'utf16le' : 'utf8')
    .replace(/^\ufeff/, '')
}

const setupLog = (of: ServerRun, name: string): string => read(of, joinPath(setupLogFolder, name))

/** Elements that are open where nothing may be, or closed out of their turn. */
function misnested(xml: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [, end, name, empty] of xml.matchAll(/<(\/?)([A-Za-z_]\w*)(?:\s+[\w.]+ ?="[^"<]*")*\s*(\/?)>/g)) {
    if (end) {
      if (open.pop() !== name) wrong.push(name!)
    } else if (!empty) open.push(name!)
  }
  return [...wrong, ...open]
}

describe('ExchangeSetup.log', () => {
  test('tells, line by line and in the order of time, an installation that went well', () => {
    for (const each of servers) {
      const text = setupLog(each, 'ExchangeSetup.log')
      const rows = text.trimEnd().split('\r\n')
      expect(rows.filter(row => !SETUP_LINE.test(row))).toEqual([])
      expect(rows.length).toBeGreaterThan(100)
      expect(parseSetupLog(rows)).toBeUndefined()
      const seconds = rows.map(row => Date.parse(`${row.slice(1, row.indexOf(']'))} UTC`))
      expect(seconds).toEqual(seconds.toSorted((a, b) => a - b))
      expect((seconds.at(-1)! - seconds[0]!) / 60_000).toBeGreaterThan(8)
    }
  })

  test('has the roles of its server, and their services', () => {
    const text = setupLog(server, 'ExchangeSetup.log')
    expect(text).toContain("Setup will run the task 'Install-MailboxRole'")
    expect(text).not.toContain('Install-GatewayRole')
    expect(text).toContain("Service 'MSExchangeIS' has reached the status 'Running'")
    expect(text.split("Installing the service 'MSExchangeServiceHost'")).toHaveLength(2)
  })
})

test('the logs of its packages are those of the installer, and end well', () => {
  for (const each of servers) {
    for (const name of ['ExchangeSetup.msilog', 'InstallSearch.msilog', 'Install.en.ExchangeServer.msilog']) {
      const logs = parseInstallerLogs(setupLog(each, name).split('\r\n'))
      expect(logs.map(({ failures }) => failures.length)).toEqual([0])
      expect(logs[0]!.header?.engine).toBe(`SHIP UNICODE ${each.machine.windows.engine}`)
    }
  }
})

describe('XML', () => {
  test('of the metabase is well-formed, before and after a script has entered a version', () => {
    for (const each of servers) {
      const path = metabaseFile(each.machine.windows.systemRoot)
      for (const text of [read(each, path), read({ ...each, machine: each.initial }, path)]) {
        expect(misnested(text)).toEqual([])
        expect(text.trimEnd()).toMatch(/<\/configuration>$/)
      }
    }
    expect(read(servers[1]!, metabaseFile(servers[1]!.machine.windows.systemRoot))).toMatch(
      /ROOT\/owa\/8\.1\.\d+\.\d+"/,
    )
  })

  test('of the prerequisites is well-formed, and of this server', () => {
    const text = setupLog(server, 'ExBPA.PreReqs.xml')
    expect(misnested(text)).toEqual([])
    expect(text).toContain(`Value="${server.machine.name}"`)
    expect(text).not.toContain('AdamPrereq')
  })
})

describe('the size of a file', () => {
  const LISTED = /^\d\d\/\d\d\/\d{4} {2}\d\d:\d\d [AP]M +([\d,]+) (.+)$/

  /** Every file that `dir` lists, with its size. */
  function listed(text: string): Map<string, number> {
    const sizes = new Map<string, number>()
    let folder = ''
    for (const row of text.split('\r\n')) {
      folder = /^ Directory of (.+)$/.exec(row)?.[1] ?? folder
      const [, size, name] = LISTED.exec(row) ?? []
      if (name) sizes.set(fold(joinPath(folder.replace(/\\$/, ''), name)), Number(size!.replaceAll(',', '')))
    }
    return sizes
  }

  test('is that of its bytes in the evidence, in every listing', () => {
    let compared = 0
    for (const run of runs) {
      const files = new Map(evidenceFiles(run).map(file => [file.path, file.bytes]))
      for (const each of run.servers) {
        const root = run.servers.length > 1 ? `evidence/${each.machine.name}` : 'evidence'
        const sizes = listed(Buffer.from(files.get(`${root}/exports/folders.txt`)!).toString())
        for (const node of each.machine.files.values()) {
          const bytes = files.get(root + posixPath(node.path))
          if (!bytes) continue
          expect([leafOf(node.path), asListed(each, node).size]).toEqual([leafOf(node.path), bytes.length])
          const size = sizes.get(fold(node.path))
          if (size !== undefined) compared++
          expect([node.path, size ?? bytes.length]).toEqual([node.path, bytes.length])
        }
      }
    }
    expect(compared).toBeGreaterThan(15)
  })
})

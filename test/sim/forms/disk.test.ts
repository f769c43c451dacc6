import { describe, expect, test } from 'vitest'
import { diskOf } from '../../../library/disk.ts'
import { diagnose } from '../../../library/index.ts'
import { evidenceFiles } from '../../../sim/bundle/bundle.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById } from '../../laws/state.ts'

describe('the drives of a server', () => {
  const run = simulate(scenarioById('file-in-use').scenario, { seed: 1 })
  const [server] = run.servers
  const { fs, windows } = diskOf(server!)
  const LOG = 'C/ExchangeSetupLogs/ServiceControl.log'

  test('can be handed to whatever reads a file system', () => {
    const { findings } = diagnose({ fs, paths: ['/C/WINDOWS', '/C/ExchangeSetupLogs'] })
    expect(findings.map(({ cause }) => cause)).toContain('file-in-use')
  })

  test('have the bytes that an engineer is handed', () => {
    const handed = evidenceFiles(run).find(({ path }) => path.endsWith(LOG))!
    expect(Buffer.from(fs.readFileSync(`/${LOG}`)).equals(handed.bytes)).toBe(true)
    expect(handed.bytes.length).toBeGreaterThan(1000)
  })

  test('are found by paths of Windows, in any case', () => {
    const path = 'c:\\EXCHANGESETUPLOGS\\servicecontrol.LOG'
    expect(windows.existsSync(path)).toBe(true)
    expect(Buffer.from(windows.readFileSync(path)).equals(Buffer.from(fs.readFileSync(`/${LOG}`)))).toBe(true)
    expect(windows.readdirSync('c:\\exchangesetuplogs')).toContain('ServiceControl.log')
    expect(windows.statSync('C:\\windows').isDirectory()).toBe(true)
    expect(windows.statSync(path)).toMatchObject({ size: fs.readFileSync(`/${LOG}`).length })
    expect(windows.existsSync('C:\\Nothing\\of it')).toBe(false)
  })

  test('are a copy: what is done there leaves the server as it is', () => {
    const before = server!.machine.files.size
    Object(fs).unlinkSync(`/${LOG}`)
    expect(diskOf(server!).windows.existsSync('C:\\ExchangeSetupLogs\\ServiceControl.log')).toBe(true)
    expect(server!.machine.files.size).toBe(before)
  })
})

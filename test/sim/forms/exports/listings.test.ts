import { describe, expect, test } from 'vitest'
import { fileAt } from '../../../../model/machine/machine.ts'
import { renderFile } from '../../../../sim/forms/contents.ts'
import { EXPORTS } from '../../../../sim/forms/exports/table.ts'
import { renderInstallerLog } from '../../../../sim/forms/installerLog.ts'
import { type ServerRun, simulate } from '../../../../sim/run/simulate.ts'
import { scenarioById } from '../../../laws/state.ts'

const run = (id: string): ServerRun => simulate(scenarioById(id).scenario, { seed: 1 }).servers[0]!

function textOf(server: ServerRun, name: string): string {
  const { bytes } = EXPORTS.find(one => one.name === name)!
  return Buffer.from(bytes(server, renderInstallerLog)).toString('utf8')
}

/** What stands in a listing: each command with what it printed, without the blank line before the next. */
function typedIn(text: string): { command: string; output: string[] }[] {
  return text
    .split('C:\\>')
    .slice(1)
    .map(part => {
      const [command = '', ...output] = part.split('\r\n')
      return { command, output: output.slice(0, -2) }
    })
}

const answerOf = (server: ServerRun, name: string, command: string): string[] =>
  typedIn(textOf(server, name)).find(one => one.command === command)!.output

const LISTINGS = ['processes.txt', 'disk.txt', 'folders.txt']

describe.each([
  'clean-install',
  'file-in-use',
  'setup-logs-missing-silent',
  'setup-logs-unwritable-silent',
  'temp-unusable',
  'disk-full-late',
  'owa-customisation-lost',
  'wrong-architecture',
])('the listings of %s', id => {
  test.each(LISTINGS)('%s says what the prompt prints', name => {
    const server = run(id)
    const typed = typedIn(textOf(server, name))
    expect(typed.length).toBeGreaterThan(0)
    for (const { command, output } of typed) expect(server.type(command).output, command).toEqual(output)
  })
})

describe('processes.txt', () => {
  const server = run('file-in-use')
  const handles = answerOf(server, 'processes.txt', 'handle')

  test('has every process twice', () => {
    const services = answerOf(server, 'processes.txt', 'tasklist /svc')
    expect(server.machine.processes.size).toBeGreaterThan(5)
    for (const { pid, name } of server.machine.processes.values()) {
      expect(services.filter(row => new RegExp(`^\\S+ +${pid} `).test(row))).toHaveLength(1)
      expect(handles.filter(row => row.startsWith(`${name} pid: ${pid} `))).toHaveLength(1)
    }
  })

  test('says what others may do to a held file', () => {
    expect(handles.filter(row => row.endsWith('.dll'))).toEqual([
      expect.stringMatching(/^ {3}44: File {2}\(---\) {3}C:\\.*\\Bin\\Microsoft\.Exchange\.Management\.dll$/),
    ])
  })
})

test('disk.txt has the drives of the machine and what is free on them', () => {
  const { machine, type } = run('disk-full-early')
  const bytes = machine.free.get('C:')!
  const free = bytes - (bytes % 4096)
  expect(free).not.toBe(bytes)
  expect(type('wmic logicaldisk get freespace, deviceid').output).toEqual([
    'DeviceID  FreeSpace  ',
    `C:        ${free}    `,
    'D:        0          ',
    '',
  ])
  expect(type('wmic logicaldisk get size').exitCode).toBe(1)
})

describe('folders.txt', () => {
  test('a folder that is gone, and one whose names may not be read', () => {
    const notFound = (folder: string): string[] => ['', ` Directory of ${folder}`, '', 'File Not Found']
    const ask = (id: string): string[] => answerOf(run(id), 'folders.txt', 'dir /a C:\\ExchangeSetupLogs').slice(2)
    expect(ask('setup-logs-missing-silent')).toEqual(notFound('C:\\'))
    expect(ask('setup-logs-unwritable-silent')).toEqual(notFound('C:\\ExchangeSetupLogs'))
  })

  test('hidden files and folders are shown, and what is refused', () => {
    const server = run('disk-full-late')
    expect(textOf(server, 'folders.txt')).toMatch(/ pagefile\.sys\r\n/)
    expect(answerOf(run('temp-unusable-silent'), 'folders.txt', 'icacls C:\\Windows\\Temp')[0]).toBe(
      'C:\\Windows\\Temp Everyone:(OI)(CI)(DENY)(W)',
    )
  })

  test('a log is as long as its bytes', () => {
    const server = run('owa-customisation-lost')
    const node = fileAt(server.machine, 'C:\\KB953469.log')!
    const { bytes } = renderFile(server.machine, server.facts, node)!
    const row = answerOf(server, 'folders.txt', 'dir /a C:\\').find(line => line.endsWith(' KB953469.log'))!
    expect(Number(/([\d,]+) KB/.exec(row)![1]!.replaceAll(',', ''))).toBe(bytes.length)
    expect(bytes.length).toBeGreaterThan(100_000)
  })

  test('a server without the product has no folders of it', () => {
    expect(textOf(run('product-absent'), 'folders.txt')).not.toContain('Exchange Server')
  })
})

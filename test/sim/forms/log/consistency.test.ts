import { describe, expect, test } from 'vitest'
import { installStep, scenarioOf } from '../../../../library/arbitraries/scenario.ts'
import { packedVersion } from '../../../../model/machine/version.ts'
import { logsOf, logsOfScenario, scenarioIds, type VerboseLog } from './logs.ts'

/** Lines of one log agree with each other, as those of a real log do (msi-log-anatomy.md 2.3, 4, 5, 7). */

const SEEDS = [1, 2]
const logs = scenarioIds.flatMap(id => SEEDS.flatMap(seed => logsOfScenario(id, seed)))

/** What each law finds wrong, with the log that it is wrong in. */
const wrong = (law: (log: VerboseLog) => readonly string[], of = logs): string[] =>
  of.flatMap(log => law(log).map(what => `${log.name}: ${what}`))

const matches = ({ lines }: VerboseLog, pattern: RegExp): RegExpExecArray[] =>
  lines.map(line => pattern.exec(line)).filter(match => match !== null)

/** A log whose writer lost power stops anywhere. */
const isClosed = ({ lines }: VerboseLog): boolean => lines.some(line => line.startsWith('=== Verbose logging stopped'))
const closed = logs.filter(isClosed)

test('there are logs of every kind', () => {
  expect(logs.length).toBeGreaterThan(80)
  expect(logs.length).toBeGreaterThan(closed.length)
  expect(closed.filter(log => log.exitCode === 0).length).toBeGreaterThan(20)
})

describe('actions', () => {
  const MARK = /^Action (start|ended) (\d+:\d\d:\d\d): (\w+)\./

  test('every start has its end, and an action ends before the one around it', () => {
    const unpaired = (log: VerboseLog): string[] => {
      const open: string[] = []
      const found: string[] = []
      for (const [, mark, , action] of matches(log, MARK)) {
        if (mark === 'start') open.push(action!)
        else if (open.pop() !== action) found.push(`${action} ends where something else is open`)
      }
      return [...found, ...open.map(action => `${action} does not end`)]
    }
    expect(wrong(unpaired, closed)).toEqual([])
  })

  test('what is done is announced, started and ended once', () => {
    const count = (rows: readonly RegExpExecArray[], group: number): string =>
      rows
        .map(row => row[group])
        .sort()
        .join()
    const uneven = (log: VerboseLog): string[] => {
      const done = count(matches(log, /Doing action: (\w+)$/), 1)
      const started = count(matches(log, /^Action start [\d:]+: (\w+)\./), 1)
      return done === started ? [] : ['other actions are done than started']
    }
    expect(wrong(uneven, closed)).toEqual([])
  })

  test('with a wizard an action says what it does, and without nobody is told', () => {
    const told = (log: VerboseLog): boolean => matches(log, /^Action \d+:\d\d:\d\d: /).length > 0
    const levels = (log: VerboseLog): string | undefined => matches(log, /^Property\(S\): UILevel = (\d)/)[0]?.[1]
    const odd = (log: VerboseLog): string[] =>
      levels(log) !== undefined && told(log) !== (levels(log) !== '2') ? [`UILevel ${levels(log)}`] : []
    expect(new Set(closed.map(levels))).toEqual(new Set([undefined, '2', '3', '5']))
    expect(wrong(odd, closed)).toEqual([])
  })

  /** The line of data that follows, with what the operation itself has of it. */
  const DATA: readonly (readonly [operation: RegExp, data: (parts: RegExpExecArray) => string | RegExp])[] = [
    [
      /op: ComponentRegister\(ComponentId=([^,]*),KeyPath=([^,]*),/,
      ([, id, path]) => endsWith(` 2: ${id} 3: ${path} `),
    ],
    [/op: ComponentUnregister\(ComponentId=([^,]*),,/, ([, id]) => endsWith(` 2: ${id} `)],
    [/op: FeaturePublish\(Feature=(\w+),/, ([, feature]) => `PublishFeatures: Feature: ${feature}`],
    [/op: ProductRegister\(/, () => /^RegisterProduct: \{[\dA-F-]+\}$/],
    [/op: ProductPublish\(/, () => /^1: \{[\dA-F-]+\} $/],
    [/op: FolderRemove\(Folder=(.*),Foreign/, ([, folder]) => `RemoveFolders: Folder: ${folder}`],
    [/Source for file /, () => /^InstallFiles: File: \S.*, {2}Directory: [A-Z]:\\.*\\, {2}Size: \d+$/],
  ]
  const endsWith = (text: string): RegExp => new RegExp(`^1: .*${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`)

  test('with a wizard each operation of the script says what it does, and without none', () => {
    const undone = (log: VerboseLog): number => log.lines.findIndex(line => line.includes('ScriptType=2'))
    const asked = (line: string): boolean => /^Error 1|^Info 1/.test(line)
    const silent = (log: VerboseLog): boolean => matches(log, /^Property\(S\): UILevel = 2/).length > 0
    const untold = (log: VerboseLog): string[] => {
      const end = undone(log)
      const lines = end < 0 ? log.lines : log.lines.slice(0, end)
      return lines.flatMap((line, i) => {
        const row = DATA.find(([operation]) => operation.test(line))
        const next = lines[i + 1]
        if (!row || next === undefined || asked(next)) return []
        const wanted = row[1](row[0].exec(line)!)
        const told = typeof wanted === 'string' ? next === wanted : wanted.test(next)
        return told === silent(log) ? [line.slice(0, 150)] : []
      })
    }
    expect(wrong(untold, closed)).toEqual([])
    const whole = closed.filter(log => !silent(log) && log.exitCode === 0)
    expect(whole.length).toBeGreaterThan(10)
  })
})

test('times never go back', () => {
  const seconds = (text: string): number => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  const back = (log: VerboseLog): string[] => {
    let last = 0
    let lastAction = 0
    return log.lines.filter(line => {
      const [, whole, ms] = /^MSI \(.\) \(..[:!]..\) \[(\d\d:\d\d:\d\d):(\d{3})\]/.exec(line) ?? []
      const [, action] = /^Action (?:start |ended )?(\d+:\d\d:\d\d): /.exec(line) ?? []
      const now = whole === undefined ? last : seconds(whole) * 1000 + Number(ms)
      const nowAction = action === undefined ? lastAction : seconds(action)
      // An action's line has no milliseconds; what follows it is not earlier than its second.
      const isBack = now < last || nowAction < lastAction || (whole !== undefined && now < lastAction * 1000)
      last = now
      lastAction = nowAction
      return isBack
    })
  }
  expect(wrong(back)).toEqual([])
})

describe('properties', () => {
  test('each is dumped once on its side', () => {
    const twice = (log: VerboseLog): string[] => {
      const names = matches(log, /^(Property\(.\): [^ ]+) = /).map(row => row[1]!)
      return names.filter((name, i) => names.indexOf(name) !== i)
    }
    expect(wrong(twice)).toEqual([])
  })

  test('the dump has the value of the last change, and nothing that was deleted', () => {
    const CHANGE =
      /^MSI \((.)\) .*PROPERTY CHANGE: (Adding|Modifying|Deleting) (\S+) property\. Its (?:current )?value is '(.*?)'(?:\. Its new value: '(.*)')?\.$/
    const stale = (log: VerboseLog): string[] => {
      const last = new Map<string, string | undefined>()
      for (const [, side, what, name, value, next] of matches(log, CHANGE)) {
        last.set(`${side!.toUpperCase()} ${name}`, what === 'Adding' ? value : what === 'Modifying' ? next : undefined)
      }
      const dumped = new Map(
        matches(log, /^Property\((.)\): (\S+) = (.*)$/).map(([, side, name, value]) => [`${side} ${name}`, value]),
      )
      const sides = new Set([...dumped.keys()].map(key => key[0]))
      return [...last].flatMap(([key, value]) =>
        sides.has(key[0]!) && dumped.get(key) !== value ? [`${key} = ${dumped.get(key)}, changed to ${value}`] : [],
      )
    }
    expect(wrong(stale, closed)).toEqual([])
  })
})

describe('ids', () => {
  const PREFIX = /^MSI \((.)\) \((..)[:!](..)\)/

  test('process and thread ids are multiples of four, and each side is one process', () => {
    const odd = (log: VerboseLog): string[] => {
      const ids = matches(log, PREFIX)
      const sides = new Set(ids.map(([, side, pid]) => `${side} ${pid}`))
      const crooked = ids.filter(([, , pid, tid]) => !/[048C]$/.test(pid!) || !/[048C]$/.test(tid!))
      return [...(sides.size > 2 ? [[...sides].join()] : []), ...crooked.map(([all]) => all)]
    }
    expect(wrong(odd)).toEqual([])
  })

  test('the client is the process that CLIENTPROCESSID names', () => {
    const other = (log: VerboseLog): string[] => {
      const client = matches(log, /^MSI \(c\) \((..)/)[0]?.[1]
      // A command line of a thousand characters is cut off, wherever that is.
      return matches(log, /CLIENTPROCESSID(?: property\. Its value is '(\d+)'|=(\d+) | = (\d+)$)/)
        .map(([, ...ids]) => ids.find(id => id !== undefined))
        .map(id => (Number(id) & 0xff).toString(16).toUpperCase().padStart(2, '0'))
        .filter(byte => byte !== client)
    }
    expect(wrong(other)).toEqual([])
  })

  test('a number is the same in decimal and hexadecimal', () => {
    const other = (log: VerboseLog): string[] =>
      matches(log, /with PID (\d+) \(0x([0-9A-F]+)\)/)
        .filter(([, decimal, hex]) => Number(decimal) !== Number.parseInt(hex!, 16))
        .map(([all]) => all)
    expect(wrong(other)).toEqual([])
    expect(logs.some(log => matches(log, /with PID/).length > 0)).toBe(true)
  })

  test('a handle that is created is closed on the same thread', () => {
    const leaked = (log: VerboseLog): string[] => {
      const open = new Set<string>()
      const found: string[] = []
      for (const [, what, handle] of matches(log, /(Creating|Closing) (MSIHANDLE .* thread \d+)$/)) {
        if (what === 'Creating') open.add(handle!)
        else if (!open.delete(handle!)) found.push(`${handle} was not open`)
      }
      return [...found, ...[...open].map(handle => `${handle} stays open`)]
    }
    expect(wrong(leaked, closed)).toEqual([])
    expect(logs.some(log => matches(log, /Closing MSIHANDLE/).length > 0)).toBe(true)
  })
})

describe('the script', () => {
  const ops = (log: VerboseLog, name: string): RegExpExecArray[] =>
    matches(log, new RegExp(`Executing op: ${name}\\((.*)\\)$`))
  /** One script, run to its end, and nothing rolled back. */
  const whole = closed.filter(log => ops(log, 'End').length === 1 && ops(log, 'Header').length === 1)

  test('names in the Installer folder and in Config.Msi come from one counter', () => {
    const numbers = (log: VerboseLog): number[] =>
      matches(log, /Note: 1: 2318 2: C:\\Config\.Msi\\([0-9a-f]+)\.rbf /).map(row => Number.parseInt(row[1]!, 16))
    const jumps = (log: VerboseLog): string[] =>
      numbers(log).flatMap((n, i, all) => (i > 0 && n <= all[i - 1]! ? [`${n} after ${all[i - 1]}`] : []))
    expect(wrong(jumps)).toEqual([])
    expect(Math.max(...logs.map(log => numbers(log).length))).toBeGreaterThan(50)
  })

  test('the end has the sum of what the actions announced', () => {
    const sums = (log: VerboseLog): string[] => {
      const announced = ops(log, 'ProgressTotal').map(([, fields]) => {
        const [, total, , bytes] = /Total=(\d+),Type=(\d),ByteEquivalent=(\d+)/.exec(fields!)!
        return Number(total) * Number(bytes)
      })
      const sum = announced.reduce((a, b) => a + b, 0)
      const [, high, low] = /HDWord=(\d+),ProgressTotalLDWord=(\d+)/.exec(ops(log, 'End')[0]![1]!)!
      return Number(high) * 2 ** 32 + Number(low) === sum ? [] : [`${high} ${low}, announced ${sum}`]
    }
    expect(whole.length).toBeGreaterThan(20)
    expect(wrong(sums, whole)).toEqual([])
  })

  test('a component that is reinstalled is registered, and each of its files is looked at', () => {
    const uneven = (log: VerboseLog): string[] => {
      const components = matches(log, /Component: .*; Installed: \w+; {3}Request: Local; {3}Action: Local$/).length
      const registered = ops(log, 'ComponentRegister').length
      const copied = ops(log, 'FileCopy').length
      const seen = matches(log, /\]: File: /).length
      const isEven = registered === components && copied === seen && copied >= components
      return isEven ? [] : [`${components} components, ${registered} registered, ${copied} of ${seen} files copied`]
    }
    expect(wrong(uneven, whole)).toEqual([])
  })

  test('a file is replaced in full, or not touched at all', () => {
    const STEPS = [
      /^Source for file/,
      /^Re-applying security/,
      /^Verifying accessibility/,
      /^Using source file security/,
      /^Note: 1: 2318 2: .*\.rbf $/,
    ]
    const partly = (log: VerboseLog): string[] =>
      log.lines.flatMap((line, i) => {
        if (!line.includes('\tOverwrite;')) return []
        const next = log.lines.findIndex((row, j) => j > i && row.includes('Executing op: '))
        const rows = log.lines.slice(i + 1, next).map(row => row.replace(/^.*?\]: /, ''))
        const seen = STEPS.filter(step => rows.some(row => step.test(row))).length
        return seen === STEPS.length ? [] : [line]
      })
    expect(wrong(partly, whole)).toEqual([])
  })

  test('the version is the packed one of the product', () => {
    const other = (log: VerboseLog): string[] => {
      const [, version = ''] = /,Version=(\d+),/.exec(ops(log, 'ProductInfo')[0]![1]!) ?? []
      const dumped = matches(log, /^Property\(S\): ProductVersion = (.*)$/)[0]![1]!
      return Number(version) === packedVersion(dumped) ? [] : [`${version} for ${dumped}`]
    }
    expect(wrong(other, whole)).toEqual([])
  })

  test('the time in the header is the DOS form of the time of its line, rounded up', () => {
    const other = (log: VerboseLog): string[] =>
      matches(log, /\[(\d\d):(\d\d):(\d\d):\d{3}\]: Executing op: Header\(.*Timestamp=(\d+),.*ScriptType=1/).flatMap(
        ([, h, m, s, stamp]) => {
          const time = Number(stamp) & 0xffff
          const found = (time >> 11) * 3600 + ((time >> 5) & 63) * 60 + (time & 31) * 2
          const said = Number(h) * 3600 + Number(m) * 60 + Number(s)
          return found >= said && found <= said + 3 ? [] : [`${found} for ${said}`]
        },
      )
    expect(wrong(other)).toEqual([])
  })
})

test('a larger set of roles makes more component and file lines', () => {
  const sets = [
    ['hub-transport'],
    ['hub-transport', 'client-access'],
    ['hub-transport', 'client-access', 'mailbox'],
    ['hub-transport', 'client-access', 'mailbox', 'unified-messaging'],
  ] as const
  const counts = sets.map(roles => {
    const scenario = scenarioOf(
      {
        name: 'EXCH01',
        os: 'windows-server-2003',
        installer: '3.1',
        zone: 0,
        arch: 'x64',
        roles,
        baseline: 'rtm',
        rollups: [],
        cluster: false,
        background: 'none',
        change: [],
      },
      [
        {
          ...installStep('KB935490', { by: 'administrator', ui: 'none' }),
          log: { path: 'C:\\rollup.log', letters: 'xv*' },
        },
      ],
    )
    const [log] = logsOf(scenario, 1)
    return {
      lines: log!.lines.length,
      installed: matches(log!, /Component: .*; Installed: Local;/).length,
      files: matches(log!, /\]: File: /).length,
    }
  })
  const rising = (numbers: readonly number[]): boolean => numbers.every((n, i) => i === 0 || n > numbers[i - 1]!)
  for (const field of ['lines', 'installed', 'files'] as const) {
    expect(rising(counts.map(c => c[field]))).toBe(true)
  }
})

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { logsOfScenario, scenarioIds } from './logs.ts'

/**
 * How many lines of our logs have the form of a line of a real one. Forms are those of ../shared/tools/log_templates.py;
 * real are the logs that ../shared hands out, and the lines of others that msi-log-anatomy.md quotes word for word.
 */

const shared = fileURLToPath(new URL('../../../../../shared/', import.meta.url))
const there = existsSync(`${shared}tools/log_templates.py`) && spawnSync('python3', ['--version']).status === 0

const PROGRAM = `
import glob, json, re, sys
shared = sys.argv[1]
sys.path.insert(0, shared + 'tools')
sys.dont_write_bytecode = True
import log_templates as forms
form = lambda line: forms.norm(line).replace('\\t', '<TAB>')
handed = forms.known_templates(glob.glob(shared + 'corpus/templates*.tsv'))
anatomy = open(shared + 'facts/msi-log-anatomy.md', encoding='utf-8').read()
blocks = re.findall(r'^\`\`\`\\n(.*?)^\`\`\`', anatomy, re.S | re.M)
quoted = {form(line) for block in blocks for line in block.split('\\n') if line and not line.endswith('[...]')}
answer = []
for name, lines in json.load(sys.stdin):
    unknown = {}
    quotes = 0
    lines = [line for line in lines if line.strip()]
    for line in lines:
        f = form(line)
        if f in handed: continue
        if f in quoted: quotes += 1
        else: unknown.setdefault(f, [0, line])[0] += 1
    answer.append([name, len(lines), quotes, unknown])
json.dump(answer, sys.stdout)
`

type Row = readonly [name: string, lines: number, quoted: number, unknown: Record<string, readonly [number, string]>]

function judged(): Row[] {
  const logs = scenarioIds.flatMap(id => logsOfScenario(id, 1)).map(({ name, lines }) => [name, lines])
  const { stdout, stderr, status } = spawnSync('python3', ['-c', PROGRAM, shared], {
    input: JSON.stringify(logs),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

const DOCUMENTS: readonly (readonly [form: RegExp, document: string])[] = []

describe.skipIf(!there)('forms of real logs (passed over where ../shared is not beside the project)', () => {
  const rows = there ? judged() : []
  test('x', () => {
    const all = new Map<string, [number, string]>()
    let lines = 0, quoted = 0, unknown = 0
    for (const [name, n, q, u] of rows) {
      lines += n; quoted += q
      let mine = 0
      for (const [f, [count, ex]] of Object.entries(u)) { mine += count; const e = all.get(f) ?? [0, ex]; e[0] += count; all.set(f, e as never) }
      unknown += mine
      console.log(name, n, (100 - 100 * mine / n).toFixed(1))
    }
    console.log('TOTAL', lines, quoted, unknown, 100 - 100 * (unknown + quoted) / lines, 100 - 100 * unknown / lines)
    for (const [f, [count, ex]] of [...all].sort((a, b) => b[1][0] - a[1][0])) console.log('UNK', count, '|', f.slice(0, 160), '|', ex.slice(0, 140))
  })
})

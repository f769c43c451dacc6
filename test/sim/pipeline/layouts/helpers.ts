import { spawnSync } from 'node:child_process'
import { posix } from 'node:path'
import { parse } from 'yaml'
import { type Exported, piecesOf } from '../../../../sim/pipeline/layouts/layout.ts'
import { LAYOUTS, type LayoutName } from '../../../../sim/pipeline/layouts/table.ts'
import type { RecordLabel } from '../../../../sim/pipeline/records.ts'
import { runOf } from '../runs.ts'

/** An export as files in memory, for those who read it as its neighbour does. */

/** Both Windows, one server and several, events of causes, and a server on which nothing is wrong. */
export const IDS = [
  'file-in-use',
  'cached-patch-missing',
  'superseded',
  'superseded-silent',
  'cas-proxy-order',
  'restart-pending-2008',
  'saved-state-lost',
  'not-elevated',
  'clean-install',
] as const

export const exportedRuns = (ids: readonly string[] = IDS): Exported[] =>
  ids.map(id => ({ name: `${id}-1`, from: id, run: runOf(id) }))

export interface LabelRow extends RecordLabel {
  readonly file: string
  readonly line?: number
  readonly record?: number
}

// biome-ignore lint/suspicious/noExplicitAny: what a reader finds; each test asks a schema about its shape
export type Found = any

/** What was written, by path. */
export class Files {
  readonly #bytes = new Map<string, Buffer>()

  constructor(layout: LayoutName, runs: Iterable<Exported>) {
    for (const { path, bytes } of piecesOf(LAYOUTS[layout], runs)) {
      this.#bytes.set(path, Buffer.concat([this.#bytes.get(path) ?? Buffer.alloc(0), bytes]))
    }
  }

  get paths(): readonly string[] {
    return [...this.#bytes.keys()]
  }

  matching(pattern: RegExp): string[] {
    return this.paths.filter(path => pattern.test(path))
  }

  has(path: string): boolean {
    return this.#bytes.has(path)
  }

  bytes(path: string): Buffer {
    const found = this.#bytes.get(path)
    if (!found) throw new Error(`no ${path} in the export`)
    return found
  }

  text(path: string): string {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes(path))
  }

  lines(path: string): string[] {
    const rows = this.text(path).split('\n')
    if (rows.pop() !== '') throw new Error(`${path} does not end with a line end`)
    return rows
  }

  json(path: string): Found {
    return JSON.parse(this.text(path))
  }

  yaml(path: string): Found {
    return parse(this.text(path))
  }

  get labels(): LabelRow[] {
    return this.has('labels.jsonl') ? this.lines('labels.jsonl').map(line => JSON.parse(line)) : []
  }
}

export const basename = (path: string): string => posix.basename(path)

/** The same YAML as PyYAML reads it, which most of the neighbours use: dates and the like would be no texts there. */
export function asPython(texts: readonly string[]): Found[] {
  const program = 'import json,sys,yaml\nprint(json.dumps([yaml.safe_load(t) for t in json.load(sys.stdin)]))'
  const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', program], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
  })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

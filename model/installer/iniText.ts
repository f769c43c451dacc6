import { fold } from '../machine/names.ts'

/** Texts of .ini files: sections and keys have no case. Knows no file. */

/** The value of a key, or undefined. */
export function iniValue(text: string, section: string, key: string): string | undefined {
  const lines = text.split(/\r?\n/)
  const start = lines.findIndex(line => same(line, `[${section}]`))
  if (start < 0) return undefined
  const rest = lines.slice(start + 1)
  const next = rest.findIndex(line => line.trim().startsWith('['))
  const row = (next < 0 ? rest : rest.slice(0, next)).find(line => isOf(line, key))
  return row?.slice(row.indexOf('=') + 1).trim()
}

/** With one value written or, without a value, taken away; a section that has lost its last key goes too. */
export function withIniValue(text: string, section: string, key: string, value: string | undefined): string {
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
  const start = lines.findIndex(line => same(line, `[${section}]`))
  if (start < 0) return value === undefined ? text : joined([...lines, `[${section}]`, `${key}=${value}`])
  const next = lines.findIndex((line, i) => i > start && line.trim().startsWith('['))
  const end = next < 0 ? lines.length : next
  const body = lines.slice(start + 1, end)
  const at = body.findIndex(line => isOf(line, key))
  if (at < 0 && value === undefined) return text
  const row = value === undefined ? [] : [`${key}=${value}`]
  const rest = at < 0 ? [...body, ...row] : [...body.slice(0, at), ...row, ...body.slice(at + 1)]
  const kept = rest.some(line => line.includes('=')) ? [lines[start]!, ...rest] : []
  return joined([...lines.slice(0, start), ...kept, ...lines.slice(end)])
}

const isOf = (line: string, key: string): boolean => line.includes('=') && same(line.slice(0, line.indexOf('=')), key)

const same = (a: string, b: string): boolean => fold(a.trim()) === fold(b)

const joined = (lines: readonly string[]): string => lines.map(line => `${line}\r\n`).join('')

import { withoutEnd } from '../../../../model/words/ends.ts'
import { lower } from '../../../../model/words/letters.ts'
import type { FileBudget } from '../../read/budget.ts'
import { dataOfBytes, type ExportedValue, foldKey, type RegistryExport } from '../registry.ts'
import { type Form, type PrintedLine, pathTyped } from './form.ts'

/** What `reg query` prints on both systems. Does not know what a key is for. */

const KEY = /^HKEY_[A-Z_]+(?:\\.*)?$/
/** A name, its type and its data, with tabs between them on Server 2003 and blanks on Server 2008. */
const TYPE = /(?:\t| {4})(REG_[A-Z_]+)(?:\t| {4}|$)/
const INDENT = '    '
/** What stands for a name that is empty, on the one and on the other. */
const NO_NAME: readonly string[] = ['(default)', '<no name>']
const QUERY = /^reg(?:\.exe)? query /i
const WITH_ALL_BELOW = /\s\/s\b/i
const ONE_VALUE = /\s\/(?:v|ve|f)\b/i
const FAILED = /^ERROR: /

export function registryForm(file: FileBudget): Form & { readonly found: () => RegistryExport } {
  const keys = new Map<string, number>()
  const values: ExportedValue[] = []
  const whole = new Set<string>()
  let key: string | undefined

  const note = (folded: string, { line }: PrintedLine): void => {
    if (file.keep('keys') && !keys.has(folded)) keys.set(folded, line)
  }

  return {
    take(row, typed) {
      const text = row.text.trimEnd()
      const asked = QUERY.test(typed) && !ONE_VALUE.test(typed) ? keyTyped(typed) : undefined
      if (KEY.test(text)) {
        key = text
        const folded = foldKey(key)
        note(folded, row)
        // Keys below the one that was asked for are only named.
        if (asked !== undefined && (folded === asked || WITH_ALL_BELOW.test(typed))) whole.add(folded)
        return true
      }
      if (asked !== undefined && FAILED.test(text)) {
        whole.add(asked)
        return true
      }
      const value = key !== undefined && text.startsWith(INDENT) ? valueIn(text.slice(INDENT.length)) : undefined
      if (key === undefined || !value) return false
      if (file.keep('values')) values.push({ line: row.line, key, text: text.trim(), ...value })
      return true
    },
    end() {
      key = undefined
    },
    found: () => ({ keys, values, whole: [...whole] }),
  }
}

/** The first word behind `query`, which may be in quotation marks. */
const keyTyped = (typed: string): string =>
  foldKey((typed.includes('"') ? pathTyped(typed) : typed.split(' ')[2]) ?? '')

type Value = Pick<ExportedValue, 'name' | 'type' | 'data'>

function valueIn(text: string): Value | undefined {
  const found = TYPE.exec(text)
  if (!found) return undefined
  const written = text.slice(0, found.index)
  // A window made more blanks of a tab.
  const name = written.endsWith('  ') ? withoutEnd(written, ' ') : written
  const data = text.slice(found.index + found[0].length)
  return { name: NO_NAME.includes(lower(name)) ? '' : name, ...dataOf(found[1]!, data) }
}

function dataOf(type: string, words: string): Omit<Value, 'name'> {
  switch (type) {
    case 'REG_SZ':
      return { type: 'sz', data: words }
    case 'REG_EXPAND_SZ':
      return { type: 'expand-sz', data: words }
    case 'REG_MULTI_SZ':
      return {
        type: 'multi-sz',
        data: words
          .replace(/\\0\\0$/, '\\0')
          .replace(/\\0$/, '')
          .split('\\0'),
      }
    case 'REG_DWORD':
      return { type: 'dword', data: Number.parseInt(words, 16) || 0 }
    case 'REG_QWORD':
      return dataOfBytes(11, Buffer.from(words.replace(/^0x/i, '').padStart(16, '0'), 'hex').reverse())
    case 'REG_BINARY':
      return { type: 'binary', data: lower(words) }
    default:
      return { type: 'other', data: words }
  }
}

import { expect, test } from 'vitest'
import { rowOf } from './forms.ts'
import { saysOf } from './words.ts'

/** Lines and their forms: no name, number or path of a machine or a product is left. */
test.each([
  ['MSI (s) (18:F4) [12:02:17:888]: Executing op: FileCopy(SourceName=a.dll,,)', 's: Executing op: FileCopy'],
  [
    "MSI (c) (18!F4) [12:02:17:888]: PROPERTY CHANGE: Adding A property. Its value is 'b'.",
    'c: PROPERTY CHANGE: Adding',
  ],
  ['MSI (s) (18:F4) [12:02:17:888]: Note: 1: 2205 2:  3: Patch ', 's: Note: 2205'],
  ['MSI (s) (18:F4) [12:02:17:888]: Verifying accessibility of file: store.exe', 's: Verifying accessibility of file'],
  [
    "MSI (s) (18:F4) [12:02:17:888]: Product Code passed to 'x': {24B2C164-DE66-44FE-B468-A46D9D5E6B31} 12",
    's: Product Code passed to <text>: <guid> <n>',
  ],
  ['Action ended 12:02:17: CostFinalize. Return value 1.', 'Action ended. Return value 1'],
  ['Action ended 12:02:17: LaunchApplication. Return value 1631.', 'Action ended. Return value of a program'],
  ['Action 12:02:17: FileCost. Computing space requirements', 'Action: text'],
  ['Property(S): Manufacturer = Microsoft', 'Property'],
  ['=== Logging started: 8/27/2007  13:13:00 ===', '=== Logging started'],
  ['', 'blank'],
  ['somebody says so', 'text'],
])('%s', (line, form) => {
  expect(rowOf(line).form).toBe(form)
})

test('a prefix has a side, numbers and a time', () => {
  const { speaker, at } = rowOf('MSI (s) (18:F4) [00:01:02:003]: x')
  expect(speaker).toEqual({ side: 's', pid: 0x18, tid: 0xf4 })
  expect(at).toBe(62_003)
})

test.each([
  ['c: PATCH SEQUENCER: QFE patch <path> is applicable.', 'operation'],
  ['s: RESTART MANAGER: Session opened.', 'era'],
  ['s: Note: 2205', 'product'],
  ['s: Note: 2203', undefined],
  ['s: Doing action', undefined],
])('%s says %s', (form, kind) => {
  expect(saysOf(form)).toBe(kind)
})

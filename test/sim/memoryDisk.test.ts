import { describe, expect, test } from 'vitest'
import { INPUT_LIMITS } from '../../sim/limits.ts'
import { memoryDisk } from '../../sim/memoryDisk.ts'
import { readBytes } from '../../sim/readableFs.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const FILES = [
  { path: 'C/WINDOWS/Temp/a.log', bytes: bytes('first') },
  { path: '/C/b.txt', bytes: bytes('') },
]

describe('files in memory', () => {
  const disk = memoryDisk(FILES)

  test('lie in folders', () => {
    expect(disk.readdirSync('')).toEqual(['C'])
    expect(disk.readdirSync('C')).toEqual(['WINDOWS', 'b.txt'])
    expect(disk.statSync('C/WINDOWS').isDirectory()).toBe(true)
    expect(disk.statSync('C/b.txt').isFile()).toBe(true)
  })

  test('are read as files of a disk are', () => {
    const read = (path: string) => readBytes(disk, path, INPUT_LIMITS.scenario).toString()
    expect(read('C/WINDOWS/Temp/a.log')).toBe('first')
    expect(read('C/b.txt')).toBe('')
    expect(() => read('C/c.txt')).toThrow('there is no "C/c.txt"')
  })

  test('are not two in one place', () => {
    expect(() => memoryDisk([...FILES, { path: 'C//b.txt', bytes: bytes('x') }])).toThrow(RangeError)
    expect(() => memoryDisk([...FILES, { path: 'C/b.txt/c', bytes: bytes('x') }])).toThrow('is a file and a folder')
    expect(() => memoryDisk([...FILES, { path: 'C/WINDOWS', bytes: bytes('x') }])).toThrow('is a file and a folder')
  })
})

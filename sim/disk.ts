/** What a file system must answer to be read from. Knows none. */

/** As much of Node's `fs` as reading takes: the real one, or a memfs volume. */
export interface ReadableFs {
  readdirSync(path: string): readonly unknown[]
  statSync(path: string): FileStats
  realpathSync(path: string): unknown
  openSync(path: string, flags: number): number
  fstatSync(file: number): FileStats
  readSync(file: number, into: Uint8Array, offset: number, length: number, position: number | null): number
  closeSync(file: number): void
}

export interface FileStats {
  isDirectory(): boolean
  isFile(): boolean
  readonly size: number | bigint
}

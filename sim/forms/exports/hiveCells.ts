import { fileTime } from '../fileTime.ts'

/**
 * The cells of a registry hive in their bins. A bin is a multiple of 4096 bytes with a header of 32; a cell is a multiple
 * of 8 with its size in front, negative while it is in use, and never reaches over the end of its bin. Does not know
 * what a cell holds.
 */

const BIN = 4096
const BIN_HEADER = 32
const SIZE_FIELD = 4

export class CellWriter {
  private bytes = Buffer.alloc(64 * BIN)
  /** End of the last bin, and of what is taken in it. */
  private end = 0
  private next = 0

  /** Room for a cell with so many bytes of content. Returns the offset by which others refer to it. */
  take(content: number): number {
    const size = rounded(content + SIZE_FIELD, 8)
    if (this.end - this.next < size) this.newBin(size)
    const at = this.next
    this.bytes.writeInt32LE(-size, at)
    this.next += size
    return at
  }

  /** Fills a cell, whose content begins at `from`; what is not written is zero. */
  write(at: number, fill: (bytes: Buffer, from: number) => void): void {
    fill(this.bytes, at + SIZE_FIELD)
  }

  private newBin(cell: number): void {
    this.closeBin()
    const start = this.end
    const size = rounded(BIN_HEADER + cell, BIN)
    this.end = start + size
    this.next = start + BIN_HEADER
    this.grow()
    this.bytes.write('hbin', start, 'latin1')
    this.bytes.writeUInt32LE(start, start + 4)
    this.bytes.writeUInt32LE(size, start + 8)
  }

  /** What is left of a bin is one free cell. */
  private closeBin(): void {
    if (this.next < this.end) this.bytes.writeInt32LE(this.end - this.next, this.next)
    this.next = this.end
  }

  private grow(): void {
    if (this.end <= this.bytes.length) return
    const larger = Buffer.alloc(Math.max(this.end, this.bytes.length * 2))
    this.bytes.copy(larger)
    this.bytes = larger
  }

  /** The whole hive: header and bins. */
  finish(root: number, time: number, fileName: string): Uint8Array {
    this.closeBin()
    const bins = this.bytes.subarray(0, this.end)
    // Only the first bin has a time.
    bins.writeBigUInt64LE(fileTime(time), 20)
    return Buffer.concat([header(root, this.end, time, fileName), bins])
  }
}

const rounded = (size: number, unit: number): number => Math.ceil(size / unit) * unit

const HEADER = 4096
/** Characters of the path that the header has room for. */
const NAME_LENGTH = 31
const CHECKED = 508

function header(root: number, size: number, time: number, fileName: string): Buffer {
  const bytes = Buffer.alloc(HEADER)
  bytes.write('regf', 0, 'latin1')
  // Both sequence numbers the same: written as a whole.
  bytes.writeUInt32LE(1, 4)
  bytes.writeUInt32LE(1, 8)
  bytes.writeBigUInt64LE(fileTime(time), 12)
  bytes.writeUInt32LE(1, 20)
  bytes.writeUInt32LE(3, 24)
  bytes.writeUInt32LE(1, 32)
  bytes.writeUInt32LE(root, 36)
  bytes.writeUInt32LE(size, 40)
  bytes.writeUInt32LE(1, 44)
  bytes.write(fileName.slice(-NAME_LENGTH), 48, 'utf16le')
  bytes.writeUInt32LE(checksum(bytes), CHECKED)
  return bytes
}

/** All words before it, combined by XOR; 0 and -1 are not used. */
function checksum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < CHECKED; at += 4) sum ^= bytes.readUInt32LE(at)
  if (sum === 0) return 1
  return sum === -1 ? 0xffff_fffe : sum >>> 0
}

import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { forTerminal, told } from '../../sim/foreign/terminal.ts'
import type { Format } from '../../sim/pipeline/formats/format.ts'
import { EXIT, Stop } from '../exit.ts'
import { cutPassage, pass, print, ReaderGone } from '../output.ts'
import { atPlace, isPlaceTrouble, wordsFor } from '../place.ts'
import { Batched, type Sink } from './batched.ts'
import { type Destination, Tally, Undeliverable } from './destination.ts'

/** Records that stay on this machine: stdout, and a file that is made for them. Does not know what they say. */

export function toStdout(format: Format): Destination {
  return process.stdout.isTTY ? toTerminal() : toPipe(format)
}

function toPipe(format: Format): Destination {
  const tally = new Tally()
  const sink: Sink = {
    async write(bytes, records) {
      try {
        await pass(bytes)
      } catch (error) {
        if (error instanceof ReaderGone) {
          tally.lose(records, 'on their way when the reader went')
          throw new Undeliverable(told`whoever read stdout has gone`)
        }
        if (error instanceof Stop) throw new Undeliverable(error.message, error.code)
        throw error
      }
      tally.delivered += records
    },
    async close() {},
    abandon: cutPassage,
  }
  return new Batched(sink, format, tally)
}

/** A terminal is shown what steers it as codes. */
function toTerminal(): Destination {
  const tally = new Tally()
  return {
    tally,
    take(text) {
      print(forTerminal(text))
      tally.delivered++
      return undefined
    },
    async flush() {},
    async end() {},
    abandon() {},
  }
}

/** @throws Stop where something stands there already, or it cannot be made */
export function toFile(path: string, format: Pick<Format, 'encoding' | 'lineEnd' | 'opening'>): Destination {
  const file = openNew(path)
  const tally = new Tally()
  let open = true
  const close = (): void => {
    if (open) closeSync(file)
    open = false
  }
  const sink: Sink = {
    async write(bytes, records) {
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      } catch (error) {
        if (!isPlaceTrouble(error)) throw error
        throw new Undeliverable(told`cannot write ${path}: ${wordsFor(error)}`, EXIT.unusable)
      }
      tally.delivered += records
    },
    close: async () => close(),
    abandon: close,
  }
  return new Batched(sink, format, tally)
}

/** A device takes what comes; anything else that stands there is somebody's. */
function openNew(path: string): number {
  return atPlace(told`cannot write ${path}`, () => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat && !stat.isCharacterDevice()) {
      throw new Stop(EXIT.unusable, told`${path} is there already; nothing was written`)
    }
    return openSync(path, stat ? 'w' : 'wx')
  })
}

import { describe, expect, test } from 'vitest'
import type { Recorder } from '../../../sim/server/recorder.ts'
import { server } from '../prompt/helpers.ts'

/** What is drawn under a name belongs to it: whatever else happens on the server, before it or in the midst of it. */
interface Told {
  readonly numbers: readonly number[]
  /** How long the same piece of work takes, in milliseconds. */
  readonly took: number
}

/** Draws under a name, waits for what may be due, works and draws again. */
function told(recorder: Recorder, name: string): Told {
  recorder.begin(name)
  const first = recorder.draw('what', 1_000_000)
  recorder.wait(3_000)
  const from = recorder.machine.now
  recorder.spend(100_000)
  const took = recorder.machine.now - from
  return { numbers: [first, recorder.draw('what', 1_000_000), recorder.processId('msiexec.exe')], took }
}

const alone = told(server().recorder, 'call')

describe('what is drawn under a name', () => {
  test('is the same after something else', () => {
    const { recorder } = server()
    told(recorder, 'another')
    expect(told(recorder, 'call')).toEqual(alone)
  })

  test('is the same around something that was due', () => {
    const { recorder } = server()
    recorder.begin('another')
    const due = recorder.machine.now + 1_000
    let happened = 0
    recorder.schedule(due, () => {
      recorder.spend(500)
      happened = recorder.draw('what', 1_000_000)
    })
    expect(told(recorder, 'call')).toEqual(alone)
    const { recorder: other } = server()
    other.begin('another')
    expect(happened).toBe(other.draw('what', 1_000_000))
  })

  test('is another one each time', () => {
    const { recorder } = server()
    const [one, again] = [told(recorder, 'call'), told(recorder, 'call')]
    expect(one).toEqual(alone)
    expect(again).not.toEqual(one)
    expect(new Set([...one.numbers.slice(0, 2), ...again.numbers.slice(0, 2)]).size).toBe(4)
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandLine, mutated } from '../../../library/arbitraries/commandLines.ts'
import { clone, type Writable } from '../../../model/machine/apply.ts'
import { fold } from '../../../model/machine/names.ts'
import { openPrompt } from '../../../sim/prompt/prompt.ts'
import { sourceOf } from '../../../sim/server/random.ts'
import { newRecorder } from '../../../sim/server/recorder.ts'
import { server } from './helpers.ts'

const before = server().recorder.machine

function session(lines: readonly string[]): { machine: Writable; results: unknown[] } {
  const recorder = newRecorder(clone(before), sourceOf('fuzz'))
  let runs = 0
  const prompt = openPrompt(recorder, call => call.call(runs++))
  return { machine: recorder.machine, results: lines.map(text => prompt.run(text)) }
}

test('no line throws, whatever was typed before it', () => {
  fc.assert(
    fc.property(fc.array(commandLine, { minLength: 1, maxLength: 5 }), lines => {
      for (const result of session(lines).results) {
        expect(result).toEqual({ exitCode: expect.any(Number), output: expect.any(Array) })
      }
    }),
    { numRuns: 400 },
  )
})

test('whatever was typed, every file has its folder and every value its key', () => {
  fc.assert(
    fc.property(fc.array(commandLine, { minLength: 1, maxLength: 5 }), lines => {
      const { machine } = session(lines)
      for (const { path } of machine.files.values()) {
        const parent = path.slice(0, path.lastIndexOf('\\'))
        if (path.includes('\\')) expect([path, machine.files.get(fold(parent))?.folder]).toEqual([path, true])
        else expect(path).toMatch(/^[A-Z]:$/)
      }
      for (const service of machine.services.values()) {
        expect(service.pid === undefined).toBe(service.state === 'stopped')
      }
    }),
    { numRuns: 100 },
  )
})

test('the same lines print the same', () => {
  fc.assert(
    fc.property(fc.array(mutated, { minLength: 1, maxLength: 4 }), lines => {
      expect(session(lines).results).toEqual(session(lines).results)
    }),
    { numRuns: 40 },
  )
})

import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../../sim/diagnosis/evidence.ts'
import { parseSetupLog } from '../../../sim/diagnosis/parse/setupLog.ts'

/** ExchangeSetup.log: which error counts, and what is told of it. */

const at = (text: string): string => `[03/11/2021 16:01:24.0362] [1] ${text}`
const FIRST = at("[ERROR] Service 'MSExchangeServiceHost' cannot be started.")
const REFERENCE = at('[ERROR-REFERENCE] Id=BridgeheadRoleSetterComponent')
const FAILED = at("The Exchange Server setup operation didn't complete.  More details can be found in the log.")
const DONE = at('The Exchange Server setup operation completed successfully.')
const RUN = [at('Processing component'), FIRST, '   at System.ServiceProcess', at('[ERROR] It is disabled.'), REFERENCE]

describe('the error that counts', () => {
  test('is the first of its run, with what belongs to it', () => {
    expect(parseSetupLog([...RUN, at('[ERROR] Another'), FAILED])).toEqual({
      line: 2,
      text: FIRST,
      body: "Service 'MSExchangeServiceHost' cannot be started. at System.ServiceProcess It is disabled.",
    })
  })

  test('is of the last run: what went well since leaves none', () => {
    expect(parseSetupLog([...RUN, FAILED, at('Begins'), DONE])).toBeUndefined()
    expect(parseSetupLog([DONE, ...RUN, FAILED])?.line).toBe(3)
    expect(parseSetupLog([...RUN, FAILED, at('Begins'), at('[ERROR] Other'), FAILED])?.body).toBe('Other')
    expect(parseSetupLog([...RUN, FAILED, at('Begins')])).toBeUndefined()
  })

  test('ends where something else is said', () => {
    expect(parseSetupLog([FIRST, at('Ending processing')])?.body).toBe(
      "Service 'MSExchangeServiceHost' cannot be started.",
    )
  })

  test('is as long as a person reads', () => {
    const { body } = parseSetupLog([at(`[ERROR] ${'x'.repeat(100_000)}`), ...Array(10_000).fill('y')])!
    expect(body.length).toBeLessThan(4100)
  })
})

test('is what failed first, whatever the file is called, with the code that it names', () => {
  const text = [
    at('Installing'),
    at(
      '[ERROR] Installing product F:\\EXCHANGESERVER.msi failed. Another installation is already in progress. Complete that installation before proceeding with this install. Error code is 1618.',
    ),
    FAILED,
  ]
  const { failures, findings } = diagnose(evidenceFrom([{ path: 'a.txt', bytes: Buffer.from(text.join('\r\n')) }]))
  expect(failures).toMatchObject([{ path: 'a.txt', line: 2, code: 1618 }])
  expect(findings.map(({ cause }) => cause)).toEqual(['install-in-progress'])
})

import { z } from 'zod'
import { readJson } from '../bundle/json.ts'
import type { Claim } from '../diagnosis/findings.ts'
import type { Answered, Said } from './answers.ts'
import type { Scored } from './score.ts'

/** What a program of somebody's prints of a folder, as claims. Does not know how it was started. */

const share = z.number().min(0).max(1)

const answerSchema = z
  .looseObject({
    causes: z.exactOptional(z.array(z.string())),
    findings: z.exactOptional(
      z.array(
        z.looseObject({
          cause: z.string(),
          confidence: z.exactOptional(share),
          role: z.exactOptional(z.enum(['fault', 'state'])),
        }),
      ),
    ),
  })
  .refine(({ causes, findings }) => (causes === undefined) !== (findings === undefined), {
    message: 'either `causes` or `findings`',
  })

/** Most likely first, as it prints them. A cause that it names twice is one claim. */
export function saidIn(stdout: string): Said {
  const read = readJson(answerSchema, stdout)
  if ('trouble' in read) return { claims: [], signs: [], trouble: `what it prints ${read.trouble}` }
  const { causes = [], findings = causes.map(cause => ({ cause })) } = read.value
  const claims = findings.map(({ cause, confidence = 1, role = 'fault' }: Finding) => ({
    rule: cause,
    cause,
    role,
    state: 'open' as const,
    confidence,
  }))
  const first = new Map<string, Claim>()
  for (const claim of claims) if (!first.has(claim.cause)) first.set(claim.cause, claim)
  return { claims: [...first.values()], signs: [] }
}

type Finding = NonNullable<z.output<typeof answerSchema>['findings']>[number]

/**
 * Nobody knows its rules: it has one for each cause that it names, or should have named. What it never calls anything but a
 * state is one.
 */
export function rulesBehind(answers: readonly Answered[]): Scored[] {
  const claims = answers.flatMap(({ claims }) => claims)
  const faults = new Set(claims.filter(({ role }) => role === 'fault').map(({ cause }) => cause))
  const states = new Set(claims.map(({ cause }) => cause).filter(cause => !faults.has(cause)))
  const causes = new Set([...faults, ...states, ...answers.flatMap(({ answer }) => answer.causes)])
  return [...causes].sort().map(cause => ({ id: cause, cause, role: states.has(cause) ? 'state' : 'fault', signs: {} }))
}

import type { Reporter, TestModule } from 'vitest/node'

/**
 * Tells at the end of a run which tests were passed over and why, one line for each reason. It knows only the reasons that
 * `needs.ts` gave: a test that a filter on the command line left out was not passed over.
 */
export default class PassedOver implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const reasons = modules.flatMap(module =>
      [...module.children.allTests('skipped')].map(test => test.meta().passedOver),
    )
    for (const line of told(reasons)) console.log(line)
  }
}

/** `passed over 14 tests: real logs not beside the project`, in the order of the alphabet. */
export function told(reasons: readonly (string | undefined)[]): readonly string[] {
  const given = reasons.filter(reason => reason !== undefined)
  return [...new Set(given)].sort().map(reason => {
    const count = given.filter(other => other === reason).length
    return `passed over ${count} ${count === 1 ? 'test' : 'tests'}: ${reason}`
  })
}

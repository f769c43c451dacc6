import { page, type Shown } from '../../foreign/terminal.ts'
import { escaped } from '../../forms/cliXml.ts'
import { groupedBy } from '../../grouped.ts'
import { type Case, hasFailed } from '../checks.ts'

/**
 * Cases as JUnit writes them, in the form that Jenkins and GitLab read. No times: the same test gives the same bytes. Does not
 * know what was tested.
 * @param title of the whole
 */
export function junitOf(title: string, checks: readonly Case[]): Shown {
  const suites = [...groupedBy(checks, ({ group }) => group)].flatMap(([name, own]) => [
    `  <testsuite${attributes({ name, ...counts(own), skipped: own.filter(isSkipped).length })}>`,
    ...own.flatMap(caseOf),
    '  </testsuite>',
  ])
  const whole = attributes({ name: title, ...counts(checks) })
  // A control has no way into XML; as it is shown, it has.
  return page(['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${whole}>`, ...suites, '</testsuites>'].join('\n'))
}

const isSkipped = ({ skipped }: Case): boolean => skipped !== undefined

const isError = (check: Case): boolean => hasFailed(check) && check.failures.length === 0

const counts = (checks: readonly Case[]) => ({
  tests: checks.length,
  failures: checks.filter(check => hasFailed(check) && !isError(check)).length,
  errors: checks.filter(isError).length,
})

function caseOf(check: Case): string[] {
  const { group, name, skipped, failures, errors = [] } = check
  const head = `    <testcase${attributes({ classname: group, name })}`
  if (skipped !== undefined)
    return [`${head}>`, `      <skipped${attributes({ message: skipped })}/>`, '    </testcase>']
  if (!hasFailed(check)) return [`${head}/>`]
  const texts = [...failures, ...errors]
  const kind = isError(check) ? 'error' : 'failure'
  const body = escaped(texts.join('\n'))
  return [
    `${head}>`,
    `      <${kind}${attributes({ message: texts[0]!, type: kind })}>${body}</${kind}>`,
    '    </testcase>',
  ]
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll('\n', ' ')}"`)
    .join('')

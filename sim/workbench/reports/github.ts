import { inLines, type Shown, told } from '../../foreign/terminal.ts'
import { type Check, hasFailed } from '../checks.ts'

/**
 * Cases as commands of a GitHub workflow: each that failed stands beside the rule that it is about. Does not know where rules
 * come from: it is told where one stands.
 */

export interface Standing {
  readonly file: string
  readonly line: number
}

/** Undefined of a rule that stands in no file of the user's. */
export type Where = (rule: string) => Standing | undefined

export function githubOf(checks: readonly Check[], where: Where): Shown {
  const failed = checks.filter(hasFailed)
  const end = `${checks.length - failed.length} of ${checks.length} cases passed`
  return inLines([...failed.flatMap(check => errorsOf(check, where)), told`::notice title=lab1603 rules test::${end}`])
}

/** One for each rule that stands somewhere, and otherwise one that stands nowhere. */
function errorsOf({ group, name, failures, errors = [], rules }: Check, where: Where): Shown[] {
  const [first, ...others] = [...failures, ...errors]
  const message = data(others.length === 0 ? first! : `${first} (and ${others.length} more)`)
  const title = property(`${group}: ${name}`)
  const places = rules.flatMap(rule => where(rule) ?? [])
  return (places.length === 0 ? [undefined] : places).map(place => {
    const at = place ? `file=${property(place.file)},line=${place.line},` : ''
    return told`::error ${at}title=${title}::${message}`
  })
}

/** As the toolkit of GitHub's actions writes it, so that no text ends the command. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

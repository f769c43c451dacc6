import { lower } from '../../../model/words/letters.ts'
import { word } from '../../foreign/commandLine.ts'

/**
 * Which product a text speaks of, and whether that is Exchange Server 2007. Source: names, codes and versions in
 * exchange-2007.md 1. Knows nothing of what went wrong with it.
 */

/** Of every level of Exchange Server 2007. */
export const PRODUCT_CODE = word`{24B2C164-DE66-44FE-B468-A46D9D5E6B31}`

const LABEL = 'Product: '

const NAME_BEFORE = [' -- ', ' - Update '] as const

/**
 * The product that a result names, as it is written there: `Product: X -- text`, `X - Update 'Y' could not ...`,
 * `Product: X. Text`, `... Product Name: X. Product Version: ...`.
 */
export function productNamed(text: string): string | undefined {
  const told = between(text, 'Product Name: ', '. Product Version: ')
  if (told !== undefined) return told
  const labelled = text.startsWith(LABEL)
  const rest = labelled ? text.slice(LABEL.length) : text
  const ends = NAME_BEFORE.map(words => rest.indexOf(words)).filter(at => at > 0)
  if (ends.length > 0) return rest.slice(0, Math.min(...ends))
  const end = labelled ? rest.indexOf('. ') : -1
  return end > 0 ? rest.slice(0, end) : undefined
}

/** The version in a result that has one. */
export const versionNamed = (text: string): string | undefined => /\. Product Version: (\d+(?:\.\d+)+)/.exec(text)?.[1]

function between(text: string, before: string, behind: string): string | undefined {
  const from = text.indexOf(before)
  const to = from < 0 ? -1 : text.indexOf(behind, from)
  return to < 0 ? undefined : text.slice(from + before.length, to)
}

/** What is known of a product; each as somebody writes it. */
export interface Identity {
  readonly name?: string | undefined
  readonly code?: string | undefined
  readonly version?: string | undefined
  /** Names of updates and paths of packages. */
  readonly updates?: readonly string[]
}

/** The installer's name for every Exchange Server from 2007 on. */
const FAMILY = 'microsoft exchange server'

const OURS = /Exchange Server 2007|Exchange2007-/i
const OTHERS = /Exchange Server (?:20(?:0[0-68-9]|[1-9]\d)|Subscription Edition)|Exchange20(?:0[0-68-9]|[1-9]\d)/i

/** Whether it is Exchange Server 2007; undefined where nothing tells. */
export function isExchange2007({ name, code, version, updates = [] }: Identity): boolean | undefined {
  if (code !== undefined) return lower(code) === lower(PRODUCT_CODE)
  if (name !== undefined && !lower(name).startsWith(FAMILY)) return false
  const texts = [name ?? '', ...updates]
  if (texts.some(text => OURS.test(text))) return true
  if (texts.some(text => OTHERS.test(text))) return false
  return name === undefined || version === undefined ? undefined : version.startsWith('8.')
}

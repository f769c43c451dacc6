import { ACTION_TEXT } from '../../../model/words/actionText.ts'
import { EVENT_LOG_EVENTS, KERNEL_EVENTS, SHUTDOWN_EVENTS } from '../../../model/words/bootEvents.ts'
import { CANNOT_EXECUTE, LINE_TOO_LONG, SYNTAX_INCORRECT } from '../../../model/words/commandPrompt.ts'
import { DAILY_EVENTS } from '../../../model/words/dailyEvents.ts'
import {
  COMPONENT_EVENTS,
  CONTROL_MANAGER_EVENTS,
  INSTALLER_EVENTS,
  OWA_EVENTS,
  RESTART_MANAGER_EVENTS,
  UPDATE_CLIENT_EVENTS,
} from '../../../model/words/events.ts'
import { LINES } from '../../../model/words/logLines.ts'
import { INTERNAL_MESSAGES, MESSAGES, UNEXPECTED_ERROR } from '../../../model/words/messages.ts'
import { NET_MESSAGES } from '../../../model/words/netMessages.ts'
import { POWERSHELL_ERRORS } from '../../../model/words/powershell.ts'
import { RETURN_VALUES } from '../../../model/words/returnValues.ts'
import { SERVICE_NAMES } from '../../../model/words/serviceNames.ts'
import { START_TYPES } from '../../../model/words/startTypes.ts'
import { STORAGE_CODES } from '../../../model/words/storageCodes.ts'
import { RETURN_CODES, SYSTEM_ERRORS } from '../../../model/words/systemErrors.ts'
import { TABLE_QUERIES } from '../../../model/words/tableQueries.ts'
import { NOT_OFFERED } from '../../../model/words/updateClient.ts'
import type { Row } from '../../../model/words/wording.ts'

/** Every table of model/words by name: a test that adds one here sees all of its rows. */
const TABLES: Readonly<Record<string, Readonly<Record<string | number, Row>>>> = {
  SYSTEM_ERRORS,
  RETURN_CODES,
  STORAGE_CODES,
  RETURN_VALUES,
  MESSAGES,
  INTERNAL_MESSAGES,
  INSTALLER_EVENTS,
  CONTROL_MANAGER_EVENTS,
  RESTART_MANAGER_EVENTS,
  UPDATE_CLIENT_EVENTS,
  COMPONENT_EVENTS,
  EVENT_LOG_EVENTS,
  SHUTDOWN_EVENTS,
  KERNEL_EVENTS,
  OWA_EVENTS,
  ...Object.fromEntries(DAILY_EVENTS.map(([[source], rows]) => [source, rows])),
  LINES,
  TABLE_QUERIES,
  POWERSHELL_ERRORS,
  NET_MESSAGES,
  SERVICE_NAMES,
  others: { SYNTAX_INCORRECT, LINE_TOO_LONG, CANNOT_EXECUTE, NOT_OFFERED, UNEXPECTED_ERROR },
}

export const everyRow = (): (readonly [name: string, row: Row])[] =>
  Object.entries(TABLES).flatMap(([table, rows]) =>
    Object.entries(rows).map(([key, row]) => [`${table} ${key}`, row] as const),
  )

export function everyText(): string[] {
  const actions = Object.values(ACTION_TEXT).flatMap(({ description, template }) => [description, template ?? ''])
  return [...everyRow().flatMap(([, row]) => [row.text, row.on2003?.text ?? '']), ...actions]
}

/** Texts and names that are too short to be told by their words, and are said by themselves. */
export function shortTexts(): string[] {
  const errors = [...Object.values(SYSTEM_ERRORS), ...Object.values(RETURN_CODES)].map(({ text }) => text)
  const starts = Object.values(START_TYPES)
    .flatMap(({ event, sc }) => [event, sc])
    .filter(name => /[ _]/.test(name))
  return [...errors, ...starts].map(text => text.replace(/\.$/, ''))
}

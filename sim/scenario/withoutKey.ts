import { readSource } from '../written/source.ts'

/**
 * A scenario without its answer key: the same servers and steps, to the byte of their evidence, and no word of what is wrong
 * with them. Comments are gone as well. Does not know what the rest says.
 */

/** What every scenario is called whose title must not tell. */
const NEUTRAL_TITLE = 'A server'

type Entry = Readonly<Record<string, unknown>>

interface Written extends Entry {
  readonly servers: readonly (Entry & { readonly change?: readonly Entry[] })[]
  readonly steps?: readonly Entry[]
}

/** As JSON, which is YAML. @param text of a scenario that can be loaded */
export function withoutAnswerKey(text: string): string {
  const { causes: _causes, sources: _sources, expect: _expect, ...told } = readSource(text).data as Written
  const servers = told.servers.map(server => ({ ...server, ...(server.change && { change: server.change.map(bare) }) }))
  return JSON.stringify({ ...told, title: NEUTRAL_TITLE, servers, ...(told.steps && { steps: told.steps.map(bare) }) })
}

const bare = ({ cause: _, ...entry }: Entry): Entry => entry

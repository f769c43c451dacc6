import { lower } from '../../../../model/words/letters.ts'
import { groupedBy } from '../../../grouped.ts'
import type { Evidence, Read } from '../../evidence.ts'
import { once } from '../../once.ts'
import { parseLocalTime } from '../../parse/events.ts'
import type { ListedEntry, ListedFolder } from '../../parse/printed/dir.ts'
import type { ExportedValue } from '../../parse/registry.ts'
import { byVersion } from '../../paths.ts'
import { successesOf } from '../../situation.ts'
import type { Observed } from '../kinds.ts'
import { dayIn } from './day.ts'
import { distinctExports } from './registries.ts'

/**
 * What only a comparison shows: a package that the registry names and its folder does not have, a patch that is listed and
 * nowhere described, a file of Outlook Web Access that somebody made his own. Does not know what follows.
 */

export function* fromCompared(evidence: Evidence): Generator<Observed> {
  const folders = new Folders(evidence)
  yield* cachedCopies(evidence, folders)
  yield* customised(folders, new Set(successesOf(evidence).flatMap(({ time }) => daysAround(time))))
  for (const { path, values } of distinctExports(evidence)) yield* registeredPatches(path, values)
}

/** Values by their names, folded. */
type Named = ReadonlyMap<string, readonly ExportedValue[]>

const namedIn = once((values: readonly ExportedValue[]): Named => groupedBy(values, ({ name }) => lower(name)))

/** Listings by the place that they show. */
class Folders {
  readonly #byPlace: ReadonlyMap<string, Read<ListedFolder>[]>

  constructor({ printed }: Evidence) {
    const all = printed.flatMap(({ path, folders }) => folders.map(folder => ({ path, ...folder })))
    this.#byPlace = groupedBy(all, ({ place }) => lower(place))
  }

  /** One of each place. */
  all(): Read<ListedFolder>[] {
    return [...this.#byPlace.values()].map(([first]) => first!)
  }

  /** A file as a listing of its folder has it; null: it is not there. Unknown where no such listing shows everything. */
  entry(place: string): ListedEntry | null | undefined {
    const at = place.lastIndexOf('\\')
    const listed = this.#byPlace.get(lower(place.slice(0, at))) ?? []
    const name = lower(place.slice(at + 1))
    const found = listed.flatMap(({ entries }) => entries).find(entry => lower(entry.name) === name)
    return found ?? (listed.some(({ whole }) => whole.files) ? null : undefined)
  }
}

// ---------------------------------------------------------------------------------------------------- cached packages

const COPY = /\\Installer\\UserData\\[\w-]{1,99}\\(Patches|Products)\\([0-9A-F]{32})(?:\\InstallProperties)?$/i
const SOURCE = /\\Installer\\(?:Patches|Products)\\([0-9A-F]{32})\\SourceList$/i

/** What the registry says of the copies that the installer keeps, and whether they are there. */
function* cachedCopies(evidence: Evidence, folders: Folders): Generator<Observed> {
  for (const { path, values } of distinctExports(evidence)) {
    const named = namedIn(values)
    const packages = packageNames(named)
    const installed = installDays(named)
    for (const { key, data, line, text } of named.get('localpackage') ?? []) {
      const [, kind, code] = COPY.exec(key) ?? []
      if (kind === undefined || code === undefined || typeof data !== 'string') continue
      const [original, entry] = [packages.get(lower(code)), folders.entry(data)]
      const since = installed.get(lower(code))
      const dated = entry?.modified === undefined || since === undefined ? undefined : dayOf(entry)
      yield {
        kind: 'cached-copy',
        path,
        line,
        text,
        what: lower(kind) === 'patches' ? 'patch' : 'product',
        missing: data,
        ...(original !== undefined && { package: original }),
        ...(entry !== undefined && { there: entry !== null }),
        // A day may lie between two clocks.
        ...(dated !== undefined && { touched: dated > since! + 1 }),
      }
    }
  }
}

/** Names of the original packages by the code in the form of the registry. */
function packageNames(named: Named): Map<string, string> {
  return new Map(
    (named.get('packagename') ?? []).flatMap(({ key, data }): [string, string][] => {
      const code = SOURCE.exec(key)?.[1]
      return code === undefined || typeof data !== 'string' ? [] : [[lower(code), data]]
    }),
  )
}

const PATCH_OF_PRODUCT = /\\Installer\\UserData\\[\w-]{1,99}\\Products\\[0-9A-F]{32}\\Patches\\([0-9A-F]{32})$/i

/** The days on which patches were installed, by their codes. */
function installDays(named: Named): Map<string, number> {
  return new Map(
    (named.get('installed') ?? []).flatMap(({ key, data }): [string, number][] => {
      const code = PATCH_OF_PRODUCT.exec(key)?.[1]
      if (code === undefined) return []
      const [, year, month, day] = (typeof data === 'string' && /^(\d{4})(\d\d)(\d\d)$/.exec(data)) || []
      const at = parseLocalTime(`${year}-${month}-${day}`)
      return at === undefined ? [] : [[lower(code), dayOf({ modified: at })]]
    }),
  )
}

const OF_PRODUCT = /\\Installer\\UserData\\[\w-]{1,99}\\Products\\[0-9A-F]{32}\\Patches$/i

/** The list of a product, against the entries of all patches; an export without any of them tells nothing. */
function* registeredPatches(path: string, values: readonly ExportedValue[]): Generator<Observed> {
  const keys = [...new Set(values.map(({ key }) => key))]
  const known = new Set(keys.flatMap(key => COPY.exec(key)?.slice(1, 3) ?? []).map(lower))
  if (known.size === 0) return
  for (const { key, data, line, text } of namedIn(values).get('allpatches') ?? []) {
    if (!OF_PRODUCT.test(key) || typeof data !== 'object') continue
    for (const code of data.filter(entry => entry !== '')) {
      yield { kind: 'registered-patch', path, line, text, code, known: known.has(lower(code)) }
    }
  }
}

// ------------------------------------------------------------------------------------------------- Outlook Web Access

const THEME = /\\owa\\(\d+(?:\.\d+){2,3})\\themes\\([^\\]+)$/i
const PAGES = /\\owa\\auth$/i
const LOGON = 'logon.aspx'
interface Theme {
  readonly name: string
  readonly version: string
  readonly folder: Read<ListedFolder>
}

/** Files that were changed after the rest of their folder was installed. */
function* customised(folders: Folders, installed: ReadonlySet<number>): Generator<Observed> {
  const themes = folders.all().flatMap((folder): Theme[] => {
    const [, version, name] = THEME.exec(folder.place) ?? []
    return version === undefined || name === undefined ? [] : [{ name: lower(name), version, folder }]
  })
  for (const folder of folders.all().filter(({ place }) => PAGES.test(place))) yield* editedLogon(folder, installed)
  for (const versions of groupedBy(themes, ({ name }) => name).values()) {
    yield* ofTheme(versions.sort((a, b) => byVersion(a.version, b.version)))
  }
}

/** Of versions in their order: what a version has for itself, and whether the newest has it, in which alone it works. */
function* ofTheme(versions: readonly Theme[]): Generator<Observed> {
  const newest = versions.at(-1)!.folder
  const sizes = new Map(newest.entries.map(({ name, size }) => [lower(name), size]))
  for (const { folder } of versions) {
    for (const entry of changedIn(folder)) {
      if (folder === newest) yield row(folder, entry)
      else if (newest.whole.files) yield { ...row(folder, entry), lost: sizes.get(lower(entry.name)) !== entry.size }
    }
  }
}

/**
 * A rollup brings some pages and not others: newer than all of them by a day is none of its. But whoever repairs the product
 * gets the pages that are missing, and no others.
 */
function* editedLogon(folder: Read<ListedFolder>, installed: ReadonlySet<number>): Generator<Observed> {
  const files = folder.entries.filter(entry => !entry.folder && entry.modified !== undefined)
  const logon = files.find(({ name }) => lower(name) === LOGON)
  const newest = Math.max(...files.filter(file => file !== logon).map(dayOf))
  if (logon && files.length > 1 && dayOf(logon) > newest && !installed.has(dayOf(logon))) yield row(folder, logon)
}

const dayOf = ({ modified = 0 }: Pick<ListedEntry, 'modified'>): number => dayIn(modified)

/** By a clock that may be of another zone. */
const daysAround = (time: number | undefined): number[] =>
  time === undefined ? [] : [-1, 0, 1].map(days => dayOf({ modified: time }) + days)

/** Newer by a day than most of the folder: they come with one installation. */
function changedIn({ entries }: ListedFolder): ListedEntry[] {
  const days = new Map<number, number>()
  const files = entries.filter(({ folder, modified }) => !folder && modified !== undefined)
  for (const file of files) days.set(dayOf(file), (days.get(dayOf(file)) ?? 0) + 1)
  const [common] = [...days].find(([, count]) => count > files.length / 2) ?? []
  return common === undefined ? [] : files.filter(file => dayOf(file) > common)
}

const row = ({ path, place }: Read<ListedFolder>, { line, text, name }: ListedEntry) =>
  ({ kind: 'customised', path, line, text, place: `${place}\\${name}`, name }) as const

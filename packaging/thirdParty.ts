import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library'
import type { Plugin } from 'rolldown'
import own from '../package.json' with { type: 'json' }
import lock from '../package-lock.json' with { type: 'json' }

/**
 * What is carried beside the bundled program: the licence texts of the packages whose code is in it, and a bill of
 * materials (CycloneDX 1.6). The same packages give the same bytes. Does not know of packages that only the build needs.
 */

export const LICENSES = 'THIRD-PARTY-LICENSES.txt'
export const BILL = 'sbom.cdx.json'

/** For builds that are packed together: each has `gather`, and the last one `write` beside it. */
export function thirdParty(): { readonly gather: Plugin; readonly write: Plugin } {
  const modules = new Set<string>()
  return {
    gather: {
      name: 'third-party-gather',
      generateBundle(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === 'chunk') for (const id of file.moduleIds) modules.add(id)
        }
      },
    },
    write: {
      name: 'third-party-write',
      generateBundle() {
        const packages = packagesOf([...modules])
        this.emitFile({ type: 'asset', fileName: LICENSES, source: licenseTexts(packages) })
        this.emitFile({ type: 'asset', fileName: BILL, source: billOf(packages) })
      },
    },
  }
}

// --------------------------------------------------------------------------------------------------------- packages

interface Package {
  /** From the project's folder: `node_modules/ink`. */
  readonly folder: string
  readonly about: PackageJson
}

interface PackageJson {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly author?: string | { readonly name: string }
  readonly dependencies?: Readonly<Record<string, string>>
}

/** The innermost: one package may lie inside another. */
const FOLDER = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/

/** A few lines that the bundler adds of its own. */
const RUNTIME = '\0rolldown/'

function packagesOf(modules: readonly string[]): readonly Package[] {
  const folders = modules.flatMap(id => (id.startsWith(RUNTIME) ? ['node_modules/rolldown'] : folderOf(id)))
  return [...new Set(folders)].sort().map(folder => ({ folder, about: aboutOf(folder) }))
}

function folderOf(id: string): readonly string[] {
  const folder = FOLDER.exec(id.replaceAll('\\', '/'))?.[0]
  if (folder === undefined) return []
  const path = relative('.', folder).replaceAll('\\', '/')
  return [path.slice(path.indexOf('node_modules/'))]
}

const aboutOf = (folder: string): PackageJson => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

// --------------------------------------------------------------------------------------------------------- licences

const TEXT = /^(?:licen[cs]e|copying|notice)/i
const SPDX = 'node_modules/spdx-license-list/licenses'
const RULE = '-'.repeat(80)

function licenseTexts(packages: readonly Package[]): string {
  return packages.map(one => `${RULE}\n${headOf(one.about)}\n${RULE}\n\n${licenseText(one)}\n`).join('\n')
}

function headOf({ name, version, license, author }: PackageJson): string {
  const by = typeof author === 'string' ? author : author?.name
  return [`${name} ${version}`, `License: ${license}`, ...(by === undefined ? [] : [`Author: ${by}`])].join('\n')
}

/** As the package has it; where it names its licence without the text, the text that SPDX keeps under that name. */
function licenseText({ folder, about }: Package): string {
  const files = readdirSync(folder).filter(name => TEXT.test(name))
  if (files.length > 0)
    return files
      .sort()
      .map(name => readFileSync(join(folder, name), 'utf8').trim())
      .join('\n\n')
  const text = JSON.parse(readFileSync(join(SPDX, `${about.license}.json`), 'utf8')).licenseText
  return `The package names its licence and has no text of it. This is the text of SPDX:\n\n${text.trim()}`
}

// ------------------------------------------------------------------------------------------------- bill of materials

const { Builders, Factories } = Contrib.FromNodePackageJson
const builder = new Builders.ComponentBuilder(
  new Factories.ExternalReferenceFactory(),
  new Contrib.License.Factories.LicenseFactory(refuse),
)

/** No package has an expression such as `MIT OR Apache-2.0` so far; one that has is carried as it is written. */
function refuse(expression: string): never {
  throw new Error(`nothing here reads the expression ${expression}`)
}

function billOf(packages: readonly Package[]): string {
  const components = packages.map(componentOf)
  const byName = new Map(packages.map(({ about }, i) => [about.name, components[i]!.bomRef]))
  const bom = new Models.Bom()
  bom.metadata.component = programOf(components)
  for (const [i, component] of components.entries()) {
    for (const name of Object.keys(packages[i]!.about.dependencies ?? {})) {
      if (byName.has(name)) component.dependencies.add(byName.get(name)!)
    }
    bom.components.add(component)
  }
  const json = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6))
  return `${json.serialize(bom, { sortLists: true, space: 2 })}\n`
}

/** This program holds the code of all of them. */
function programOf(components: readonly Models.Component[]): Models.Component {
  const program = builder.makeComponent(own, Enums.ComponentType.Application)!
  return named(
    program,
    components.map(({ bomRef }) => bomRef),
  )
}

function componentOf({ folder, about }: Package): Models.Component {
  const component = named(builder.makeComponent(about)!, [])
  const [method, digest] = integrityOf(folder).split('-')
  if (method !== 'sha512') throw new Error(`${folder}: package-lock.json has no SHA-512 of it`)
  component.hashes.set(Enums.HashAlgorithm['SHA-512'], Buffer.from(digest!, 'base64').toString('hex'))
  return component
}

function named(component: Models.Component, dependencies: readonly Models.BomRef[]): Models.Component {
  const group = component.group === undefined ? '' : `${encodeURIComponent(component.group)}/`
  component.purl = `pkg:npm/${group}${component.name}@${component.version}`
  component.bomRef.value = component.purl
  for (const dependency of dependencies) component.dependencies.add(dependency)
  return component
}

const LOCKED = new Map<string, object>(Object.entries(lock.packages))

const integrityOf = (folder: string): string => String(Object(LOCKED.get(folder)).integrity)

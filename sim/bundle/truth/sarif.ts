import { utf8 } from '../../forms/encode.ts'
import type { Encoding } from '../../forms/kinds.ts'
import type { Label } from '../schema.ts'
import type { LabelClass } from './labels.ts'
import { ruleOf } from './logpai.ts'

/**
 * `results.sarif`: the labels in SARIF 2.1.0, one result each, the class and the cause as its rule. Knows labels, and
 * no facts.
 */

export interface SarifArtifact {
  readonly path: string
  readonly encoding: Encoding
  readonly bytes: { readonly length: number }
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/** A result that is no failure has the level none. */
const LEVELS: Readonly<Record<LabelClass, { readonly kind: string; readonly level: string }>> = {
  cause: { kind: 'fail', level: 'error' },
  symptom: { kind: 'fail', level: 'warning' },
  consequence: { kind: 'fail', level: 'note' },
  herring: { kind: 'informational', level: 'none' },
}

const ENCODINGS = { 'utf-16le': 'UTF-16LE', 'utf-16be': 'UTF-16BE', 'utf-8': 'UTF-8', latin1: 'ISO-8859-1' } as const

export function sarifOf(labels: readonly Label[], artifacts: readonly SarifArtifact[], version: string): Uint8Array {
  const named = new Set(labels.map(label => label.artifact))
  const listed = artifacts.filter(({ path }) => named.has(path))
  const indexOf = new Map(listed.map(({ path }, index) => [path, index]))
  const rules = [...new Set(labels.map(ruleOf))].sort()
  const driver = { name: 'lab1603', semanticVersion: version, rules: rules.map(id => ({ id })) }
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        columnKind: 'utf16CodeUnits',
        artifacts: listed.map(artifactOf),
        results: labels.map(label => ({
          ruleId: ruleOf(label),
          ruleIndex: rules.indexOf(ruleOf(label)),
          ...LEVELS[label.class],
          message: { text: messageOf(label) },
          locations: [locationOf(label, indexOf.get(label.artifact))],
          partialFingerprints: { 'label/v1': label.id },
          ...(label.same.length > 0 && { properties: { same: label.same } }),
        })),
      },
    ],
  }
  return utf8(`${JSON.stringify(log, undefined, 1)}\n`)
}

function artifactOf({ path, encoding, bytes }: SarifArtifact): object {
  return {
    location: { uri: encodeURI(path) },
    length: bytes.length,
    ...(encoding === 'binary' ? { mimeType: 'application/octet-stream' } : { encoding: ENCODINGS[encoding] }),
  }
}

function messageOf({ class: meaning, cause, change }: Label): string {
  return [meaning, ...(cause === undefined ? [] : [`of ${cause}`]), ...(change ? [`(${change})`] : [])].join(' ')
}

/** Lines are regions; records and values, which have no lines, are logical locations inside the file. */
function locationOf({ artifact, selector }: Label, index: number | undefined): object {
  const artifactLocation = { uri: encodeURI(artifact), ...(index !== undefined && { index }) }
  switch (selector.type) {
    case 'text':
      return {
        physicalLocation: { artifactLocation, region: { startLine: selector.line, endLine: selector.endLine } },
      }
    case 'record':
      return {
        physicalLocation: { artifactLocation },
        logicalLocations: [{ name: String(selector.id), kind: 'record' }],
      }
    case 'registry':
      return {
        physicalLocation: { artifactLocation },
        logicalLocations: [
          { name: selector.value, fullyQualifiedName: `${selector.key}\\${selector.value}`, kind: 'value' },
        ],
      }
    default:
      return selector satisfies never
  }
}

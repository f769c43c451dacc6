import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { type Evidence, evidenceFrom, type RawFile, readEvidence } from '../../../sim/diagnosis/evidence.ts'
import type { Diagnosis, Finding } from '../../../sim/diagnosis/finding.ts'
import { decodeText, splitLines } from '../../../sim/diagnosis/parse/text.ts'

export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/diagnosis/${name}`, import.meta.url))

export const read = (...paths: string[]): Evidence => readEvidence(fs, paths)

/** Evidence from texts, by path. */
export function texts(files: Readonly<Record<string, string>>): Evidence {
  return evidenceFrom(Object.entries(files).map(([path, text]): RawFile => ({ path, bytes: Buffer.from(text) })))
}

/** The lines of a file as an editor numbers them. */
export const linesIn = (bytes: Uint8Array): string[] => splitLines(decodeText(bytes).text)

export const causes = ({ findings }: Diagnosis): string[] => findings.map(({ cause }) => cause)

export function finding(evidence: Evidence, cause: string): Finding {
  const diagnosis = diagnose(evidence)
  const found = diagnosis.findings.find(f => f.cause === cause)
  if (!found) throw new Error(`no finding ${cause}, but: ${causes(diagnosis).join(', ')}`)
  return found
}

export const remedyIds = ({ remedies }: Finding): string[] => remedies.map(({ id }) => id)

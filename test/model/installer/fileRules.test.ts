import { describe, expect, test } from 'vitest'
import { type DiskFile, decideFile, type PackageFile } from '../../../model/installer/fileRules.ts'

/** Rows of the SDK's tables; the source column names the page. */
const versioned = (version: string, languages: readonly number[] = [0]): PackageFile & DiskFile => ({
  version,
  languages,
  created: 100,
  modified: 100,
})
const plain = (hash?: string, modified = 100): PackageFile & DiskFile => ({
  languages: [0],
  hash,
  created: 100,
  modified,
})

type Row = readonly [
  source: string,
  says: string,
  file: PackageFile,
  disk: DiskFile | undefined,
  mode: string,
  install: boolean,
]

const ROWS: readonly Row[] = [
  ['file-versioning-rules', 'missing', versioned('1.0'), undefined, 'omus', true],
  ['file-versioning-rules', 'higher version', versioned('2.0'), versioned('1.9.9.9'), 'omus', true],
  ['file-versioning-rules', 'numeric, not textual', versioned('1.10'), versioned('1.9'), 'omus', true],
  ['file-versioning-rules', 'lower version', versioned('1.0'), versioned('1.1'), 'omus', false],
  ['both-files-have-a-version', 'equal', versioned('1.0'), versioned('1.0.0.0'), 'omus', false],
  [
    'both-files-have-a-version',
    'equal, new language',
    versioned('1.0', [1033, 1031]),
    versioned('1.0', [1033]),
    'omus',
    true,
  ],
  [
    'both-files-have-a-version',
    'equal, superset on disk',
    versioned('1.0', [1033]),
    versioned('1.0', [1033, 1031]),
    'omus',
    false,
  ],
  ['both-files-have-a-version', 'equal, disk has none', versioned('1.0', [1033]), versioned('1.0', []), 'omus', true],
  ['both-files-have-a-version', 'equal, neither has any', versioned('1.0', []), versioned('1.0', []), 'omus', false],
  [
    'file-versioning-rules',
    'disjoint, package has the product language',
    versioned('1.0', [1033]),
    versioned('1.0', [1031]),
    'omus',
    true,
  ],
  [
    'file-versioning-rules',
    'disjoint, disk has the product language',
    versioned('1.0', [1031]),
    versioned('1.0', [1033]),
    'omus',
    false,
  ],
  ['one-file-has-a-version', 'versioned over unversioned', versioned('1.0'), plain('a'), 'omus', true],
  ['one-file-has-a-version', 'unversioned over versioned', plain('a'), versioned('1.0'), 'omus', false],
  ['neither-file-has-a-version', 'modified by somebody', plain('b'), plain('a', 200), 'omus', false],
  [
    'neither-file-has-a-version',
    'modified before it was created counts as unmodified',
    plain('b'),
    plain('a', 50),
    'omus',
    true,
  ],
  ['neither-file-has-a-version-with-file-hash-check', 'hash equal', plain('a'), plain('a'), 'omus', false],
  ['neither-file-has-a-version-with-file-hash-check', 'hash differs', plain('b'), plain('a'), 'omus', true],
  ['neither-file-has-a-version', 'no hash row', plain(undefined), plain('a'), 'omus', true],
  ['reinstallmode', 'e takes equal versions', versioned('1.0'), versioned('1.0'), 'emus', true],
  ['reinstallmode', 'e leaves higher ones', versioned('1.0'), versioned('2.0'), 'emus', false],
  ['reinstallmode', 'd takes higher ones', versioned('1.0'), versioned('2.0'), 'dmus', true],
  ['reinstallmode', 'd leaves equal ones', versioned('1.0'), versioned('1.0'), 'dmus', false],
  ['reinstallmode', 'a takes all', plain('a'), plain('a', 200), 'amus', true],
  ['reinstallmode', 'p takes missing ones only', versioned('2.0'), versioned('1.0'), 'pmus', false],
  ['reinstallmode', 'p takes a missing one', versioned('2.0'), undefined, 'pmus', true],
  [
    'reinstallmode',
    'c takes a corrupt one',
    { ...versioned('1.0'), checksum: true },
    { ...versioned('1.0'), corrupt: true },
    'cmus',
    true,
  ],
  [
    'reinstallmode',
    'c needs the checksum attribute',
    versioned('1.0'),
    { ...versioned('1.0'), corrupt: true },
    'cmus',
    false,
  ],
  [
    'component-table',
    'never overwrite',
    { ...versioned('2.0'), neverOverwrite: true },
    versioned('1.0'),
    'omus',
    false,
  ],
  ['windows-file-protection', 'protected', versioned('2.0'), { ...versioned('1.0'), protected: true }, 'omus', false],
  [
    'companion-files',
    'with its parent, whatever its own version',
    { ...versioned('1.0'), companionOf: { install: true, action: '', reason: '' } },
    versioned('9.0'),
    'omus',
    true,
  ],
  [
    'companion-files',
    'stays with its parent',
    { ...versioned('9.0'), companionOf: { install: false, action: '', reason: '' } },
    versioned('1.0'),
    'omus',
    false,
  ],
  [
    'companion-files',
    'missing, it comes although its parent stays',
    { ...versioned('1.0'), companionOf: { install: false, action: '', reason: '' } },
    undefined,
    'omus',
    true,
  ],
]

describe('file rules', () => {
  test.each(ROWS)('%s: %s', (_source, _says, file, disk, mode, install) => {
    const verdict = decideFile(file, disk, mode, 1033)
    expect(verdict.install).toBe(install)
    expect(verdict.action).toBe(disk ? (install ? 'Overwrite' : "Won't Overwrite") : 'To be installed')
    expect(verdict.reason).not.toBe('')
  })
})

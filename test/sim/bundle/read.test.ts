import { Volume } from 'memfs'
import { describe, expect, test } from 'vitest'
import { makeBundle } from '../../../sim/bundle/bundle.ts'
import { BUNDLE_VERSION } from '../../../sim/bundle/bundleFile.ts'
import { BundleReadError, openBundle, readManifest } from '../../../sim/bundle/read.ts'
import { told } from '../../../sim/foreign/terminal.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById } from '../../laws/state.ts'

const { scenario, text } = scenarioById('file-in-use')
const CHOICE = { seed: 7, rollup: 'KB940006', logLevel: '*' }
const files = makeBundle(simulate(scenario, CHOICE), {
  scenarioText: text,
  scenarioName: 'file-in-use',
  toolVersion: '1.2.3',
})

/** The bundle on a disk, with other text in some of its files; undefined takes one away. */
function onDisk(other: Readonly<Record<string, string | undefined>> = {}): Volume {
  const volume = new Volume()
  const contents = new Map<string, string | Uint8Array | undefined>(files.map(({ path, bytes }) => [path, bytes]))
  for (const [path, changed] of Object.entries(other)) contents.set(path, changed)
  for (const [path, content] of contents) {
    const place = `/b/${path}`
    volume.mkdirSync(place.slice(0, place.lastIndexOf('/')), { recursive: true })
    if (content !== undefined) volume.writeFileSync(place, Buffer.from(content))
  }
  return volume
}

const ofPath = (wanted: string): string =>
  Buffer.from(files.find(({ path }) => path === wanted)!.bytes).toString('utf8')
const manifest = JSON.parse(ofPath('bundle.json'))
const withManifest = (changed: object): Volume => onDisk({ 'bundle.json': JSON.stringify({ ...manifest, ...changed }) })

describe('a bundle on a disk', () => {
  test('gives its choice, its scenario, its artifacts and its labels', () => {
    const bundle = openBundle(onDisk(), '/b')
    expect(bundle.manifest).toEqual(manifest)
    expect(bundle.manifest.artifacts.map(({ path }) => path)).toEqual(files.slice(0, -1).map(({ path }) => path))
    expect(bundle.choice).toEqual(CHOICE)
    expect(bundle.scenarioText()).toBe(text)
    const rows = ofPath('truth/labels.jsonl').trimEnd().split('\n')
    expect(bundle.labels()).toEqual(rows.map(row => JSON.parse(row)))
  })

  test('takes no more than its manifest to be opened: what is asked for later may be missing', () => {
    const blind = onDisk({ 'truth/scenario.yaml': undefined, 'truth/labels.jsonl': undefined })
    const bundle = openBundle(blind, '/b')
    expect(() => bundle.scenarioText()).toThrow(new BundleReadError(told`/b lacks truth/scenario.yaml`))
    expect(() => bundle.labels()).toThrow(new BundleReadError(told`/b lacks truth/labels.jsonl`))
  })

  test('may be of an earlier version, of which the bytes of artifacts were others', () => {
    const older = withManifest({ schemaVersion: BUNDLE_VERSION - 1 })
    expect(openBundle(older, '/b').manifest.schemaVersion).toBe(BUNDLE_VERSION - 1)
    expect(openBundle(older, '/b').choice).toEqual(CHOICE)
  })

  test('may lie in a folder that is named either way', () => {
    for (const folder of ['/b', '/b/', '/b//']) expect(openBundle(onDisk(), folder).choice).toEqual(CHOICE)
  })
})

describe('what is no bundle', () => {
  const SHA = '0'.repeat(64)
  const artifact = (path: string): object => ({ ...manifest.artifacts[0], path })
  const unreadable: Readonly<Record<string, readonly [disk: Volume, says: RegExp]>> = {
    'a folder without a manifest': [onDisk({ 'bundle.json': undefined }), /^\/b is no bundle: it has no bundle\.json$/],
    'half a manifest': [onDisk({ 'bundle.json': '{' }), /^\/b\/bundle\.json is not JSON$/],
    nothing: [onDisk({ 'bundle.json': 'null' }), /^\/b\/bundle\.json is not as it should be: .*object/],
    'no seed': [withManifest({ seed: undefined }), /: seed: /],
    'half a seed': [withManifest({ seed: 0.5 }), /: seed: /],
    'a rollup that is no text': [withManifest({ rollup: ['KB940006'] }), /: rollup: /],
    'a key of somebody else': [withManifest({ comment: 'x' }), /comment/],
    'a later version': [
      withManifest({ schemaVersion: BUNDLE_VERSION + 1, more: true }),
      /: schemaVersion: this lab1603 reads bundles up to version \d+$/,
    ],
    'an artifact without bytes': [withManifest({ artifacts: [{ path: 'a', sha256: SHA }] }), /: artifacts\.0\./],
    ...Object.fromEntries(
      ['', '/etc/passwd', '../a', 'a/../b', 'a/..', '.', 'a//b', 'a/', 'C:\\a', '..\\a'].map(path => [
        `an artifact at "${path}"`,
        [withManifest({ artifacts: [artifact(path)] }), /: artifacts\.0\.path: /],
      ]),
    ),
  }
  test.each(Object.entries(unreadable))('%s is refused with the file and the place', (_, [disk, says]) => {
    expect(() => openBundle(disk, '/b')).toThrow(BundleReadError)
    expect(() => openBundle(disk, '/b')).toThrow(says)
  })

  test('a folder of that name is no manifest', () => {
    const disk = onDisk({ 'bundle.json': undefined })
    disk.mkdirSync('/b/bundle.json')
    expect(readManifest(disk, '/b')).toBeUndefined()
    expect(readManifest(disk, '/nowhere')).toBeUndefined()
    expect(readManifest(disk, '/b/evidence/exports/owa.txt')).toBeUndefined()
  })

  test('a name with dots in it is a name', () => {
    for (const path of ['..a', 'a..', '...', 'a/..b/.c', 'a b/é']) {
      expect(openBundle(withManifest({ artifacts: [artifact(path)] }), '/b').manifest.artifacts[0]!.path).toBe(path)
    }
  })

  test('a label that is none is named by its line', () => {
    const rows = ofPath('truth/labels.jsonl').split('\n')
    const spoilt = [...rows.slice(0, 2), rows[2]!.replace('"id":"L-', '"id":"'), ...rows.slice(3)].join('\n')
    const { labels } = openBundle(onDisk({ 'truth/labels.jsonl': spoilt }), '/b')
    expect(labels).toThrow(/^\/b\/truth\/labels\.jsonl:3 is not as it should be: id: /)
    const { labels: broken } = openBundle(onDisk({ 'truth/labels.jsonl': '\n{' }), '/b')
    expect(broken).toThrow('/b/truth/labels.jsonl:2 is not JSON')
  })
})

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isTag, processOf, thisProcess } from '../../../sim/place/owner.ts'
import { needing, PROC } from '../../needs.ts'

describe('a process', () => {
  it('is named by its number and its start, and lives', () => {
    expect(isTag(thisProcess.tag)).toBe(true)
    expect(processOf(thisProcess.tag)).toBe(process.pid)
    expect(thisProcess.isGone(thisProcess.tag)).toBe(false)
  })

  it('is gone when it has ended, and where there never was one', () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    expect(thisProcess.isGone(`${pid}-1`)).toBe(true)
    expect(thisProcess.isGone('4194305-1')).toBe(true)
  })

  it('is not taken for an earlier one that had the same number', needing(PROC), () => {
    expect(thisProcess.isGone(`${process.pid}-1`)).toBe(true)
    expect(thisProcess.isGone(`${process.ppid}-${startOf(process.ppid)}`)).toBe(false)
  })

  it('is gone when it was killed, though nobody has asked how it ended', needing(PROC), async () => {
    // A shell that says the number of its child, and becomes a program that never waits for it.
    const parent = spawn('sh', ['-c', 'sleep 100 & echo $!; exec sleep 100'], { stdio: ['ignore', 'pipe', 'ignore'] })
    const [said] = await once(parent.stdout, 'data')
    const child = Number(String(said))
    await until(() => readFileSync(`/proc/${parent.pid}/comm`, 'latin1').trim() === 'sleep')
    const tag = `${child}-${startOf(child)}`
    expect(thisProcess.isGone(tag)).toBe(false)
    process.kill(child, 'SIGKILL')
    await until(() => /\) Z /.test(readFileSync(`/proc/${child}/stat`, 'latin1')))
    expect(thisProcess.isGone(tag)).toBe(true)
    parent.kill('SIGKILL')
  })

  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise(done => setTimeout(done, 5))
  }

  const startOf = (pid: number): string => readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ')[19]!
})

describe('other names', () => {
  it.each(['', '1', '1-', '-1', '1-1-1', '1-x', ' 1-1', 'writing'])('%j is no process', name => {
    expect(isTag(name)).toBe(false)
  })
})

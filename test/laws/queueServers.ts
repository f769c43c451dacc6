import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * Servers on this machine for a law about a queue: a Redis, a store, a network that can be cut. All are processes, and whoever waits for them
 * blocks, as laws do. Does not know what is asked of them.
 */

export interface Running {
  readonly pid: number
  readonly kill: () => void
}

const all: (() => void)[] = []

/** Ends with the process that started it, whatever becomes of that. */
function started(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Running {
  const child: ChildProcess = spawn(command, args, { cwd, stdio: 'ignore', env: { ...process.env, ...env } })
  const kill = killing(child.pid!)
  child.unref()
  if (all.length === 0)
    process.once('exit', () => {
      for (const end of all) end()
    })
  all.push(kill)
  return { pid: child.pid!, kill }
}

const killing = (pid: number) => (): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}

export function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** @throws where it does not become so */
export function until(what: string, isSo: () => boolean, seconds = 60): void {
  for (let left = seconds * 20; !isSo(); left--) {
    if (left <= 0) throw new Error(`${what}: not within ${seconds} s`)
    sleep(50)
  }
}

/** That nobody listens on. */
export function freePort(): number {
  const ask =
    "const s=require('node:net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"
  return Number(spawnSync(process.execPath, ['-e', ask], { encoding: 'utf8' }).stdout)
}

const answers = (port: number): boolean => {
  const ask = `require('node:net').connect(${port},'127.0.0.1').on('connect',()=>process.exit(0)).on('error',()=>process.exit(1))`
  return spawnSync(process.execPath, ['-e', ask]).status === 0
}

/** Keeps its data in the folder, as it says they should be kept: docs/scale.md. */
export function redisIn(folder: string, port: number): Running {
  mkdirSync(folder, { recursive: true })
  const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction']
  const redis = started('redis-server', ['--port', String(port), '--dir', folder, ...settings], folder)
  until('Redis answers', () => answers(port))
  return redis
}

/** With one bucket, `lab`; objects are files below the folder. */
export function storeIn(folder: string, port: number): Running {
  mkdirSync(folder, { recursive: true })
  const run = `
    const S3rver = require('@20minutes/s3rver')
    new S3rver({ address: '127.0.0.1', port: ${port}, silent: true, directory: ${JSON.stringify(folder)}, configureBuckets: [{ name: 'lab' }] }).run()
  `
  const store = started(process.execPath, ['-e', run], resolve('.'))
  until('the store answers', () => answers(port))
  return store
}

/** What the store's clients find in their environment. */
export const storeEnvironment = (port: number): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  AWS_ACCESS_KEY_ID: 'S3RVER',
  AWS_SECRET_ACCESS_KEY: 'S3RVER',
  AWS_REGION: 'us-east-1',
})

/** A way to a port that swallows everything for two seconds when it is told to, and then has forgotten who talked. */
export function networkTo(port: number, from: number): Running & { readonly cut: () => void } {
  const run = `
    const net = require('node:net')
    const open = new Set()
    let isCut = false
    net.createServer(near => {
      const far = net.connect(${port}, '127.0.0.1')
      for (const [one, other] of [[near, far], [far, near]]) {
        open.add(one)
        one.on('error', () => {}).on('close', () => { open.delete(one); other.destroy() })
        one.on('data', bytes => { if (!isCut) other.write(bytes) })
      }
    }).listen(${from}, '127.0.0.1')
    process.on('SIGUSR2', () => {
      isCut = true
      setTimeout(() => { isCut = false; for (const one of open) one.destroy() }, 2000)
    })
  `
  const network = started(process.execPath, ['-e', run], '.')
  until('the network is there', () => answers(from))
  return { ...network, cut: () => process.kill(network.pid, 'SIGUSR2') }
}

const CLI = resolve('dist/cli.js')

export interface Called extends Running {
  /** Its exit code, once it has ended. */
  readonly code: () => number | undefined
  readonly stderr: () => string
}

let calls = 0

/** The command line as it is built, while others go on. */
export function calling(args: readonly string[], folder: string, env: Readonly<Record<string, string>>): Called {
  const [code, err] = ['code', 'err'].map(name => join(folder, `${name}-${process.pid}-${++calls}`)) as [string, string]
  const line = [process.execPath, CLI, ...args].map(word => `'${word}'`).join(' ')
  // The shell is there to keep the exit code; what is killed is the program.
  started(
    'sh',
    ['-c', `${line} 2>'${err}' & echo $! >'${err}.pid'; wait $!; echo $? >'${code}.new'; mv '${code}.new' '${code}'`],
    folder,
    env,
  )
  until('the program starts', () => existsSync(`${err}.pid`) && readFileSync(`${err}.pid`, 'utf8').endsWith('\n'))
  const pid = Number(readFileSync(`${err}.pid`, 'utf8'))
  const end = killing(pid)
  all.push(end)
  return {
    pid,
    // Nobody writes into the folder afterwards.
    kill() {
      end()
      until('the shell has said how its program ended', () => existsSync(code))
    },
    code: () => (existsSync(code) ? Number(readFileSync(code, 'utf8')) : undefined),
    stderr: () => (existsSync(err) ? readFileSync(err, 'utf8') : ''),
  }
}

import { told } from '../../sim/foreign/terminal.ts'
import type { Format } from '../../sim/pipeline/formats/format.ts'
import type { FormatName } from '../../sim/pipeline/formats/table.ts'
import { pathAt, RECEIVERS } from '../../sim/pipeline/receivers.ts'
import { EXIT, Stop } from '../exit.ts'
import type { Clock } from './clock.ts'
import type { Destination } from './destination.ts'
import { toHttp } from './http.ts'
import { toFile, toStdout } from './local.ts'
import { toTcp } from './tcp.ts'
import { toUdp } from './udp.ts'

/** From what was typed behind --to to a place for records. Sends nothing. */
export interface Place {
  /** Without what is secret in it. */
  readonly name: string
  /** A file, beside which another one may lie. */
  readonly file?: string
  readonly open: (format: Format, clock: Clock, signal: AbortSignal) => Destination | Promise<Destination>
}

/** @throws Stop where no such place is known, or it does not take the format */
export function placeOf(to: string, formatName: FormatName): Place {
  if (to === '-') return { name: 'stdout', open: toStdout }
  const scheme = /^([A-Za-z][\w+.-]*):\/\//.exec(to)?.[1]
  if (scheme === undefined) return { name: to, file: to, open: format => toFile(to, format) }
  const address = URL.canParse(to) ? new URL(to) : undefined
  const open = address && SCHEMES[address.protocol]
  if (!open)
    throw new Stop(EXIT.wrongUsage, told`--to ${to}: a place is -, a file, tcp://, udp://, http:// or https://`)
  return open(address, formatName)
}

type Open = (address: URL, format: FormatName) => Place

const SCHEMES: Readonly<Record<string, Open>> = { 'tcp:': tcp, 'udp:': udp, 'http:': http, 'https:': http }

function tcp(address: URL): Place {
  const { host, port, name } = portOf(address)
  return { name, open: (format, clock, signal) => toTcp(host, port, format, clock, signal) }
}

function udp(address: URL): Place {
  const { host, port, name } = portOf(address)
  return { name, open: (format, clock) => toUdp(host, port, format, clock) }
}

function portOf({ protocol, hostname, port, pathname }: URL): { host: string; port: number; name: string } {
  if (hostname === '' || port === '' || port === '0' || !/^\/?$/.test(pathname)) {
    throw new Stop(
      EXIT.wrongUsage,
      told`--to ${protocol}// is followed by a host and a port, such as ${protocol}//127.0.0.1:5140`,
    )
  }
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), name: `${protocol}//${hostname}:${port}` }
}

function http(address: URL, format: FormatName): Place {
  const receiver = RECEIVERS[format]
  if (!receiver) {
    const known = Object.keys(RECEIVERS).join(', ')
    throw new Stop(EXIT.wrongUsage, told`--as ${format} has no receiver over HTTP; there is one of ${known}`)
  }
  const { protocol, host } = address
  const name = `${protocol}//${host}${pathAt(address, receiver)}`
  return { name, open: (_format, clock, signal) => toHttp(address, receiver, clock, signal) }
}

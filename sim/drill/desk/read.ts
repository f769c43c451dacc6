import type { ServerState } from '../../server/facts.ts'
import { eventReading, eventsReading } from './events.ts'
import { exportsReading, fileReading, folderReading, foundReading, placesReading } from './files.ts'
import type { Reading, Where } from './reading.ts'
import { keyReading } from './registry.ts'
import { serviceReading, servicesReading } from './services.ts'

/** What there is to read somewhere on a server. Knows no screen. */
export function read(server: ServerState, where: Where): Reading {
  return READERS[where.at](where as never, server)
}

type Reader<At extends Where['at']> = (where: Extract<Where, { at: At }>, server: ServerState) => Reading

const READERS: { readonly [At in Where['at']]: Reader<At> } = {
  events: ({ log }, { machine }) => eventsReading(machine, log),
  event: ({ log, number }, { machine }) => eventReading(machine, log, number),
  services: (_, { machine }) => servicesReading(machine),
  service: ({ name }, { machine }) => serviceReading(machine, name),
  places: (_, server) => placesReading(server),
  folder: ({ path }, server) => folderReading(server, path),
  exports: () => exportsReading(),
  file: ({ path }, server) => fileReading(server, path),
  found: ({ text }, server) => foundReading(server, text),
  key: ({ path }, { machine }) => keyReading(machine, path),
}

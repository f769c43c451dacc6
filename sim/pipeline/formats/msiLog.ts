import { CRLF } from '../../forms/encode.ts'
import type { Format } from './format.ts'

/** The verbose logs alone, with the bytes that they have as files: of one log the stream is the file. */
export const msiLog: Format = {
  says: 'the verbose logs, byte for byte: UTF-16LE with a mark at the start',
  takes: ({ kind }) => kind === 'installer-log',
  write: record => (record.kind === 'event' ? '' : record.text),
  holdsLabels: false,
  encoding: 'utf-16le',
  opening: '\ufeff',
  lineEnd: CRLF,
}

/**
 * A text of a record on one line of a stream, whatever it holds: line ends of any kind, controls, halves of pairs. A reader
 * that splits at U+2028 or U+0085, as Python does, gets as many lines as there are records. Knows no format by name.
 */

/** Printable ASCII and what stands for itself: nothing is to be done. Most texts are such. */
const BEYOND_ASCII = /[^\t\n\r -~]/
const HALF_OF_PAIR = /[\ud800-\udfff]/gu

/** UTF-8 cannot hold half of a pair: the replacement character stands for it, as decoders have it. */
export function wellFormed(text: string): string {
  return BEYOND_ASCII.test(text) ? text.replace(HALF_OF_PAIR, '\ufffd') : text
}

// --------------------------------------------------------------------------------------------------------------- JSON

const BEYOND_JSON = /[^ -~]/
const SPLITTING = /[\u007f-\u009f\u2028\u2029\ufeff]/g

/** What JSON lets stand as it is and some readers split at is written as its code. */
export function jsonLine(value: object | string): string {
  const text = JSON.stringify(value)
  return BEYOND_JSON.test(text) ? byCode(text) : text
}

/** In a text that knows such codes. */
export const byCode = (text: string): string => text.replace(SPLITTING, unit)

/** A text alone, and most are such that nothing is to be done. */
export const jsonText = (text: string): string =>
  BEYOND_ASCII.test(text) ? jsonLine(wellFormed(text)) : JSON.stringify(text)

const unit = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

// ---------------------------------------------------------------------------------------------------------------- XML

const BEYOND_XML = /[^ -~]/
/** By number: a parser would make one LF of CR LF, or a blank of it in an attribute. */
const BY_NUMBER = /[\t\n\r\u007f-\u009f\u2028\u2029]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 cannot hold, not even by number
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]/gu

/** XML that has been written already, on one line. */
export function xmlLine(xml: string): string {
  if (!BEYOND_XML.test(xml)) return xml
  return xml.replace(NOT_IN_XML, '\ufffd').replace(BY_NUMBER, character => `&#${character.charCodeAt(0)};`)
}

// ------------------------------------------------------------------------------------------------------------- syslog

// biome-ignore lint/suspicious/noControlCharactersInRegex: what steers a receiver
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g

/** `#015#012`: controls in octal, as rsyslog writes those that it receives. */
export function syslogLine(text: string): string {
  if (!BEYOND_JSON.test(text)) return text
  return wellFormed(text).replace(CONTROLS, c => `#${c.charCodeAt(0).toString(8).padStart(3, '0')}`)
}

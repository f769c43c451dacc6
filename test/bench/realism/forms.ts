/**
 * A line of a verbose log taken apart, and its form: what is left when names, numbers, paths and values are taken out. It
 * knows how the engine writes, not what it says: a word that any product could have chosen is never in a form.
 */
export interface Row {
  /** What has the engine's prefix; any other line has neither side nor thread. */
  readonly speaker: { readonly side: 'c' | 's'; readonly pid: number; readonly tid: number } | undefined
  /** Milliseconds of the day. */
  readonly at: number | undefined
  readonly form: string
}

const PREFIX = /^MSI \(([cs])\) \((..)[:!@](..)\) \[(\d\d):(\d\d):(\d\d):(\d\d\d)\]: (.*)$/s

export function rowOf(line: string): Row {
  const found = PREFIX.exec(line)
  if (!found) return { speaker: undefined, at: undefined, form: bareForm(line) }
  const [side, pid, tid, hours, minutes, seconds, milliseconds, text] = found.slice(1) as [
    'c' | 's',
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return {
    speaker: { side, pid: Number.parseInt(pid, 16), tid: Number.parseInt(tid, 16) },
    at: ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(milliseconds),
    form: `${side}: ${engineForm(text)}`,
  }
}

/** What the engine says: the first that fits. A line that none fits has its values taken out. */
const ENGINE: readonly (readonly [pattern: RegExp, form: string])[] = [
  [/^Executing op: (\w+)\(.*$/s, 'Executing op: $1'],
  [/^PROPERTY CHANGE: (\w+) .*$/s, 'PROPERTY CHANGE: $1'],
  [/^Doing action: .*$/, 'Doing action'],
  [/^Skipping action: .* \((.*)\)$/, 'Skipping action: $1'],
  [/^Note: 1: (\d+) .*$/s, 'Note: $1'],
  [/^Component: .*$/, 'Component'],
  [/^Feature: .*$/, 'Feature'],
  [/^Dir \((\w+)\): .*$/, 'Dir $1'],
  [/^(Machine|User) policy value .*$/, '$1 policy'],
  [/^SHELL32::SHGetFolderPath .*$/, 'SHGetFolderPath'],
  [/^File: .*$/s, 'File'],
  [/^(Verifying accessibility of file): .*$/, '$1'],
  [/^Product: .* -- .*$/s, 'Product: message'],
  [/^Command Line: .*$/s, 'Command Line'],
  [/^Switching to server: .*$/s, 'Switching to server'],
  [/^(Creating|Closing) MSIHANDLE .*$/, '$1 MSIHANDLE'],
  [/^Invoking remote custom action\. .*$/, 'Invoking remote custom action'],
  [/^(.*? ==>).*$/s, '$1'],
  [/^APPCOMPAT: \[.*\] (.*)$/, 'APPCOMPAT: [] $1'],
  [/^TRANSFORMS property is now: .*$/, 'TRANSFORMS property is now'],
  [/^(Windows Installer \w+ (?:the product|an update))\. .*$/s, '$1'],
  [/^(\w+ an? (?:update|product)).*$/s, '$1'],
]

function engineForm(text: string): string {
  for (const [pattern, form] of ENGINE) if (pattern.test(text)) return text.replace(pattern, form)
  return masked(text)
}

/** Lines without a prefix: the engine's own, or else somebody's text. */
const BARE: readonly (readonly [pattern: RegExp, form: string])[] = [
  [/^$/, 'blank'],
  [/^=== (\w+ \w+(?: \w+)?): .*$/, '=== $1'],
  [/^ {11}\*{7} (\w+): ?.*$/, '******* $1'],
  [/^Action start .*$/, 'Action start'],
  [/^Action ended .* (Return value [0-4])\.$/, 'Action ended. $1'],
  [/^Action ended .*$/, 'Action ended. Return value of a program'],
  [/^Action \S+: \w+\. Dialog created$/, 'Action: Dialog created'],
  [/^Action \S+: \w+\. $/, 'Action: no text'],
  [/^Action \S+: \w+\. .*$/, 'Action: text'],
  [/^Property\([SC]\): .*$/s, 'Property'],
  [/^(Info|Warning|Error) (\d+)\..*$/s, '$1 $2'],
  [/^DEBUG: (Error \d+).*$/s, 'DEBUG: $1'],
  [/^The installer has encountered an unexpected error.*$/s, 'unexpected error'],
  [/^\w+: .*$/s, 'data'],
]

function bareForm(line: string): string {
  for (const [pattern, form] of BARE) if (pattern.test(line)) return line.replace(pattern, form)
  return 'text'
}

const VALUES: readonly (readonly [pattern: RegExp, form: string])[] = [
  [/\{[0-9A-Fa-f-]{36}\}/g, '<guid>'],
  [/'[^']*'|"[^"]*"/g, '<text>'],
  [/(?:\b[A-Za-z]:|\\)\\.*?(?= (?:is|has|against|to|for|with)\b|$)/g, '<path>'],
  [/\b0x[0-9A-Fa-f]+\b|\b[0-9A-F]{8,}\b/g, '<hex>'],
  [/-?\d+(?:\.\d+)*/g, '<n>'],
]

function masked(text: string): string {
  return VALUES.reduce((left, [pattern, form]) => left.replace(pattern, form), text).slice(0, 90)
}

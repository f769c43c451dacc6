import type { MomentKind } from './timeline.ts'

/** What stands before a moment, on terminals that show Unicode and on those that do not. */
export function marksFor(unicode: boolean): Readonly<Record<MomentKind, string>> {
  return unicode ? UNICODE : ASCII
}

const UNICODE: Readonly<Record<MomentKind, string>> = {
  step: '◆',
  run: '▶',
  action: '•',
  service: '○',
  file: '+',
  error: '✗',
  rollback: '↺',
  event: '!',
  dialog: '□',
  command: '$',
  restart: '↻',
}

const ASCII: Readonly<Record<MomentKind, string>> = {
  step: '#',
  run: '>',
  action: '*',
  service: 'o',
  file: '+',
  error: 'x',
  rollback: '<',
  event: '!',
  dialog: '?',
  command: '$',
  restart: '@',
}

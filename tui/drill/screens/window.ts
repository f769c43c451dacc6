import type { Pressed } from '../../screen/keys.ts'
import type { Around } from './sitting.ts'
import { goBack, type State, say, shown, withView } from './state.ts'

/** What each key does where a window waits for an answer: one of its buttons is chosen and pressed. */
export function windowKey(state: State, pressed: Pressed, { desk }: Around): State | undefined {
  const { buttons } = desk.lab
  if (buttons.length === 0 || !('key' in pressed)) return undefined
  const { cursor } = shown(state)
  const chosen = (by: number): State => withView(state, { cursor: (cursor + by + buttons.length) % buttons.length })
  switch (pressed.key) {
    case 'right':
    case 'tab':
      return chosen(1)
    case 'left':
    case 'shift-tab':
      return chosen(-1)
    case 'enter':
      return say(goBack(state), `:answer ${buttons[cursor] ?? buttons[0]}`)
    default:
      return undefined
  }
}

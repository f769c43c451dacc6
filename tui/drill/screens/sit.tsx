import { draw } from '../../screen/draw.ts'
import type { Look } from '../../screen/glyphs.ts'
import { LabScreen } from './screen.tsx'
import type { Sitting } from './sitting.ts'

/** Puts the lab on the terminal until it is left. @returns how that was */
export async function sit(sitting: Sitting, look: Look): Promise<'left' | 'play'> {
  sitting.state = { ...sitting.state, ended: undefined }
  await draw(<LabScreen sitting={sitting} look={look} />)
  return sitting.state.ended ?? 'left'
}

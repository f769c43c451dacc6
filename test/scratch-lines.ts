import type { Run } from '../sim/simulate.ts'
import { eventText } from '../sim/artifacts/eventlog/messages.ts'
export function lines(run: Run): string[] {
  const out: string[] = []
  for (const s of run.servers) {
    for (const f of s.machine.files.values()) {
      if (f.content?.kind === 'text' && /ServiceControl.log|UpdateOwa.log/.test(f.path)) out.push(f.path, f.content.text)
    }
    for (const e of s.machine.logs.System.slice(s.initial.logs.System.length)) if (e.id !== 7036 && e.id !== 7040) out.push(`SYS ${e.id} ${e.source} ${eventText(e)}`)
    for (const e of s.machine.logs.Application.slice(s.initial.logs.Application.length)) out.push(`APP ${e.id} ${eventText(e)}`)
    out.push(...[...s.machine.services.values()].filter(x => x.start === 'disabled' || (x.start === 'automatic' && x.state !== 'running')).map(x => `${x.name} ${x.start} ${x.state}`))
  }
  return out
}

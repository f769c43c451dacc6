import type { FileContent } from '../../model/machine/parts.ts'
import { lines, utf16 } from './encode.ts'

/**
 * Objects as Export-Clixml of PowerShell 1.0 writes them: UTF-16LE, one Obj element each. Does not know what the
 * objects are for.
 */
export function renderClixml(content: Extract<FileContent, { kind: 'clixml' }>): Uint8Array {
  const rows = ['<Objs Version="1.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">']
  content.rows.forEach((row, index) => {
    rows.push(`  <Obj RefId="RefId-${index}">`)
    if (index === 0) rows.push('    <TN RefId="RefId-0">', `      <T>${escaped(content.type)}</T>`, '    </TN>')
    else rows.push('    <TNRef RefId="RefId-0" />')
    rows.push('    <Props>')
    for (const [name, value] of Object.entries(row)) rows.push(`      <S N="${escaped(name)}">${escaped(value)}</S>`)
    rows.push('    </Props>', '  </Obj>')
  })
  rows.push('</Objs>')
  return utf16(lines(rows))
}

export function escaped(text: string): string {
  if (!/[&<>"]/.test(text)) return text
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

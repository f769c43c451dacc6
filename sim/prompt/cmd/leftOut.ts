import { fold } from '../../../model/machine/names.ts'
import { notSimulated } from '../window/session.ts'
import type { PromptCommand } from '../window/syntax.ts'

/**
 * Names that Windows and Exchange know and this prompt does not: it says so, where "not recognized" would be a lie.
 * Does not know what they would do.
 */

const INSIDE: readonly string[] = [
  'assoc',
  'call',
  'color',
  'ftype',
  'goto',
  'mklink',
  'path',
  'prompt',
  'setlocal',
  'title',
  'verify',
  'vol',
]

const PROGRAMS: readonly string[] = [
  'at',
  'bitsadmin',
  'bcdedit',
  'certutil',
  'chkdsk',
  'cluster',
  'diskpart',
  'dcdiag',
  'eseutil',
  'exsetup',
  'gpresult',
  'ipconfig',
  'isinteg',
  'listdlls',
  'netdom',
  'netstat',
  'ngen',
  'nltest',
  'nslookup',
  'openfiles',
  'pskill',
  'pslist',
  'psservice',
  'query',
  'regsvr32',
  'robocopy',
  'runas',
  'schtasks',
  'sfc',
  'sn',
  'subst',
  'takeown',
  'tracert',
  'tree',
  'w32tm',
  'wscript',
  'wuauclt',
]

const CMDLETS: readonly string[] = [
  'Add-PSSnapin',
  'Compare-Object',
  'ConvertTo-Html',
  'Export-Console',
  'Format-Custom',
  'Format-Wide',
  'Export-Clixml',
  'Get-Acl',
  'Get-Alias',
  'Get-ClusteredMailboxServerStatus',
  'Get-ExchangeServer',
  'Get-Host',
  'Get-MailboxServer',
  'Get-Member',
  'Get-OwaVirtualDirectory',
  'Get-PSSnapin',
  'Get-StorageGroupCopyStatus',
  'Get-Variable',
  'Group-Object',
  'Import-Clixml',
  'Invoke-Expression',
  'Invoke-Item',
  'Import-Csv',
  'Get-History',
  'Get-PSDrive',
  'Join-Path',
  'New-Alias',
  'New-PSDrive',
  'Out-String',
  'Resolve-Path',
  'Set-Alias',
  'Split-Path',
  'Tee-Object',
  'Write-Error',
  'Write-Warning',
  'Move-ClusteredMailboxServer',
  'New-Object',
  'New-Service',
  'New-TestCasConnectivityUser',
  'Read-Host',
  'Set-Acl',
  'Set-AuthenticodeSignature',
  'Set-Item',
  'Set-Variable',
  'Suspend-Service',
]

const leftOut = (name: string, inside: boolean): PromptCommand => ({
  names: [name],
  help: '',
  ...(inside && { inside: true as const }),
  ms: 5,
  run: () => notSimulated(name),
})

export const leftOutCommands: readonly PromptCommand[] = [
  ...INSIDE.map(name => leftOut(name, true)),
  ...PROGRAMS.map(name => leftOut(name, false)),
]

/** Of cmdlets, as they are written. */
export const leftOutNames: readonly string[] = CMDLETS

const leftOutCmdlets: ReadonlySet<string> = new Set(CMDLETS.map(name => fold(name)))

export const isLeftOutCmdlet = (name: string): boolean => leftOutCmdlets.has(fold(name))

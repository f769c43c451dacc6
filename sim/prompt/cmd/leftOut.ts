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
  'popd',
  'prompt',
  'setlocal',
  'title',
  'verify',
  'vol',
]

const PROGRAMS: readonly string[] = [
  'at',
  'bitsadmin',
  'certutil',
  'chkdsk',
  'cluster',
  'cscript',
  'diskpart',
  'dcdiag',
  'eseutil',
  'eventquery.vbs',
  'exsetup',
  'fsutil',
  'gpresult',
  'ipconfig',
  'isinteg',
  'listdlls',
  'netdom',
  'netsh',
  'netstat',
  'ngen',
  'nltest',
  'nslookup',
  'openfiles',
  'ping',
  'proxycfg',
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
  'systeminfo',
  'takeown',
  'tracert',
  'tree',
  'w32tm',
  'wevtutil',
  'wscript',
  'wuauclt',
  'xcopy',
]

const CMDLETS: readonly string[] = [
  'Add-PSSnapin',
  'Compare-Object',
  'Export-Clixml',
  'Get-Acl',
  'Get-Alias',
  'Get-ClusteredMailboxServerStatus',
  'Get-Date',
  'Get-EventLog',
  'Get-ExchangeServer',
  'Get-Help',
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
  'Join-Path',
  'Measure-Object',
  'Move-ClusteredMailboxServer',
  'New-Object',
  'New-Service',
  'New-TestCasConnectivityUser',
  'Read-Host',
  'Select-String',
  'Set-Acl',
  'Set-AuthenticodeSignature',
  'Set-Item',
  'Set-Variable',
  'Suspend-Service',
  'Test-ServiceHealth',
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

const leftOutCmdlets: ReadonlySet<string> = new Set(CMDLETS.map(name => fold(name)))

export const isLeftOutCmdlet = (name: string): boolean => leftOutCmdlets.has(fold(name))

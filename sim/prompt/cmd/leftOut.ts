import { fold } from '../../../model/machine/names.ts'
import type { WindowsId } from '../../../model/words/wording.ts'
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
  'arp',
  'at',
  'bcdedit',
  'bitsadmin',
  'certutil',
  'change',
  'chkdsk',
  'choice',
  'cipher',
  'clip',
  'cluster',
  'comp',
  'compact',
  'control',
  'csvde',
  'dcdiag',
  'defrag',
  'diskpart',
  'doskey',
  'driverquery',
  'dsget',
  'dsmod',
  'dsquery',
  'dxdiag',
  'eseutil',
  'expand',
  'exsetup',
  'forfiles',
  'ftp',
  'gpresult',
  'ipconfig',
  'isinteg',
  'label',
  'ldifde',
  'listdlls',
  'logman',
  'logoff',
  'makecab',
  'mode',
  'msconfig',
  'msg',
  'nbtstat',
  'netdom',
  'netstat',
  'ngen',
  'nltest',
  'nslookup',
  'openfiles',
  'pathping',
  'perfmon',
  'pskill',
  'pslist',
  'psservice',
  'qprocess',
  'query',
  'quser',
  'regini',
  'regsvr32',
  'repadmin',
  'robocopy',
  'route',
  'runas',
  'schtasks',
  'secedit',
  'sfc',
  'sigverif',
  'sn',
  'subst',
  'takeown',
  'telnet',
  'tftp',
  'tracert',
  'tree',
  'tskill',
  'typeperf',
  'w32tm',
  'waitfor',
  'winver',
  'wscript',
  'wuauclt',
]

/** Programs that only one of the systems has. */
const PROGRAMS_OF: Readonly<Record<WindowsId, readonly string[]>> = {
  'windows-server-2003': ['bootcfg'],
  'windows-server-2008': ['appcmd', 'auditpol', 'klist', 'pnputil', 'servermanagercmd', 'setspn'],
}

const CMDLETS: readonly string[] = [
  'Compare-Object',
  'ConvertTo-Html',
  'Export-Console',
  'Format-Custom',
  'Format-Wide',
  'Export-Clixml',
  'Get-Acl',
  'Get-Alias',
  'Get-Host',
  'Get-Member',
  'Get-PSSnapin',
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
  'New-Object',
  'New-Service',
  'Read-Host',
  'Set-Acl',
  'Set-AuthenticodeSignature',
  'Set-Item',
  'Set-Variable',
  'Suspend-Service',
]

/** Of the snap-in of Exchange: without it PowerShell does not know them. */
const EXCHANGE_CMDLETS: readonly string[] = [
  'Dismount-Database',
  'Get-ClientAccessServer',
  'Get-ClusteredMailboxServerStatus',
  'Get-ExchangeServer',
  'Get-MailboxDatabase',
  'Get-MailboxServer',
  'Get-MailboxStatistics',
  'Get-OwaVirtualDirectory',
  'Get-PublicFolderDatabase',
  'Get-Queue',
  'Get-StorageGroupCopyStatus',
  'Mount-Database',
  'Move-ClusteredMailboxServer',
  'New-TestCasConnectivityUser',
]

const leftOut = (name: string, where: Pick<PromptCommand, 'inside' | 'on'> = {}): PromptCommand => ({
  names: [name],
  help: '',
  ...where,
  ms: 5,
  run: () => notSimulated(name),
})

export const leftOutCommands: readonly PromptCommand[] = [
  ...INSIDE.map(name => leftOut(name, { inside: true })),
  ...PROGRAMS.map(name => leftOut(name)),
  ...Object.entries(PROGRAMS_OF).flatMap(([on, names]) => names.map(name => leftOut(name, { on: on as WindowsId }))),
]

/** Of cmdlets, as they are written. */
export const leftOutNames: readonly string[] = [...CMDLETS, ...EXCHANGE_CMDLETS]

/** As PowerShell 1.0 has them for those. */
const ALIASES: readonly string[] = [
  'clv',
  'compare',
  'diff',
  'epal',
  'fw',
  'gal',
  'gdr',
  'ghy',
  'gm',
  'group',
  'gsnp',
  'gu',
  'gv',
  'h',
  'history',
  'iex',
  'ihy',
  'ii',
  'ipcsv',
  'nal',
  'ndr',
  'nv',
  'r',
  'rdr',
  'rsnp',
  'rv',
  'rvpa',
  'sal',
  'set',
  'si',
  'sv',
  'tee',
]

const leftOutCmdlets: ReadonlySet<string> = new Set([...leftOutNames, ...ALIASES].map(name => fold(name)))

export const isLeftOutCmdlet = (name: string): boolean => leftOutCmdlets.has(fold(name))

const exchangeCmdlets: ReadonlySet<string> = new Set(EXCHANGE_CMDLETS.map(name => fold(name)))

export const isExchangeCmdlet = (name: string): boolean => exchangeCmdlets.has(fold(name))

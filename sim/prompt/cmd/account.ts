import { accountDomain, sidOf } from '../../../model/installer/accounts.ts'
import { isServer2003 } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { done, failed, machineOf, type Output, type PromptSession } from '../window/session.ts'
import { type CommandCall, invalidArgument, type PromptCommand } from '../window/syntax.ts'

/**
 * `whoami`: the account and what its token holds. Whoever types here is an administrator whose token is whole. Tables and
 * names of groups and rights: from memory of the program, modelled. Knows nothing of what an account may do to a file.
 */

const user = (session: PromptSession): string => `${fold(accountDomain(machineOf(session)))}\\administrator`

type Cells = readonly string[]

/** A title, a ruler below the names of the columns, each as wide as its widest cell. */
function ruledTable(title: string, head: Cells, rows: readonly Cells[]): string[] {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map(cells => cells[i]!.length)))
  const line = (cells: Cells): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join(' ')
      .trimEnd()
  return [
    '',
    title,
    '-'.repeat(title.length),
    '',
    line(head),
    widths.map(width => '='.repeat(width)).join(' '),
    ...rows.map(line),
  ]
}

const GROUP = 'Mandatory group, Enabled by default, Enabled group'
const WELL_KNOWN = 'Well-known group'

const GROUPS: readonly Cells[] = [
  ['Everyone', WELL_KNOWN, 'S-1-1-0', GROUP],
  ['BUILTIN\\Administrators', 'Alias', 'S-1-5-32-544', `${GROUP}, Group owner`],
  ['BUILTIN\\Users', 'Alias', 'S-1-5-32-545', GROUP],
  ['NT AUTHORITY\\INTERACTIVE', WELL_KNOWN, 'S-1-5-4', GROUP],
  ['NT AUTHORITY\\Authenticated Users', WELL_KNOWN, 'S-1-5-11', GROUP],
  ['NT AUTHORITY\\This Organization', WELL_KNOWN, 'S-1-5-15', GROUP],
  ['LOCAL', WELL_KNOWN, 'S-1-2-0', GROUP],
]
/** From Server 2008 on a token has a level; that of one that is whole is high. */
const LEVEL: Cells = ['Mandatory Label\\High Mandatory Level', 'Label', 'S-1-16-12288', GROUP]

const RIGHTS: readonly Cells[] = [
  ['SeSecurityPrivilege', 'Manage auditing and security log', 'Disabled'],
  ['SeTakeOwnershipPrivilege', 'Take ownership of files or other objects', 'Disabled'],
  ['SeLoadDriverPrivilege', 'Load and unload device drivers', 'Disabled'],
  ['SeSystemtimePrivilege', 'Change the system time', 'Disabled'],
  ['SeBackupPrivilege', 'Back up files and directories', 'Disabled'],
  ['SeRestorePrivilege', 'Restore files and directories', 'Disabled'],
  ['SeShutdownPrivilege', 'Shut down the system', 'Disabled'],
  ['SeDebugPrivilege', 'Debug programs', 'Disabled'],
  ['SeChangeNotifyPrivilege', 'Bypass traverse checking', 'Enabled'],
  ['SeImpersonatePrivilege', 'Impersonate a client after authentication', 'Enabled'],
  ['SeCreateGlobalPrivilege', 'Create global objects', 'Enabled'],
]

const ANSWERS: Readonly<Record<string, (session: PromptSession) => string[]>> = {
  '/user': session => {
    const sid = sidOf('Administrator', machineOf(session).texture)
    return ruledTable('USER INFORMATION', ['User Name', 'SID'], [[user(session), sid]])
  },
  '/groups': session => {
    const old = isServer2003(machineOf(session))
    const head = ['Group Name', 'Type', 'SID', 'Attributes']
    return ruledTable('GROUP INFORMATION', head, old ? GROUPS : [...GROUPS, LEVEL])
  },
  '/priv': () => ruledTable('PRIVILEGES INFORMATION', ['Privilege Name', 'Description', 'State'], RIGHTS),
}

function whoami({ session, given }: CommandCall): Output {
  const all = given.has('/all')
  const asked = Object.keys(ANSWERS).filter(name => given.has(name))
  if (asked.length > 1 || (all && asked.length > 0)) {
    return failed(1, ['ERROR: Invalid syntax.', 'Type "WHOAMI /?" for usage.'])
  }
  if (!all && asked.length === 0) return done([user(session)])
  return done([...(all ? Object.keys(ANSWERS) : asked).flatMap(name => ANSWERS[name]!(session)), ''])
}

export const accountCommands: readonly PromptCommand[] = [
  {
    names: ['whoami'],
    help: 'whoami [/user | /groups | /priv | /all]   the account, and what its token holds',
    ms: 40,
    syntax: {
      flags: [...Object.keys(ANSWERS), '/all'],
      absent: ['/upn', '/fqdn', '/logonid', '/fo', '/nh'],
      operands: 0,
      refuse: invalidArgument,
    },
    run: whoami,
  },
]

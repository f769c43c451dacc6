import type { Role } from '../roles.ts'
import type { ScriptRole } from '../serviceLists.ts'

/**
 * What setup does for each role, in the order in which it does it: its task, and the components that the task goes through.
 * Names as tasks of that time have them; which components there are is modelled (memory). Knows no server.
 */

export interface SetupTask {
  /** `all`: whatever the roles are. */
  readonly role: Role | 'all'
  readonly name: string
  readonly title: string
  readonly task: string
  readonly services: ScriptRole
  readonly components: readonly (readonly [name: string, what: string])[]
}

export const SETUP_TASKS: readonly SetupTask[] = [
  {
    role: 'all',
    name: 'AdminToolsRole',
    title: 'Management Tools',
    task: 'Install-AdminToolsRole',
    services: 'AdminTools',
    components: [
      ['Admin Tools Setup', 'Installing the management tools.'],
      ['PowerShell Snap-in', 'Registering the snap-ins of the management shell.'],
    ],
  },
  {
    role: 'hub-transport',
    name: 'BridgeheadRole',
    title: 'Hub Transport Role',
    task: 'Install-BridgeheadRole',
    services: 'Bridgehead',
    components: [
      ['Bridgehead Role Setter', 'Configuring the Hub Transport role.'],
      ['Bridgehead Service', 'Configuring the transport service.'],
      ['Bridgehead Edge Sync', 'Configuring the EdgeSync service.'],
      ['Bridgehead Connectors', 'Creating receive connectors.'],
      ['Bridgehead Performance Counters', 'Installing performance counters.'],
    ],
  },
  {
    role: 'client-access',
    name: 'ClientAccessRole',
    title: 'Client Access Role',
    task: 'Install-ClientAccessRole',
    services: 'ClientAccess',
    components: [
      ['Client Access Role Setter', 'Configuring the Client Access role.'],
      ['Outlook Web Access', 'Creating virtual directories for Outlook Web Access.'],
      ['ActiveSync', 'Creating the virtual directory for ActiveSync.'],
      ['Web Services', 'Creating virtual directories for Web services.'],
      ['POP3 and IMAP4', 'Configuring the services for POP3 and IMAP4.'],
      ['Client Access Performance Counters', 'Installing performance counters.'],
    ],
  },
  {
    role: 'unified-messaging',
    name: 'UnifiedMessagingRole',
    title: 'Unified Messaging Role',
    task: 'Install-UnifiedMessagingRole',
    services: 'UnifiedMessaging',
    components: [
      ['Unified Messaging Role Setter', 'Configuring the Unified Messaging role.'],
      ['Unified Messaging Service', 'Configuring the service for Unified Messaging.'],
      ['Speech Engine', 'Configuring the speech engine.'],
    ],
  },
  {
    role: 'mailbox',
    name: 'MailboxRole',
    title: 'Mailbox Role',
    task: 'Install-MailboxRole',
    services: 'Mailbox',
    components: [
      ['Mailbox Role Setter', 'Configuring the Mailbox role.'],
      ['Mailbox Store', 'Configuring the information store.'],
      ['Mailbox Search', 'Configuring the indexing of mailboxes.'],
      ['Mailbox Assistants', 'Configuring the mailbox assistants.'],
      ['System Attendant', 'Configuring the system attendant.'],
      ['First Storage Group', 'Creating the first storage group and mailbox database.'],
      ['Mailbox Performance Counters', 'Installing performance counters.'],
    ],
  },
  {
    role: 'edge-transport',
    name: 'GatewayRole',
    title: 'Edge Transport Role',
    task: 'Install-GatewayRole',
    services: 'Gateway',
    components: [
      ['Gateway Role Setter', 'Configuring the Edge Transport role.'],
      ['Directory Service', 'Creating the instance of the directory service.'],
      ['Gateway Service', 'Configuring the transport service.'],
      ['Gateway Performance Counters', 'Installing performance counters.'],
    ],
  },
]

export function setupTasks(roles: readonly Role[]): SetupTask[] {
  return SETUP_TASKS.filter(({ role }) => role === 'all' || roles.includes(role))
}

/** What is looked at before anything is changed, by the names of rules of the Best Practices Analyzer. */
export const PREREQUISITES: readonly { readonly rule: string; readonly role: Role | 'all'; readonly text: string }[] = [
  { rule: 'CpuPrereq', role: 'all', text: 'The processor is one that this edition runs on.' },
  { rule: 'OSPrereq', role: 'all', text: 'The operating system and its service pack are supported.' },
  { rule: 'FrameworkPrereq', role: 'all', text: 'The .NET Framework 2.0 is installed.' },
  { rule: 'PowerShellPrereq', role: 'all', text: 'Windows PowerShell 1.0 is installed.' },
  { rule: 'MMCPrereq', role: 'all', text: 'Microsoft Management Console 3.0 is installed.' },
  { rule: 'RebootPendingPrereq', role: 'all', text: 'No restart is pending.' },
  { rule: 'IISPrereq', role: 'mailbox', text: 'Internet Information Services is installed.' },
  { rule: 'CollaborationDataPrereq', role: 'mailbox', text: 'The update for collaboration data objects is installed.' },
  { rule: 'AspNetPrereq', role: 'client-access', text: 'ASP.NET 2.0 is allowed.' },
  { rule: 'RpcProxyPrereq', role: 'client-access', text: 'The component RPC over HTTP is installed or not wanted.' },
  { rule: 'SmtpNotPresentPrereq', role: 'hub-transport', text: 'The SMTP service of Windows is not installed.' },
  { rule: 'SpeechPrereq', role: 'unified-messaging', text: 'The media codecs for Unified Messaging are installed.' },
  { rule: 'AdamPrereq', role: 'edge-transport', text: 'The directory service in application mode is installed.' },
]

import { modelled, type Sourced } from '../words/grade.ts'
import type { ProductFile } from './productFile.ts'
import type { Role } from './roles.ts'

/**
 * The Feature table of the product: a feature for each role, and below it parts of it. The roles' names are those that
 * setup.com prints and ServiceControl.ps1 knows; what is below them is ours. Knows no component.
 */

interface ProductFeature {
  readonly role: Role | 'all'
  readonly feature: string
  readonly parent?: string
  /** As setup shows it. */
  readonly title: string
  /** Which files of its parent's are its own. */
  readonly holds?: RegExp
}

const ROOT = 'ExchangeServer'
const SHARED = 'AdminTools'

export const featuresOrigin: Sourced = modelled('exchange-2007.md 3.2; parts of roles are our choice')

/** Parents before children, as FeaturePublish has them. */
export const features: readonly ProductFeature[] = [
  { role: 'all', feature: ROOT, title: 'Microsoft Exchange Server 2007' },
  { role: 'all', feature: SHARED, parent: ROOT, title: 'Management Tools' },
  {
    role: 'all',
    feature: 'ManagementConsole',
    parent: SHARED,
    title: 'Exchange Management Console',
    holds: /\.(?:ManagementGUI|Management\.SnapIn\.Esm)\b/,
  },
  { role: 'all', feature: 'Toolbox', parent: SHARED, title: 'Toolbox', holds: /\\(?:ExBPA|ExTRA)[^\\]*$/ },
  { role: 'all', feature: 'ShellScripts', parent: SHARED, title: 'Shell Scripts', holds: /^Scripts\\/ },
  { role: 'all', feature: 'SchemaFiles', parent: SHARED, title: 'Schema Files', holds: /^Setup\\Data\\/ },
  { role: 'mailbox', feature: 'Mailbox', parent: ROOT, title: 'Mailbox Role' },
  {
    role: 'mailbox',
    feature: 'ContentIndexing',
    parent: 'Mailbox',
    title: 'Content Indexing',
    holds: /\\FTERef\\|\\Microsoft\.Exchange\.Search\b/,
  },
  { role: 'client-access', feature: 'ClientAccess', parent: ROOT, title: 'Client Access Role' },
  {
    role: 'client-access',
    feature: 'OutlookWebAccess',
    parent: 'ClientAccess',
    title: 'Outlook Web Access',
    holds: /^ClientAccess\\owa\\/,
  },
  {
    role: 'client-access',
    feature: 'ActiveSync',
    parent: 'ClientAccess',
    title: 'Exchange ActiveSync',
    holds: /^ClientAccess\\Sync\\/,
  },
  {
    role: 'client-access',
    feature: 'PopImap',
    parent: 'ClientAccess',
    title: 'POP3 and IMAP4',
    holds: /^ClientAccess\\PopImap\\/,
  },
  { role: 'hub-transport', feature: 'Bridgehead', parent: ROOT, title: 'Hub Transport Role' },
  { role: 'unified-messaging', feature: 'UnifiedMessaging', parent: ROOT, title: 'Unified Messaging Role' },
  {
    role: 'unified-messaging',
    feature: 'UMLanguage_en_US',
    parent: 'UnifiedMessaging',
    title: 'Unified Messaging Language Pack (en-US)',
    holds: /^UnifiedMessaging\\/,
  },
  { role: 'edge-transport', feature: 'Gateway', parent: ROOT, title: 'Edge Transport Role' },
]

/** Rows of FeatureComponents: each role's feature has the file, or the part of it that it belongs to. */
export function featuresOf({ roles, path }: ProductFile): string[] {
  const wholes = features.filter(
    ({ parent, role }) => parent === ROOT && (roles === 'all' ? role === 'all' : holdsRole(roles, role)),
  )
  return wholes.map(
    ({ feature }) => features.find(row => row.parent === feature && row.holds?.test(path))?.feature ?? feature,
  )
}

const holdsRole = (roles: readonly Role[], role: Role | 'all'): boolean => role !== 'all' && roles.includes(role)

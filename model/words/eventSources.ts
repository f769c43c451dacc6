import type { WindowsId } from './wording.ts'

/** Who reports events: the names that sources have in the logs. Two of them have another name on each Windows. */

type ByWindows = Readonly<Record<WindowsId, string>>

export const INSTALLER_SOURCE = 'MsiInstaller'
export const CONTROL_MANAGER_SOURCE = 'Service Control Manager'
export const RESTART_MANAGER_SOURCE = 'Microsoft-Windows-RestartManager'
export const EVENT_LOG_SOURCE = 'EventLog'
/** Whoever asks for a restart does it through this library. */
export const SHUTDOWN_SOURCE = 'USER32'
export const KERNEL_SOURCE = 'Microsoft-Windows-Kernel-General'
export const OWA_SOURCE = 'MSExchange OWA'
export const UPDATE_CLIENT_SOURCE: ByWindows = {
  'windows-server-2003': 'Windows Update Agent',
  'windows-server-2008': 'Microsoft-Windows-WindowsUpdateClient',
}
export const COMPONENT_SOURCE: ByWindows = {
  'windows-server-2003': 'DCOM',
  'windows-server-2008': 'Microsoft-Windows-DistributedCOM',
}

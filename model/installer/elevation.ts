import { type InstallerRun, type InstallSession, log, policies, setProperty } from './session.ts'

/**
 * Whose rights a run has, as the engine says it: policies, who has assigned the product, and from 4.0 on what User Account
 * Control made of the caller (MSI_LUA). Every run here is maintenance of a product that is installed for the machine. Forms and
 * order: corpus 108 (administrator), 007 (filtered token), msi-log-anatomy.md 3.1 and 3.3. Decides nothing.
 */

const knowsTokens = ({ host }: InstallerRun): boolean => host.machine.windows.engineNumber >= 400

/** Is a whole administrator known from the beginning? Then the privileges are only looked at once the product is known. */
export const asksLate = (run: InstallerRun): boolean => knowsTokens(run) && run.request.elevated

/** DisableMsi is read the first time. */
export function lookUpPrivileges(session: InstallSession, isFirst: boolean): void {
  if (isFirst) policies(session, 'machine', 'DisableMsi')
  policies(session, 'machine', 'AlwaysInstallElevated')
  policies(session, 'user', 'AlwaysInstallElevated')
  sayAssigned(session)
  log(session, 'elevatedAssigned', session.product.productCode)
}

function sayAssigned(session: InstallSession): void {
  log(session, 'adminAssigned', session.product.productCode)
  log(session, 'managed', session.product.productCode)
}

/** The service looks whether anybody has to be asked; the client asks later, or never. */
export function sayElevation(session: InstallSession): void {
  const { run, speaker } = session
  if (speaker.side === 'c') return
  sayAssigned(session)
  if (!knowsTokens(run)) return
  if (run.request.elevated || run.request.ui === 'full') log(session, 'luaNotRequired')
  else if (run.request.ui === 'none') log(session, 'luaSilent')
}

/** The properties that a package sees of it. */
export function setElevation(session: InstallSession): void {
  const { run, speaker } = session
  if (!knowsTokens(run)) return
  log(session, speaker.side === 'c' ? 'luaClient' : 'luaManaged')
  setProperty(session, 'AdminUser', '1')
  log(session, 'luaRunningElevated')
  setProperty(session, 'MsiRunningElevated', '1')
  setProperty(session, 'Privileged', '1')
}

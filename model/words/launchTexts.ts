/** What packages of updates say when they do not go on. Does not know when they say it. */

/** Texts that every update's package carries as properties, so that every verbose log dumps them (bulletin). */
export const LAUNCH_TEXTS: Readonly<Record<string, string>> = {
  msgRequiresProc:
    "The version of this file is not compatible with the version of Exchange Server 2007 that you're running. Check your computer to see whether you need an x64 (64-bit) or x86 (32-bit) version of this file.",
  msgINTERIMUPDATEDETECTED:
    'Unable to install because a previous Interim Update for Exchange Server 2007 has been installed. Please use Add/Remove Programs to uninstall the Interim Update before running this setup again.',
  msgInterimIncorrectRollup:
    'Installation cannot continue. The [Wizard] has determined that this Interim Update is incompatible with the current Exchange Server 2007 configuration.',
  msgUninstallTargetRollupBeforeInterim:
    'Uninstall cannot continue. The [Wizard] has determined that an Interim Update has been installed. This Update Rollup cannot be uninstalled until the Interim Update has been uninstalled.',
  msgOlderInstallOnNewerRollupIncorrectRollup:
    'Installation cannot continue. The [Wizard] has determined that this Update Rollup has been superseded by the currently installed Update Rollup. Installation of this Update Rollup is unnecessary.',
}

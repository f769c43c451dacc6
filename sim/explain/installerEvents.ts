import { INSTALLER_SOURCE } from '../../model/words/eventSources.ts'
import {
  eventOfMessage,
  INSTALLER_EVENTS,
  LOGGED_MESSAGES,
  MESSAGE_EVENTS,
  UNNUMBERED_EVENT,
  unnumberedEvent,
} from '../../model/words/events.ts'
import type { MessageNumber } from '../../model/words/messages.ts'
import { type Advice, type Meaning, meaningOf, meaningsOf, type Named } from './meaning.ts'
import { MESSAGE_ADVICE } from './messages.ts'

/** Events of the source MsiInstaller in the Application log. What they say: model/words. */

const ADVICE: Readonly<Record<keyof typeof INSTALLER_EVENTS, Advice>> = {
  1001: {
    occurs: 'On-demand repair found a part of a product missing; 1004 follows. No rollup is involved.',
    next: 'Read 1004 for the thing that is missing.',
  },
  1002: {
    occurs: "A value of the installer's registration is wrong: damage, or a registry edited by hand.",
    next: 'Look at the key that it names. Where registration is beyond repair, a rebuild is the way out.',
  },
  1003: {
    occurs: "A key of the installer's registration is wrong: damage, or a registry edited by hand.",
    next: 'Look at the key that it names. Where registration is beyond repair, a rebuild is the way out.',
  },
  1004: {
    occurs: 'Follows 1001 and names the file or key that a component is recognised by.',
    next: 'See who removed it.',
  },
  1005: {
    occurs: 'The installer itself starts a restart; the return code is 1641. Rollups leave the restart to people.',
    next: 'See who called the installer, and with which switches.',
  },
  1006: {
    occurs: 'A cabinet should be checked and the checker is absent.',
    next: 'Look at the Cryptographic Services.',
  },
  1007: {
    occurs: 'A software restriction forbids the package: return code 1625, or 1643 for an .msp.',
    next: 'Ask who sets the policy, and compare the signature of the package.',
  },
  1008: {
    occurs:
      'The check of a package against the policy itself failed, as it does when memory runs out on a large .msp; 11718 follows.',
    next: 'Look at free memory and at the signature of the package.',
  },
  1012: {
    occurs: 'A 64-bit package was advertised on a 32-bit Windows.',
    next: 'Take the other package.',
  },
  1013: {
    occurs: 'The engine met an exception that it does not handle.',
    next: 'Compare the version of msi.dll with that of a healthy server.',
  },
  1014: {
    occurs: 'A part of the installer that connects its two sides is not registered.',
    next: 'Register Windows Installer again with msiexec /regserver.',
  },
  1015: {
    occurs: 'The client did not reach the service; the call returns 1601. It has the HRESULT of the connection.',
    next: 'Explain that HRESULT, and type `sc qc msiserver`.',
  },
  1016: {
    occurs: 'As 1004, for a component that runs from its source.',
    next: 'Make the source reachable.',
  },
  1017: {
    occurs: 'An account got another identifier. Exchange is installed for the machine and not concerned.',
    next: 'See which account it names.',
  },
  1018: {
    occurs: 'Application compatibility stopped a program.',
    next: 'See which product it names.',
  },
  1019: {
    occurs: 'A rollup was removed, for example by way of Add or Remove Programs.',
    next: 'Check versions, services and Outlook Web Access.',
  },
  1020: {
    occurs: 'A rollup could not be removed, and there is a log.',
    next: 'In the log that it names, find the first `return value 3`.',
  },
  1021: {
    occurs: 'A rollup could not be removed, and nobody wrote a log.',
    next: 'Switch logging on, then try again.',
  },
  1022: {
    occurs: 'The rollup is installed. It says nothing about the scripts, whose failures the installer may not see.',
    next: 'Check the services and Outlook Web Access all the same.',
  },
  1023: {
    occurs: 'The rollup could not be installed, and there is a log. The code in it is mostly 1603 and names no cause.',
    next: 'In the log that it names, find the first `return value 3`; in the Application log, read the event just before.',
  },
  1024: {
    occurs:
      'The rollup could not be installed, and nobody wrote a log. The code in it is mostly 1603 and names no cause.',
    next: 'Install again with /lxv* and a path, or set the Logging policy for the time of the test.',
  },
  1025: {
    occurs:
      'Before anything is replaced, one event for each file in use and each process that holds it. Alone it is no failure.',
    next: 'See whether 1306 or 3010 follows; the process named is the one to stop.',
  },
  1026: {
    occurs:
      "The installer's registry key had an owner it does not trust, and was made anew. Registered products are gone.",
    next: 'See which programs are still listed as installed.',
  },
  1027: {
    occurs: "A key of the installer's registration had an owner it does not trust, and was deleted.",
    next: 'See which key it names and what belonged to it.',
  },
  1028: {
    occurs:
      'The folder C:\\WINDOWS\\Installer had an owner it does not trust, and was made anew. Cached packages are gone.',
    next: 'Put the original packages back, or every rollup from now on fails with 1635.',
  },
  1029: {
    occurs: 'The rollup is installed and a restart was put off; the return code is 3010.',
    next: 'Restart the server.',
  },
  1030: {
    occurs: 'A file that Windows protects was left alone.',
    next: 'See which product it names.',
  },
  1031: {
    occurs: 'An assembly was in use, so a restart is due.',
    next: 'Restart the server.',
  },
  1032: {
    occurs: 'Environment variables could not be refreshed.',
    next: 'Sign in again.',
  },
  1033: {
    occurs:
      'A first installation ended, well or not; also a patch that fits no product. The last number is the return code.',
    next: 'Read the last number: Information as a level does not mean success.',
  },
  1034: {
    occurs: 'A product was removed, or not: the last number is the return code.',
    next: 'Read the last number.',
  },
  1035: {
    occurs:
      'A run on an installed product ended, well or not: with every rollup from Windows Installer 4.0 on. The last number is the return code.',
    next: 'Read the last number: Information as a level does not mean success.',
  },
  1036: {
    occurs:
      'Stands behind 1022, 1023 or 1024 from Windows Installer 4.0 on, one for each patch. The last number is the return code.',
    next: 'Read the last number: Information as a level does not mean success.',
  },
  1037: {
    occurs: 'Stands behind 1019, 1020 or 1021 from Windows Installer 4.0 on. The last number is the return code.',
    next: 'Read the last number.',
  },
  1038: {
    occurs: 'The rollup is installed and a restart is due. Type 2 is one that was put off; reason 1 is files in use.',
    next: 'Restart the server.',
  },
  1040: {
    occurs: 'A transaction begins, from Windows Installer 4.5 on.',
    next: 'Look for 1042 behind it: without it the run was cut off.',
  },
  1042: {
    occurs: 'A transaction ends, from Windows Installer 4.5 on; well or not.',
    next: 'Read the events between 1040 and this one.',
  },
  1044: {
    occurs: 'A later Windows that runs signed programs only. Windows Server 2003 and 2008 do not write it.',
    next: 'See which server it comes from.',
  },
}

/** Messages about which there is more to say where they are events. */
const RESULTS: Readonly<Partial<Record<MessageNumber, Advice>>> = {
  1707: {
    occurs: 'A first installation ended well. For a rollup the event is 11728.',
    next: 'Nothing is wrong.',
  },
  1708: {
    occurs: 'A run ended before there was anything to configure: the patch did not fit, or could not be opened.',
    next: 'Read the code in 1023 or 1024 before it: 1642 is the baseline, 1635 a package that cannot be opened.',
  },
  1715: {
    occurs: 'A short result of older engines, which no engine of a server with Exchange 2007 writes.',
    next: 'Nothing is wrong.',
  },
  1716: {
    occurs: 'A short result of older engines, which no engine of a server with Exchange 2007 writes.',
    next: 'Nothing is wrong.',
  },
  1717: {
    occurs: 'A short result of older engines, which no engine of a server with Exchange 2007 writes.',
    next: 'Nothing is wrong.',
  },
  1724: {
    occurs: 'A product was removed.',
    next: 'See whether somebody meant to.',
  },
  1725: {
    occurs: 'A product could not be removed.',
    next: 'Find the first `return value 3` in the log.',
  },
  1726: {
    occurs: 'A product was advertised. Rollups do not do this.',
    next: 'Nothing is wrong.',
  },
  1727: {
    occurs: 'A product could not be advertised. Rollups do not do this.',
    next: 'See which product it names.',
  },
  1728: {
    occurs: 'The product was changed as asked: the rollup is installed, or removed.',
    next: '1022 or 1019 beside it names the rollup. Check services and Outlook Web Access all the same.',
  },
  1729: {
    occurs: 'The product could not be changed. It follows every failed rollup and never says why.',
    next: 'Read the event before it with an Error number, such as 11306, and the code in 1023 or 1024.',
  },
}

/** A launch condition, a search of the rollup's own, or an internal error: texts without a number of their own. */
const UNNUMBERED: Advice = {
  occurs:
    'The package itself says why it does not go on: wrong architecture, an interim update, a newer rollup. Also an internal error, whose number stands in the text.',
  next: 'Read the text: it is the reason. Nothing has been changed yet.',
}

const nameOf = (id: number): string => `${INSTALLER_SOURCE} ${id}`

const event = (id: number): Named => ({ kind: 'event', code: id, name: nameOf(id) })

export const installerEventMeanings: readonly Meaning[] = [
  ...meaningsOf('event', INSTALLER_EVENTS, ADVICE, nameOf),
  meaningOf(event(UNNUMBERED_EVENT), unnumberedEvent, UNNUMBERED),
  ...LOGGED_MESSAGES.map(number =>
    meaningOf(event(MESSAGE_EVENTS + number), eventOfMessage(number), RESULTS[number] ?? MESSAGE_ADVICE[number]),
  ),
]

import { EVENT_LOG_EVENTS, KERNEL_EVENTS, SHUTDOWN_EVENTS } from '../../model/words/bootEvents.ts'
import {
  COMPONENT_SOURCE,
  CONTROL_MANAGER_SOURCE,
  EVENT_LOG_SOURCE,
  KERNEL_SOURCE,
  OWA_SOURCE,
  RESTART_MANAGER_SOURCE,
  SHUTDOWN_SOURCE,
  UPDATE_CLIENT_SOURCE,
} from '../../model/words/eventSources.ts'
import {
  COMPONENT_EVENTS,
  CONTROL_MANAGER_EVENTS,
  OWA_EVENTS,
  RESTART_MANAGER_EVENTS,
  UPDATE_CLIENT_EVENTS,
} from '../../model/words/events.ts'
import type { Row } from '../../model/words/wording.ts'
import { dailyEventMeanings } from './dailyEvents.ts'
import { type Advice, type Meaning, meaningsOf } from './meaning.ts'

/** Events of Windows and of Exchange, in the Application log and in the System log. What they say: model/words. */

type About<Rows> = Readonly<Record<keyof Rows, Advice>>

const RESTART_MANAGER: About<typeof RESTART_MANAGER_EVENTS> = {
  10000: {
    occurs: 'A session of the Restart Manager begins. It frames every run on Server 2008, in use or not.',
    next: 'Nothing is wrong.',
  },
  10001: {
    occurs: 'The session ends.',
    next: 'Nothing is wrong.',
  },
  10002: {
    occurs: 'A program or service is stopped because it holds a file that is to be replaced.',
    next: 'Look for 10003, or see that it runs again.',
  },
  10003: {
    occurs: 'What was stopped is started again.',
    next: 'Nothing is wrong.',
  },
  10004: {
    occurs: 'The files of the run are handed over; it stands in a log of its own.',
    next: 'Nothing is wrong.',
  },
  10005: {
    occurs: 'Something holds a file that cannot be let go while Windows runs.',
    next: 'Restart the server after the run.',
  },
  10006: {
    occurs: 'A program or service did not stop, so its file is replaced at the restart, or message 1306 follows.',
    next: 'Stop what it names, then install again.',
  },
  10007: {
    occurs: 'What was stopped did not start again.',
    next: 'Start it by hand, and look in the System log for the reason.',
  },
  10008: {
    occurs: 'The Restart Manager failed in itself.',
    next: 'Switch it off for one run with MSIRESTARTMANAGERCONTROL=Disable.',
  },
  10009: {
    occurs: 'A file is held by a shared process and the service in it is not known.',
    next: 'Find the services of that process with tasklist /svc.',
  },
  10010: {
    occurs: 'A program cannot be started again by itself.',
    next: 'Start it by hand after the run.',
  },
}

const CONTROL_MANAGER: About<typeof CONTROL_MANAGER_EVENTS> = {
  7000: {
    occurs:
      'A service did not start. After a failed rollup the reason is mostly that it is disabled; after a good one, that it missed the time-out.',
    next: 'Read the error in it: 1058 is a disabled service, 1053 a time-out with 7009 beside it.',
  },
  7001: {
    occurs: 'A service did not start because another one that it needs did not.',
    next: 'Go to the service in second place and look for its own 7000 or 7009.',
  },
  7003: {
    occurs: 'A service needs one that does not exist, NtLmSsp for example.',
    next: 'Create or enable the missing one (KB951402), then start the services.',
  },
  7009: {
    occurs:
      'A service did not report within 30 seconds. After a rollup on a server without Internet access, managed services wait for revocation lists that long.',
    next: 'See whether only managed services are concerned and whether crl.microsoft.com can be reached; a second start often works.',
  },
  7017: {
    occurs: 'A service was to be started that needs, directly or not, a service that needs it; the caller gets 1059.',
    next: 'Follow the dependencies in `sc qc` until a name comes again. Somebody has changed DependOnService under the key of a service.',
  },
  7018: {
    occurs: 'Windows came up, and automatic services need each other in a circle: none of these has started.',
    next: 'See which automatic services are stopped, and follow their dependencies until a name comes again.',
  },
  7034: {
    occurs:
      'The process of a service was ended, or broke down; whatever other services ran in it has an event of its own.',
    next: 'See who ended it at that time, and start the service again.',
  },
  7035: {
    occurs: 'Somebody has had a service started or stopped; the user of the event is who it was. Server 2003 only.',
    next: 'A 7036 behind it says that the service has done it.',
  },
  7036: {
    occurs: 'A service stopped or started. A rollup stops some twenty and starts them again.',
    next: 'See which services have a stopped and no running behind it.',
  },
  7040: {
    occurs:
      'A rollup disables the services of Exchange and IIS, and sets them back at the end. Where the way back is missing, they stay disabled.',
    next: 'Each event tells what the start type was: with these, services can be set back by hand when the saved state is lost.',
  },
}

const UPDATE_CLIENT: About<typeof UPDATE_CLIENT_EVENTS> = {
  19: {
    occurs: 'Windows Update or Automatic Updates installed the rollup.',
    next: 'Check the services and Outlook Web Access all the same.',
  },
  20: {
    occurs:
      'Windows Update or Automatic Updates did not install the rollup. The error is mostly 0x80070643, which is 1603.',
    next: 'Look in the Application log at the same minute for MsiInstaller 1023 or 1024, and the event before it.',
  },
}

const COMPONENTS: About<typeof COMPONENT_EVENTS> = {
  10005: {
    occurs: 'In the System log: a program wanted a service that is disabled, Windows Installer for example.',
    next: 'Read the name of the service in it, then type `sc qc` and that name.',
  },
}

const EVENT_LOG: About<typeof EVENT_LOG_EVENTS> = {
  6005: {
    occurs: 'Windows has come up: the log is open.',
    next: 'A 6006 or a 6008 before it says how it went down.',
  },
  6006: {
    occurs: 'Windows was shut down in order.',
    next: 'USER32 1074 before it says who asked for it.',
  },
  6008: {
    occurs: 'The server lost power or was reset. If a rollup was being installed, its transaction is still open.',
    next: 'See whether 1040 has no 1042 behind it; the next call of the installer undoes what was begun.',
  },
  6009: {
    occurs: 'Windows comes up, and says which it is.',
    next: 'Nothing is wrong.',
  },
  6013: {
    occurs: 'The log says for how long Windows has run: when it has come up, and once a day.',
    next: 'Nothing is wrong.',
  },
}

const SHUTDOWN: About<typeof SHUTDOWN_EVENTS> = {
  1074: {
    occurs: 'Somebody, or the installer, has had the server restarted.',
    next: 'Read the comment: the installer names the product for which it did it.',
  },
  1075: {
    occurs: 'A restart that was to come has been called off.',
    next: 'The 1074 before it says who had asked for it.',
  },
}

const KERNEL: About<typeof KERNEL_EVENTS> = {
  12: {
    occurs: 'Windows starts; on Server 2008.',
    next: 'A 13 before it belongs to an orderly shutdown; without one the power had gone.',
  },
  13: {
    occurs: 'Windows shuts down in order; on Server 2008.',
    next: 'Nothing is wrong.',
  },
}

const OWA: About<typeof OWA_EVENTS> = {
  46: {
    occurs:
      'A user signs in to Outlook Web Access on one Client Access server, the mailbox is behind another one, and this server has no folder of the files of the version there. Such users get no further; all others do.',
    next: 'Compare ExSetup.exe on both servers, then bring the one that reports it to the level of the other.',
  },
}

function eventsOf<Id extends number>(
  source: string,
  rows: Readonly<Record<Id, Row>>,
  advice: Readonly<Record<Id, Advice>>,
): readonly Meaning[] {
  return meaningsOf('event', rows, advice, id => `${source} ${id}`)
}

/** The names that one source has, one for each Windows. */
function newestFirst(names: typeof UPDATE_CLIENT_SOURCE): readonly string[] {
  return [names['windows-server-2008'], names['windows-server-2003']]
}

/** Most likely first where two sources share a number. */
export const systemEventMeanings: readonly Meaning[] = [
  ...eventsOf(CONTROL_MANAGER_SOURCE, CONTROL_MANAGER_EVENTS, CONTROL_MANAGER),
  ...eventsOf(RESTART_MANAGER_SOURCE, RESTART_MANAGER_EVENTS, RESTART_MANAGER),
  ...newestFirst(UPDATE_CLIENT_SOURCE).flatMap(source => eventsOf(source, UPDATE_CLIENT_EVENTS, UPDATE_CLIENT)),
  ...newestFirst(COMPONENT_SOURCE).flatMap(source => eventsOf(source, COMPONENT_EVENTS, COMPONENTS)),
  ...eventsOf(EVENT_LOG_SOURCE, EVENT_LOG_EVENTS, EVENT_LOG),
  ...eventsOf(SHUTDOWN_SOURCE, SHUTDOWN_EVENTS, SHUTDOWN),
  ...eventsOf(KERNEL_SOURCE, KERNEL_EVENTS, KERNEL),
  ...eventsOf(OWA_SOURCE, OWA_EVENTS, OWA),
  ...dailyEventMeanings,
]

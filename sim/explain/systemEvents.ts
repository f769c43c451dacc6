import { type Meaning, meaningsOf } from './meaning.ts'

/** The Restart Manager, from Server 2008 on, in the Application log. */
const RESTART_MANAGER = meaningsOf(
  'event',
  { name: 'Microsoft-Windows-RestartManager', grade: 'documented', source: 'technet-cc774718' },
  [
    {
      code: 10000,
      text: 'Starting session %1 - %2.',
      occurs: 'A session of the Restart Manager begins. It frames every run on Server 2008, in use or not.',
      next: 'Nothing is wrong.',
      grade: 'observed',
      source: 'windows-installer.md 1.6',
    },
    {
      code: 10001,
      text: 'Ending session %1 started %2.',
      occurs: 'The session ends.',
      next: 'Nothing is wrong.',
      grade: 'observed',
      source: 'windows-installer.md 1.6',
    },
    {
      code: 10002,
      text: "Shutting down application or service '<DisplayName>'.",
      occurs: 'A program or service is stopped because it holds a file that is to be replaced.',
      next: 'Look for 10003, or see that it runs again.',
      grade: 'observed',
      source: 'windows-installer.md 1.6',
    },
    {
      code: 10003,
      text: "Restarting application or service '<DisplayName>'.",
      occurs: 'What was stopped is started again.',
      next: 'Nothing is wrong.',
    },
    {
      code: 10004,
      text: 'Registering <nFiles> file(s), <nRegProcs> process(es), <nRegServices> service(s).',
      occurs: 'The files of the run are handed over; it stands in a log of its own.',
      next: 'Nothing is wrong.',
    },
    {
      code: 10005,
      text: 'Machine restart is required.',
      occurs: 'Something holds a file that cannot be let go while Windows runs.',
      next: 'Restart the server after the run.',
      grade: 'observed',
      source: 'windows-installer.md 1.6',
    },
    {
      code: 10006,
      text: "Application or service '<DisplayName>' could not be shut down.",
      occurs: 'A program or service did not stop, so its file is replaced at the restart, or message 1306 follows.',
      next: 'Stop what it names, then install again.',
    },
    {
      code: 10007,
      text: "Application or service '<DisplayName>' could not be restarted.",
      occurs: 'What was stopped did not start again.',
      next: 'Start it by hand, and look in the System log for the reason.',
    },
    {
      code: 10008,
      text: 'Restart Manager encountered an internal error.',
      occurs: 'The Restart Manager failed in itself.',
      next: 'Switch it off for one run with MSIRESTARTMANAGERCONTROL=Disable.',
    },
    {
      code: 10009,
      text: 'Service tagging failed to find target service in process %2.',
      occurs: 'A file is held by a shared process and the service in it is not known.',
      next: 'Find the services of that process with tasklist /svc.',
    },
    {
      code: 10010,
      text: "Application '<FullPath>' (pid <Pid>) cannot be restarted - <Reason>.",
      occurs: 'A program cannot be started again by itself.',
      next: 'Start it by hand after the run.',
    },
  ],
)

/** The service control manager, in the System log. */
const CONTROL_MANAGER = meaningsOf('event', { name: 'Service Control Manager', grade: 'modelled', source: 'memory' }, [
  {
    code: 7000,
    text: 'The %1 service failed to start due to the following error: %2',
    occurs:
      'A service did not start. After a failed rollup the reason is mostly that it is disabled; after a good one, that it missed the time-out.',
    next: 'Read the error in it: 1058 is a disabled service, 1053 a time-out with 7009 beside it.',
    grade: 'documented',
    source: 'exchange-2007.md F17',
  },
  {
    code: 7001,
    text: 'The %1 service depends on the %2 service which failed to start because of the following error: %3',
    occurs: 'A service did not start because another one that it needs did not.',
    next: 'Go to the service in second place and look for its own 7000 or 7009.',
  },
  {
    code: 7003,
    text: 'The %1 service depends the following service: %2. This service might not be installed.',
    occurs: 'A service needs one that does not exist, NtLmSsp for example.',
    next: 'Create or enable the missing one (KB951402), then start the services.',
    grade: 'documented',
    source: 'kb951402',
  },
  {
    code: 7009,
    text: 'Timeout (%1 milliseconds) waiting for the %2 service to connect.',
    occurs:
      'A service did not report within 30 seconds. After a rollup on a server without Internet access, managed services wait for revocation lists that long.',
    next: 'See whether only managed services are concerned and whether crl.microsoft.com can be reached; a second start often works.',
    grade: 'documented',
    source: 'exchange-2007.md F17',
  },
  {
    code: 7036,
    text: 'The %1 service entered the %2 state.',
    occurs: 'A service stopped or started. A rollup stops some twenty and starts them again.',
    next: 'See which services have a stopped and no running behind it.',
    grade: 'observed',
    source: 'formats.md 4',
  },
  {
    code: 7040,
    text: 'The start type of the %1 service was changed from %2 to %3.',
    occurs:
      'A rollup disables the services of Exchange and IIS, and sets them back at the end. Where the way back is missing, they stay disabled.',
    next: 'Each event tells what the start type was: with these, services can be set back by hand when the saved state is lost.',
    grade: 'modelled',
    source: 'memory',
  },
])

/** What Windows Update notes in the System log; the source has two names. */
const updateClient = (source: string): readonly Meaning[] =>
  meaningsOf('event', { name: source, grade: 'modelled', source: 'memory' }, [
    {
      code: 19,
      text: 'Installation Successful: Windows successfully installed the following update: %1',
      occurs: 'Windows Update or Automatic Updates installed the rollup.',
      next: 'Check the services and Outlook Web Access all the same.',
    },
    {
      code: 20,
      text: 'Installation Failure: Windows failed to install the following update with error %1: %2.',
      occurs:
        'Windows Update or Automatic Updates did not install the rollup. The error is mostly 0x80070643, which is 1603.',
      next: 'Look in the Application log at the same minute for MsiInstaller 1023 or 1024, and the event before it.',
      grade: 'documented',
      source: 'formats.md 4',
    },
  ])

/** What starts services for a call from another program; the source has two names. */
const components = (source: string): readonly Meaning[] =>
  meaningsOf('event', { name: source, grade: 'modelled', source: 'exchange-2007.md F24' }, [
    {
      code: 10005,
      text: 'DCOM got error "%1" attempting to start the service %2 with arguments "%3" in order to run the server: %4',
      occurs: 'In the System log: a program wanted a service that is disabled, Windows Installer for example.',
      next: 'Read the name of the service in it, then type `sc qc` and that name.',
    },
  ])

const EVENT_LOG = meaningsOf('event', { name: 'EventLog', grade: 'modelled', source: 'memory' }, [
  {
    code: 6008,
    text: 'The previous system shutdown at %1 on %2 was unexpected.',
    occurs: 'The server lost power or was reset. If a rollup was being installed, its transaction is still open.',
    next: 'See whether 1040 has no 1042 behind it; the next call of the installer undoes what was begun.',
  },
])

/** Most likely first where two sources share a number. */
export const SYSTEM_EVENTS: readonly Meaning[] = [
  ...CONTROL_MANAGER,
  ...RESTART_MANAGER,
  ...updateClient('Microsoft-Windows-WindowsUpdateClient'),
  ...updateClient('Windows Update Agent'),
  ...components('DCOM'),
  ...components('Microsoft-Windows-DistributedCOM'),
  ...EVENT_LOG,
]

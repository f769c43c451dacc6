import { type CommandRow, JOBS, JSON_FLAG, KNOWN, SCENARIO, SEED, type Taken } from './commandRow.ts'
import { seconds, seed } from './options.ts'

/** Rows of the table of commands: what a trainer does with a class. Does not know how: commands/. */

const SESSIONS: Taken = {
  name: '<session...>',
  is: 'files that `lab1603 drill --session` has kept, or folders of them',
}

const UNUSABLE = 'no file holds a session of a scenario that is known here'

export const CLASS_COMMANDS = {
  'drill pack': {
    does: 'seal labs for a class: the same fault for all, each on a machine of its own, and nothing in clear',
    takes: SCENARIO,
    options: [
      {
        flags: '--class <file>',
        does: 'roster, a CSV with the columns name and email: a lab for each (default: one lab)',
      },
      { flags: '--out <dir>', does: 'folder of the labs; what is there stays', required: true },
      { flags: '--key <file>', does: 'key that opens the answers; a new one is written where none is', required: true },
      {
        flags: '--seed <n>',
        does: 'whole number from which each lab draws its own seed, for machines that anybody can have again (default: the key)',
        read: seed,
      },
      { flags: '--exam', does: 'nothing is taken back in these labs' },
      JSON_FLAG,
    ],
    examples: [
      'lab1603 drill pack file-in-use --class roster.csv --out labs --key class.key',
      'lab1603 drill pack my-scenario.yaml --class roster.csv --out exam --key exam.key --seed 7 --exam --json',
    ],
    ends: {
      done: 'all labs are there',
      unusable:
        'the scenario, the roster or the key cannot be used, or another file is in the way; nothing is written then',
    },
  },

  'drill grade': {
    does: 'grade sessions: everything in them is done again',
    takes: SESSIONS,
    options: [...KNOWN, JOBS, JSON_FLAG],
    examples: [
      'lab1603 drill grade monday.jsonl',
      'lab1603 drill grade monday.jsonl --scenario my-scenario.yaml --json',
      'lab1603 drill grade handed-in --lab labs --key class.key',
    ],
    ends: {
      done: 'all are graded, whatever they are worth',
      expectationFailed: 'some are graded; files that could not be are named',
      unusable: UNUSABLE,
    },
  },

  'drill report': {
    does: 'grade the sessions of a class, and write what came out as pages, a table, JUnit and JSON',
    takes: SESSIONS,
    options: [
      ...KNOWN,
      { flags: '--out <dir>', does: 'folder of the report (default: report in the folder of the sessions, or here)' },
      { flags: '--title <text>', does: 'what the page is headed with (default: Class)' },
      JOBS,
      JSON_FLAG,
    ],
    examples: [
      'lab1603 drill report handed-in --lab labs --key class.key',
      'lab1603 drill report monday.jsonl --out report --title "Monday"',
    ],
    ends: {
      done: 'all are graded, and the report is there',
      expectationFailed: 'the report is there, and names files that could not be graded',
      unusable: 'there is no session, a lab or the key cannot be used, or the report not be written there',
    },
  },

  'drill watch': {
    does: 'see a class at work: who is where, and who is stuck',
    takes: { name: '<dir>', is: 'folder in which the sessions are' },
    options: [
      ...KNOWN,
      { flags: '--every <seconds>', does: 'how often it looks', read: seconds, byDefault: 2 },
      { flags: '--once', does: 'look once, print it, and end' },
      { flags: '--plain', does: 'lines instead of a screen: a row whenever somebody has done something' },
      { flags: '--json', does: 'look once and print one JSON object' },
    ],
    examples: [
      'lab1603 drill watch handed-in --lab labs --key class.key --once',
      'lab1603 drill watch handed-in --json',
    ],
    ends: { done: 'it was left', unusable: 'the folder cannot be read, or a lab or the key not be used' },
  },

  handout: {
    does: 'write the evidence and the ticket as one archive under a neutral name, and the truth as another',
    takes: SCENARIO,
    options: [
      SEED,
      {
        flags: '--out <file.zip>',
        does: 'archive to be handed out; the truth gets -truth behind its name (default: ticket-NUMBER.zip)',
      },
      JSON_FLAG,
    ],
    examples: ['lab1603 handout file-in-use', 'lab1603 handout my-scenario.yaml --seed 7 --out monday.zip --json'],
    ends: {
      done: 'both are there',
      unusable: 'the scenario cannot be simulated, or another file is in the way',
    },
  },
} satisfies Readonly<Record<string, CommandRow>>

import { SPLIT_KINDS } from '../sim/corpus/fleet/limits.ts'
import { CLASS_COMMANDS } from './classCommands.ts'
import { type CommandRow, JOBS, JSON_FLAG, KNOWN, type OptionRow, SCENARIO, SEED, type Taken } from './commandRow.ts'
import {
  causeId,
  commandOn,
  count,
  DEFAULT_SEED,
  days,
  factor,
  hosts,
  kbNumber,
  logLevel,
  percent,
  personName,
  queueUrl,
  range,
  recordCount,
  seconds,
  seed,
  shard,
  shareOf,
  size,
  startMoment,
} from './options.ts'

/**
 * What there is to say of each command: the command line is made from it, `--help`, the README's table and docs/commands.md,
 * and its examples are run by a test. Does not know how a command does what it does: commands/.
 */

export type { CommandRow, OptionRow } from './commandRow.ts'

const EVIDENCE: Taken = { name: '<path...>', is: 'files, folders, a bundle, or - for stdin' }

const LOG_LEVEL: OptionRow = {
  flags: '--log-level <letters>',
  does: "letters of msiexec's /l for every log that a step asks for, such as '*'",
  read: logLevel,
}
const RULES: OptionRow = { flags: '--rules <dir>', does: 'add the rule packs of a folder, or one file' }
const SCENARIOS: OptionRow = {
  flags: '--scenario <scenario...>',
  does: 'take these in turn (default: all that are listed)',
}
const COMBINE: OptionRow = {
  flags: '--combine <n>',
  does: 'combine so many of their faults, such as 2 or 1-4, at random and on random servers',
  read: range,
}
const SEEDS: OptionRow = {
  flags: '--seed <n>',
  does: 'whole number from which each bundle draws its own seed',
  read: seed,
  byDefault: DEFAULT_SEED,
}
const QUEUE: OptionRow = {
  flags: '--queue <url>',
  does: 'let the workers of a queue do it (redis://HOST:PORT): docs/scale.md',
  read: queueUrl,
}
const MUTATE: OptionRow = {
  flags: '--mutate <name...>',
  does: 'look at each bundle once more as each of these leaves it, such as noise-files or tail: docs/rules.md lists them',
}

const MUTATE_ONE: OptionRow = {
  flags: '--mutate <name>',
  does: 'hand the evidence over as this leaves it, such as pasted or tail: docs/rules.md lists them',
}
const MUTATE_EACH: OptionRow = {
  flags: '--mutate <name...>',
  does: 'write each bundle once more as each of these leaves it, such as noise-files or tail: docs/rules.md lists them',
}

export const SCHEMA_NAMES = [
  'scenario',
  'fleet',
  'rules',
  'examples',
  'observations',
  'bundle',
  'diagnosis',
  'session',
] as const
export type SchemaName = (typeof SCHEMA_NAMES)[number]

export const REPORTERS = ['pretty', 'json', 'junit', 'github'] as const
export type Reporter = (typeof REPORTERS)[number]

export const STREAM_FORMATS = ['jsonl', 'msi-log', 'evtx-xml', 'wef', 'ecs', 'otlp', 'syslog', 'splunk-hec'] as const
export type StreamFormat = (typeof STREAM_FORMATS)[number]

export const LAYOUT_NAMES = [
  'sigmahq',
  'attack-data',
  'security-datasets',
  'loghub',
  'elastic-package',
  'cmtraceopen',
] as const
export type LayoutName = (typeof LAYOUT_NAMES)[number]

export const LABELS_OPTIONS = ['sidecar', 'field', 'none'] as const
export type LabelsOption = (typeof LABELS_OPTIONS)[number]

/** What commands of two words have in common, by the first. */
export const GROUPS: Readonly<Record<string, string>> = {
  rules: 'rule packs, put to the test',
  corpus: 'many bundles and their lock',
}

export const COMMANDS = {
  list: {
    does: 'list the scenarios',
    options: [JSON_FLAG],
    examples: ['lab1603 list', 'lab1603 list --json'],
    ends: { done: 'all are listed', unusable: 'one of them is broken; the others are listed' },
  },

  run: {
    does: 'simulate, write a bundle, tell the story',
    takes: SCENARIO,
    options: [
      SEED,
      {
        flags: '--rollup <kb>',
        does: 'install this rollup instead of the one of each install step',
        read: kbNumber,
      },
      LOG_LEVEL,
      MUTATE_ONE,
      { flags: '--out <dir>', does: 'folder of the bundle (default: out/SCENARIO-SEED)' },
      JSON_FLAG,
    ],
    examples: [
      'lab1603 run file-in-use',
      'lab1603 run file-in-use --seed 7 --rollup KB940006 --out lab/monday',
      "lab1603 run file-in-use --log-level '*'",
      'lab1603 run file-in-use --mutate pasted --out lab/pasted',
      'lab1603 run my-scenario.yaml --json',
      'lab1603 run - < my-scenario.yaml',
    ],
    ends: {
      done: 'the bundle is written, whatever the simulated installer returned',
      unusable: 'the scenario cannot be simulated, or the bundle not be written there',
    },
  },

  diagnose: {
    does: 'find causes in files, folders or a bundle, simulated or real',
    takes: EVIDENCE,
    options: [RULES, JSON_FLAG],
    examples: [
      'lab1603 diagnose out/file-in-use-1',
      'lab1603 diagnose KB935490.log Application.evt',
      'lab1603 diagnose - --json < KB935490.log',
      'lab1603 diagnose out/file-in-use-1 --rules my-rules',
    ],
    ends: {
      done: 'it was read, whether or not there is a cause in it',
      unusable: 'nothing of it can be diagnosed, or it cannot be read; or a rule pack cannot be used',
    },
  },

  repair: {
    does: 'run, diagnose, apply the remedies, run again, until the outcome is known',
    takes: SCENARIO,
    options: [SEED, { flags: '--out <dir>', does: 'write the servers as they are at the end, as a bundle' }, JSON_FLAG],
    examples: ['lab1603 repair services-disabled', 'lab1603 repair my-scenario.yaml --seed 7 --json'],
    ends: {
      done: 'every server is as its healthy twin (restored), or was to be left alone (nothing-to-do)',
      expectationFailed:
        'not: the rest is by hand (by-hand), it has to be built anew (rebuild), or the advice ended (stuck)',
      unusable: 'the scenario cannot be simulated',
    },
  },

  generate: {
    does: 'make a corpus: many bundles and a lock file that holds them to their bytes',
    options: [
      SCENARIOS,
      COMBINE,
      { flags: '--count <n>', does: 'how many bundles; a fleet goes without', read: count },
      { flags: '--fleet <file>', does: 'the hosts of an organisation around an update night: docs/logtools.md' },
      { flags: '--hosts <n>', does: 'the same without a file: so many hosts of one site', read: hosts },
      { flags: '--domain <name>', does: 'their domain (default: contoso.com)' },
      { flags: '--days <n>', does: 'how many days their logs have (default: 30)', read: days },
      {
        flags: '--split <kind...>',
        does: 'parts for learning in which no host, time, cause or combination of causes stands on both sides (default: all four)',
        choices: SPLIT_KINDS,
      },
      SEEDS,
      LOG_LEVEL,
      MUTATE_EACH,
      {
        flags: '--out <dir>',
        does: 'folder of the corpus, in which what is there already is kept; - for a tar archive on stdout; a new file that ends in .tar or .tar.zst; s3://BUCKET/PREFIX for the workers of a queue',
        required: true,
      },
      JOBS,
      { flags: '--shard <i/n>', does: 'make only this part', read: shard },
      QUEUE,
      { flags: '--json', does: 'list the bundles as they are made, one to a line' },
    ],
    examples: [
      'lab1603 generate --count 20 --out corpus',
      'lab1603 generate --scenario file-in-use my-scenario.yaml --count 8 --seed 7 --out corpus --jobs 4',
      'lab1603 generate --count 20 --out corpus --shard 1/4',
      'lab1603 generate --combine 1-4 --count 10 --out corpus',
      'lab1603 generate --scenario clean-install --count 4 --queue redis://queue:6379 --out corpus',
      'lab1603 generate --scenario file-in-use --count 2 --mutate encodings pasted tail --out corpus',
      'lab1603 generate --scenario clean-install --count 2 --out - | lab1603 verify -',
      'lab1603 generate --scenario clean-install --count 2 --out corpus.tar --json',
      'lab1603 generate --hosts 5 --domain contoso.com --days 2 --out fleet',
      'lab1603 generate --fleet fleet.yaml --split host cause --out fleet',
    ],
    ends: {
      done: 'all bundles and the lock are there',
      unusable: 'a scenario or the place is unusable; what is finished stays, and no lock is written',
    },
  },

  work: {
    does: 'work for a queue: take parts of a corpus or of a rule test, until it is told to end',
    options: [
      { ...QUEUE, does: 'redis://HOST:PORT', required: true },
      JOBS,
      { flags: '--out <dir>', does: 'where the folder of a corpus lies on this machine, if it lies elsewhere' },
      {
        flags: '--patience <seconds>',
        does: 'a worker of which nothing is heard for so long has lost its part',
        read: seconds,
        byDefault: 30,
      },
      { flags: '--linger <seconds>', does: 'end when no part came for so long (default: stay)', read: seconds },
    ],
    examples: ['lab1603 work --queue redis://queue:6379 --linger 1'],
    ends: {
      done: 'it was told to end (SIGTERM, SIGINT), or nothing came for so long',
      unusable: 'the queue cannot be reached, or a package for it is missing',
    },
  },

  'corpus merge': {
    does: 'join the locks of the parts of a corpus: one lock, as one machine would have written it',
    takes: { name: '<dir...>', is: 'folders with locks of parts, which `generate --shard` has written' },
    options: [
      {
        flags: '--out <dir>',
        does: 'folder that takes the lock, and fleet.json and split.json of a fleet (default: the first)',
      },
    ],
    examples: ['lab1603 corpus merge parts'],
    ends: {
      done: 'the lock is written',
      unusable: 'a part is missing, there twice or of another plan, or a lock cannot be read or written',
    },
  },

  verify: {
    does: 'check that a corpus, or a bundle, still has the bytes that were promised',
    takes: { name: '<dir>', is: 'folder of a corpus or of a bundle, or a tar archive of one; - is stdin' },
    options: [{ flags: '--again', does: 'simulate every bundle again and compare' }, JSON_FLAG],
    examples: ['lab1603 verify corpus', 'lab1603 verify corpus --again', 'lab1603 verify out/file-in-use-1 --json'],
    ends: {
      done: 'it has them',
      expectationFailed: 'something is missing, changed or unexpected, or comes out otherwise',
      unusable: 'nothing is promised there, or it cannot be read',
    },
  },

  emit: {
    does: 'send what the servers write as one stream, in the order of time',
    takes: {
      name: '<scenario-or-bundle-or-corpus>',
      is: 'a scenario as for `lab1603 run`, or the folder of a bundle or of a corpus',
    },
    options: [
      { flags: '--as <format>', does: 'form of each record', choices: STREAM_FORMATS },
      {
        flags: '--to <where>',
        does: '- for stdout, a new file, tcp://HOST:PORT, udp://HOST:PORT, http(s)://HOST:PORT for ecs, otlp and splunk-hec; with --follow a folder (default: -)',
      },
      {
        flags: '--start <time>',
        does: 'begin at another time: now, 2026-03-01T08:00:00 by the clock of the first server, or with Z or an offset',
        read: startMoment,
      },
      { flags: '--keep-weekday', does: 'move the start by whole weeks only, to the last such moment before' },
      {
        flags: '--speed <n>',
        does: 'play so many seconds in one (default: as fast as it goes; with --follow 1)',
        read: factor,
      },
      { flags: '--rate <n>', does: 'records a second', read: factor },
      {
        flags: '--count <n>',
        does: 'so many records; when all have been, they come again with new seeds',
        read: recordCount,
      },
      { flags: '--bytes <size>', does: 'as many records as it takes for this size, such as 200MB', read: size },
      { flags: '--follow', does: 'write the logs themselves to a new folder, as they grow' },
      {
        flags: '--labels <where>',
        does: 'what each record means: in a file beside, in a field of the record, or nowhere (default: field for jsonl, none for the others)',
        choices: LABELS_OPTIONS,
      },
      { flags: '--seed <n>', does: 'whole number; the same seed gives the same bytes (default: 1)', read: seed },
    ],
    examples: [
      'lab1603 emit file-in-use --as jsonl',
      'lab1603 emit file-in-use --as evtx-xml --start 2026-03-01T08:00:00 --to events.xml --labels sidecar',
      'lab1603 emit out/file-in-use-1 --as syslog --labels field --rate 5000 --count 100',
      'lab1603 emit corpus --as ecs --to corpus.ndjson',
      'lab1603 emit services-disabled --follow --to live --speed 10000',
    ],
    ends: {
      done: 'as many records were delivered as were asked for',
      expectationFailed: 'fewer were: how many, and why, is told',
      unusable: 'the scenario, the bundle or the corpus cannot be simulated, or a file not be written',
    },
  },

  export: {
    does: 'write runs in the layout of another project, with what is true of them',
    takes: {
      name: '<scenario-or-bundle-or-corpus>',
      is: 'a scenario as for `lab1603 run`, or the folder of a bundle or of a corpus',
    },
    options: [
      { flags: '--as <layout>', does: 'which layout: docs/logtools.md', choices: LAYOUT_NAMES, required: true },
      { flags: '--out <dir>', does: 'a new folder', required: true },
      { flags: '--seed <n>', does: 'whole number; the same seed gives the same bytes (default: 1)', read: seed },
      JSON_FLAG,
    ],
    examples: [
      'lab1603 export file-in-use --as sigmahq --out sigma',
      'lab1603 export out/file-in-use-1 --as elastic-package --out elastic',
      'lab1603 export corpus --as loghub --out loghub --json',
    ],
    ends: {
      done: 'all of it is written',
      expectationFailed: 'nothing of it has a place in that layout',
      unusable: 'the scenario, the bundle or the corpus cannot be simulated, or the folder not be written',
    },
  },

  replay: {
    does: 'step through a run, forward and back',
    takes: {
      name: '<scenario-or-bundle-or-session>',
      is: 'a scenario as for `lab1603 run`, the folder of a bundle, or the session of a drill',
    },
    options: [
      { flags: '--seed <n>', does: 'whole number; the same seed gives the same bytes', read: seed },
      { flags: '--plain', does: 'print the timeline as text, as is done off a terminal' },
      { flags: '--hide-future', does: 'show nothing beyond the moment that is looked at, not even the title' },
      {
        flags: '--record <file>',
        does: 'write it as a recording for players of terminals, FILE.cast, and show nothing',
      },
      ...KNOWN,
    ],
    examples: [
      'lab1603 replay file-in-use',
      'lab1603 replay file-in-use --hide-future',
      'lab1603 replay out/file-in-use-1',
      'lab1603 replay monday.jsonl',
      'lab1603 replay file-in-use --plain | less',
      'lab1603 replay monday.jsonl --record monday.cast',
    ],
    ends: { done: 'it was shown', unusable: 'the scenario, the bundle or the session cannot be simulated' },
  },

  fixtures: {
    does: 'make bundles that a rule of Sigma must find, nearly finds, and must not find',
    options: [
      { flags: '--for <rule.yml>', does: 'the rule: single events of a Windows log', required: true },
      { flags: '--out <dir>', does: 'a new folder', required: true },
      { flags: '--count <n>', does: 'how many of each at most', read: count, byDefault: 2 },
      SEED,
      SCENARIOS,
      JSON_FLAG,
    ],
    examples: ['lab1603 fixtures --for my-rule.yml --scenario file-in-use clean-install product-absent --out fixtures'],
    ends: {
      done: 'there is one at least that the rule must find',
      expectationFailed: 'no scenario makes an event that the rule fits',
      unusable: 'the rule or the place is unusable, or asks for what is not simulated; nothing was written',
    },
  },

  drill: {
    does: 'sit down at the broken server, repair it, and be graded',
    takes: { name: '<scenario>', is: 'an id from `lab1603 list`, or a path to a YAML file' },
    options: [
      { flags: '--seed <n>', does: 'whole number; the same seed gives the same server (default: 1)', read: seed },
      { flags: '--plain', does: 'plain lines on stdin and stdout, as off a terminal; on a terminal it has screens' },
      {
        flags: '--session <file>',
        does: 'keep everything that is done there, line by line; what is there already is gone on with',
      },
      { flags: '--name <text>', does: 'who sits there, for the session', read: personName },
      { flags: '--exam', does: 'no hints, nothing taken back, no score before the hand-in' },
      { flags: '--key <file>', does: 'the key of a sealed lab: whoever has it gets hints, score and grade' },
      { flags: '--json', does: 'after the hand-in print the grade as one JSON object, and everything else to stderr' },
    ],
    examples: [
      'lab1603 drill file-in-use',
      'lab1603 drill file-in-use --plain --session monday.jsonl --name Ada',
      'lab1603 drill file-in-use --exam --json < typed.txt',
      'lab1603 drill labs/1-ada.lab --key class.key',
    ],
    ends: {
      done: 'it was handed in, or can be gone on with',
      unusable: 'the scenario cannot be simulated, or the session not be read or written',
    },
  },

  ...CLASS_COMMANDS,

  'rules explain': {
    does: 'show for each branch of the rules whether it holds, and by which line',
    takes: EVIDENCE,
    options: [{ flags: '--rule <id>', does: 'this rule alone, whatever it says' }, RULES, JSON_FLAG],
    examples: [
      'lab1603 rules explain out/file-in-use-1',
      'lab1603 rules explain out/file-in-use-1 --rule setup-logs-missing',
      'lab1603 rules explain KB935490.log --rules my-rules --json',
    ],
    ends: {
      done: 'it was read, whatever the rules say of it',
      unusable:
        'nothing of it can be diagnosed, or it cannot be read; there is no such rule, or a rule pack cannot be used',
    },
  },

  'rules test': {
    does: 'count how often rules, or a program, find what is there, and what is not',
    options: [
      RULES,
      {
        flags: '--exec <command>',
        does: 'ask this program instead, with {dir} for the folder: it prints {"causes": [...]}',
        read: commandOn,
      },
      {
        flags: '--timeout <seconds>',
        does: 'how long the program may take for a folder',
        read: seconds,
        byDefault: 60,
      },
      SCENARIOS,
      COMBINE,
      { flags: '--count <n>', does: 'how many bundles (default: as many as scenarios)', read: count },
      SEEDS,
      { flags: '--corpus <dir>', does: 'take the bundles of a corpus that `generate` has made instead' },
      MUTATE,
      JOBS,
      QUEUE,
      { flags: '--reporter <name>', does: 'form of the result', choices: REPORTERS, byDefault: 'pretty' },
      {
        flags: '--min-precision <share>',
        does: 'of the claims of each rule so large a share has to be true, from 0 to 1',
        read: shareOf,
      },
      {
        flags: '--min-recall <share>',
        does: 'of the bundles that show the cause of a rule, so large a share has to be found by it or another',
        read: shareOf,
      },
    ],
    examples: [
      'lab1603 rules test --scenario file-in-use services-disabled',
      'lab1603 rules test --combine 1-3 --count 10 --seed 7',
      'lab1603 rules test --rules my-rules --scenario file-in-use --reporter json',
      'lab1603 rules test --scenario file-in-use --min-precision 1 --min-recall 0.98',
      'lab1603 rules test --corpus corpus --reporter junit > junit.xml',
      'lab1603 rules test --scenario file-in-use --mutate encodings pasted only-events',
      "lab1603 rules test --scenario file-in-use --exec 'lab1603 diagnose {dir} --json'",
    ],
    ends: {
      done: 'the bundles were diagnosed and counted',
      expectationFailed:
        'a rule claims more that is not so, or a cause is found less often, than was asked for; something else is said of evidence from which nothing was taken; or a program did not answer',
      unusable: 'a scenario, a corpus, a rule pack or a program cannot be used',
    },
  },

  'rules mutate': {
    does: 'weaken rules, one thing at a time, and tell what no bundle notices',
    options: [
      {
        flags: '--rules <dir>',
        does: 'weaken the rule packs of a folder, or one file (default: those of the program)',
      },
      { flags: '--only <rule...>', does: 'weaken these rules alone, and the conditions that they use' },
      SCENARIOS,
      { ...COMBINE, does: 'take beside them combinations of so many of their faults, such as 2 or 1-4' },
      { flags: '--count <n>', does: 'how many combinations (default: 40)', read: count },
      SEEDS,
      MUTATE,
      JOBS,
      {
        flags: '--fail-under <percent>',
        does: 'of what was weakened so much has to be noticed, from 0 to 100',
        read: percent,
      },
      JSON_FLAG,
    ],
    examples: [
      'lab1603 rules mutate --only file-in-use --scenario file-in-use file-in-use-interactive clean-install',
      'lab1603 rules mutate --rules my-rules --scenario file-in-use clean-install --fail-under 20 --json',
    ],
    ends: {
      done: 'what nothing notices is told',
      expectationFailed: 'less is noticed than was asked for',
      unusable: 'a scenario or a rule pack cannot be used',
    },
  },

  'rules new': {
    does: 'write a first rule, from what tells a bundle or a log from others',
    takes: { name: '<path>', is: 'a bundle, a folder or a log with the cause, simulated or real' },
    options: [
      { flags: '--cause <id>', does: 'what the rule is to find', read: causeId, required: true },
      { flags: '--out <file>', does: 'write it there, where no file is (default: print it)' },
      {
        flags: '--scenario <scenario...>',
        does: 'hold it against these (default: all that are listed)',
      },
    ],
    examples: [
      'lab1603 rules new out/file-in-use-1 --cause file-in-use --scenario file-in-use clean-install disk-full-early',
      'lab1603 rules new KB935490.log --cause file-in-use --out first.yaml --scenario file-in-use clean-install',
    ],
    ends: {
      done: 'there is a rule, and it finds the cause there',
      unusable: 'nothing there tells it from the others, or a file or a scenario is unusable',
    },
  },

  'rules list': {
    does: 'list the rules, with what each is known from and which scenarios have its cause',
    options: [RULES, JSON_FLAG],
    examples: ['lab1603 rules list', 'lab1603 rules list --rules my-rules --json'],
    ends: { done: 'all are listed', unusable: 'a rule pack cannot be used' },
  },

  explain: {
    does: 'what an event id, a return code, an HRESULT or a number in a log means',
    takes: { name: '<code...>', is: 'a number as it is written, with words around it if they narrow it down' },
    options: [JSON_FLAG],
    examples: [
      'lab1603 explain 1603',
      'lab1603 explain 0x80070643',
      'lab1603 explain -2147287038',
      'lab1603 explain return value 3',
      'lab1603 explain "Note: 1: 2262" --json',
    ],
    ends: { done: 'it is explained', unusable: 'no meaning of it is known' },
  },

  schema: {
    does: 'print a JSON Schema (draft-07) for editors',
    takes: { name: '<name>', is: 'what it describes', choices: SCHEMA_NAMES },
    options: [],
    examples: ['lab1603 schema scenario > scenario.schema.json', 'lab1603 schema rules > rules.schema.json'],
    ends: { done: 'it is printed' },
  },
} satisfies Readonly<Record<string, CommandRow>>

export type CommandName = keyof typeof COMMANDS

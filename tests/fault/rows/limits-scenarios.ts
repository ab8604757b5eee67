// Scenarios that hang, flood, fill or eat: each is ended by the limit that it comes to, told as that,
// and never counts. Those beside it hold all the same.
import path from 'node:path';
import { LAB_SQL, labProject, type LabScenario } from '../../container/lab.ts';
import { attest, dumpMaker } from '../../container/made-dumps.ts';
import { claimsNothing, type Ending, type Fault } from '../fault.ts';

interface Case extends LabScenario {
  /** Its own finding, as `CODE at place: what`; null where it holds. */
  readonly finds: string | null;
}

const INSERT = "INSERT INTO lab.item (name) VALUES ('new');";
const LIFTED = 'SET statement_timeout = 0;\n';
const STATEMENT = 'longer than the 2 s of limits.statementSeconds';
const ANSWER = 'answered more than the 1 MiB of limits.answerMiB';
const CATCHES = `DO $$ BEGIN LOOP
  BEGIN PERFORM pg_sleep(600); EXCEPTION WHEN query_canceled THEN NULL; END;
END LOOP; END $$;`;
const told = (id: string, script: string, line: number, code: string, what: string): string =>
  `${code} at scenarios/${id}/${script}.sql:${line}: ${what}`;

const SHORT: Readonly<Record<string, Case>> = {
  'holds-first': { kind: 'transactional', apply: INSERT, finds: null },
  sleeps: {
    kind: 'transactional',
    apply: `${INSERT}\nSELECT pg_sleep(600);`,
    finds: told('sleeps', 'apply', 2, 'SCENARIO_TIMED_OUT', `"SELECT pg_sleep": ${STATEMENT}`),
  },
  'lifts-the-limit': {
    kind: 'snapshot',
    apply: `${LIFTED}DO $$ BEGIN LOOP END LOOP; END $$;`,
    finds: told('lifts-the-limit', 'apply', 2, 'SCENARIO_TIMED_OUT', `"DO": ${STATEMENT}`),
  },
  'catches-the-end': {
    kind: 'transactional',
    apply: CATCHES,
    finds: told('catches-the-end', 'apply', 1, 'SCENARIO_TIMED_OUT', `"DO": ${STATEMENT}`),
  },
  'sets-its-own-limit': {
    kind: 'snapshot',
    apply: "SET statement_timeout = '100ms';\nSELECT pg_sleep(600);",
    finds: told(
      'sets-its-own-limit',
      'apply',
      2,
      'SCENARIO_TIMED_OUT',
      '"SELECT pg_sleep": canceling statement due to statement timeout (SQLSTATE 57014)',
    ),
  },
  'holds-a-transaction': {
    kind: 'transactional',
    apply: 'SELECT pg_sleep(1);'.repeat(30),
    finds: told(
      'holds-a-transaction',
      'apply',
      1,
      'SCENARIO_TIMED_OUT',
      '"SELECT pg_sleep": its transaction took longer than the 5 s of limits.transactionSeconds',
    ),
  },
  'answers-for-ever': {
    kind: 'snapshot',
    apply: `${LIFTED}SELECT generate_series(1, 100000000000);`,
    finds: told(
      'answers-for-ever',
      'apply',
      2,
      'SCENARIO_OUTPUT_TOO_LARGE',
      `"SELECT generate_series": ${ANSWER}`,
    ),
  },
  'answers-one-huge-row': {
    kind: 'read-only',
    apply: "SELECT repeat('x', 5000000);",
    finds: told(
      'answers-one-huge-row',
      'apply',
      1,
      'SCENARIO_OUTPUT_TOO_LARGE',
      `"SELECT repeat": ${ANSWER}`,
    ),
  },
  'notices-for-ever': {
    kind: 'transactional',
    apply: `${LIFTED}DO $$ BEGIN LOOP RAISE NOTICE '%', repeat('x', 1000); END LOOP; END $$;`,
    finds: told('notices-for-ever', 'apply', 2, 'SCENARIO_OUTPUT_TOO_LARGE', `"DO": ${ANSWER}`),
  },
  'logs-for-ever': {
    kind: 'transactional',
    apply: `${LIFTED}DO $$ BEGIN LOOP RAISE LOG '%', repeat('x', 100000); END LOOP; END $$;`,
    finds: told('logs-for-ever', 'apply', 2, 'SCENARIO_TIMED_OUT', `"DO": ${STATEMENT}`),
  },
  'checks-for-ever': {
    kind: 'transactional',
    apply: INSERT,
    verify: 'SELECT count(*) = 1 FROM (SELECT pg_sleep(600)) AS one;',
    finds: told(
      'checks-for-ever',
      'verify',
      1,
      'SCENARIO_TIMED_OUT',
      `"SELECT count": ${STATEMENT}`,
    ),
  },
  'goes-back-for-ever': {
    kind: 'revert',
    apply: INSERT,
    revert: `DELETE FROM lab.item WHERE name = 'new';\n${CATCHES}`,
    finds: told('goes-back-for-ever', 'revert', 2, 'SCENARIO_TIMED_OUT', `"DO": ${STATEMENT}`),
  },
  'sets-up-for-ever': {
    kind: 'snapshot',
    setup: 'SELECT pg_sleep(600);',
    apply: INSERT,
    finds: told(
      'sets-up-for-ever',
      'setup',
      1,
      'SCENARIO_TIMED_OUT',
      `"SELECT pg_sleep": ${STATEMENT}`,
    ),
  },
  'holds-last': { kind: 'snapshot', apply: 'DROP TABLE lab.part;', finds: null },
};

const LONG: Readonly<Record<string, Case>> = {
  'fills-the-disk': {
    kind: 'snapshot',
    apply:
      "CREATE TABLE lab.fill AS SELECT n, repeat('x', 500) AS x FROM generate_series(1, 1000000000) AS n;",
    finds: 'SCENARIO_DISK_FULL at fills-the-disk: its server was ended: limits.diskMiB was reached',
  },
  'eats-its-memory': {
    kind: 'snapshot',
    apply: `${LIFTED}SELECT length(repeat(repeat('x', 1000000), 1000));`,
    finds:
      'SCENARIO_OUT_OF_MEMORY at eats-its-memory: a process of its server was killed: limits.memoryMiB was reached',
  },
  'holds-beside': { kind: 'transactional', apply: INSERT, finds: null },
  'has-no-end': {
    kind: 'revert',
    apply: Array.from({ length: 300 }, () => 'SELECT pg_sleep(0.5);').join('\n'),
    revert: 'SELECT 1;',
    finds:
      'SCENARIO_TIMED_OUT at has-no-end: not at its end after the 40 s of limits.scenarioSeconds',
  },
};

/** What must be told of each, and that nothing is told of those that hold. */
function endingOf(cases: Readonly<Record<string, Case>>): Ending {
  const says = Object.entries(cases).map(([id, { finds }]) =>
    finds === null ? new RegExp(`^(?![^]*\\b${id}\\b)`) : `${finds}\n`,
  );
  return { exit: 1, status: 'ROLLBACK_NOT_PROVEN', says, packet: 'whole' };
}

function rehearsing(
  words: Pick<Fault, 'name' | 'done'>,
  cases: Readonly<Record<string, Case>>,
  limits: string,
  ends = endingOf(cases),
): Fault {
  return {
    ...words,
    stage: 'scenarios',
    inflict: async (place) => {
      const folder = path.join(place.folder, 'lab');
      const { config } = await labProject(folder, cases, `limits: { ${limits} }`);
      let dump: string;
      {
        await using maker = await dumpMaker(folder, 15);
        dump = await maker.make('lab.dump', LAB_SQL);
        await attest(dump, folder);
      }
      const victim = await place.startRun({ config, dump, more: ['--jobs', '2'] });
      return await victim.ended;
    },
    ends,
    gone: 'at its end',
  };
}

export const SCENARIO_LIMIT_FAULTS: readonly Fault[] = [
  rehearsing(
    {
      name: 'scenarios that hang or answer without an end, beside two that hold',
      done: 'statements sleep, loop, catch their end and lift their limit; in the change, its setup, its check and its way back',
    },
    SHORT,
    'statementSeconds: 2, transactionSeconds: 5, answerMiB: 1',
  ),
  rehearsing(
    {
      name: 'scenarios that fill the disk, eat the memory or have no end, beside one that holds',
      done: 'a table grows until the disk is full, a value until the memory is, and a script goes on',
    },
    LONG,
    'scenarioSeconds: 40, diskMiB: 600, memoryMiB: 768',
  ),
  rehearsing(
    {
      name: 'a scenario that outlives its sandbox',
      done: 'a statement sleeps past the age at which the sandbox ends itself',
    },
    { outlives: { kind: 'snapshot', apply: 'SELECT pg_sleep(280);', finds: null } },
    'lifeSeconds: 60',
    claimsNothing(
      1,
      'SANDBOX_LIMIT_REACHED at sandbox: limits.lifeSeconds (60) was reached, and its server was ended\n',
    ),
  ),
];

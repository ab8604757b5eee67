// Blind instruments, put in the witness's place: each is found out on exactly what it cannot see.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { sha256 } from '../../harness/kernel/index.ts';
import type { Server } from '../../harness/sandbox/index.ts';
import { calibrate, type Instrument } from '../../harness/witness/calibration/calibrate.io.ts';
import { fingerprintOf, sectionPrint } from '../../harness/witness/fingerprint.ts';
import type { CalibrationResult, Fingerprint } from '../../harness/witness/index.ts';
import { beginReading } from '../../harness/witness/look.io.ts';
import {
  sectionsThrough,
  sequencesThrough,
  tablesThrough,
} from '../../harness/witness/reading.io.ts';
import { contentQuery, type StoredTable } from '../../harness/witness/tables.ts';
import { testSandbox, type TestSandbox } from './sandboxes.ts';

const SLOW_MS = 240_000;
const DATABASE = 'small';

/** How an instrument reads; each way that is left out is the careful one. */
interface Reading {
  readonly reads?: (table: StoredTable) => boolean;
  readonly text?: (lines: readonly string[]) => string;
  readonly functionLine?: (line: string) => string;
  readonly hasSequences?: boolean;
}

const concatenated = (lines: readonly string[]): string => lines.join('\n');

/** Each column by itself: which row a value stands in is lost. */
function byColumn(lines: readonly string[]): string {
  const rows = lines.map((line) => line.split('\t'));
  const columns = rows[0]?.map((_, n) => rows.map((row) => row[n] ?? '').sort()) ?? [];
  return JSON.stringify(columns);
}

/** A hash over the rows whose order does not matter, and in which two like rows are none. */
function exclusiveOr(lines: readonly string[]): string {
  const sum = lines.reduce((all, line) => all ^ BigInt(`0x${sha256(line)}`), 0n);
  return `${lines.length} ${sum}`;
}

/** A line holds the body twice: by itself, and in the statement that makes the function. */
function withoutBody(line: string): string {
  return line.replace(/"(?:is|prosrc)": "(?:[^"\\]|\\.)*"/g, '');
}

let held: TestSandbox;
beforeAll(async () => {
  held = await testSandbox(15);
  {
    await using session = await held.sandbox.connect({ database: 'rehearsal_maintenance' });
    await session.client.query(`CREATE DATABASE ${DATABASE} TEMPLATE template0 ENCODING 'UTF8'`);
  }
  await held.sandbox.restart('rehearse');
}, SLOW_MS);
afterAll(async () => {
  await held[Symbol.asyncDispose]();
}, SLOW_MS);

async function printThrough(client: Client, reading: Reading): Promise<Fingerprint> {
  const { reads = () => true, text = concatenated, functionLine = (line) => line } = reading;
  await beginReading(client);
  const prints: Fingerprint['tables'][number][] = [];
  for (const table of await tablesThrough(client)) {
    if (!reads(table)) continue;
    const chunks: Buffer[] = [];
    const stream = client.query(copyTo(contentQuery(table)));
    for await (const chunk of stream) chunks.push(chunk as Buffer); // pg-copy-streams yields buffers
    const lines = Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1);
    const { label, root } = table;
    prints.push({ table: label, root, rows: lines.length, sha256: sha256(text(lines)) });
  }
  const sections = (await sectionsThrough(client)).map(({ section, lines }) =>
    sectionPrint(section, section === 'functions' ? lines.map(functionLine) : lines),
  );
  const isRead = reading.hasSequences ?? true;
  const sequences = isRead ? await sequencesThrough(client) : sectionPrint('sequence values', []);
  return fingerprintOf(prints, sections, sequences);
}

function instrument(server: Server, reading: Reading): Instrument {
  const read = async (): Promise<Fingerprint> => {
    await using session = await server.connect({ database: DATABASE });
    return await printThrough(session.client, reading);
  };
  return {
    look: async () => ({ print: await read() }),
    lookWhole: read,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function calibratedBy(reading: Reading): Promise<CalibrationResult> {
  const { sandbox } = held;
  const subject = instrument(sandbox, reading);
  const start = await subject.lookWhole();
  return await calibrate(
    { server: sandbox, database: DATABASE, keptFolder: '/tmp', start },
    { open: () => Promise.resolve(subject), isTogether: true },
  );
}

test.each<[string, Reading, readonly string[]]>([
  ['careful', {}, []],
  [
    'one that ignores which row a value stands in',
    { text: byColumn },
    ["two rows' values swapped"],
  ],
  [
    'one that combines rows by XOR',
    { text: exclusiveOr },
    ['a pair of equal rows became another pair'],
  ],
  [
    'one without separators between columns',
    { text: (lines) => lines.map((line) => line.replaceAll('\t', '')).join('\n') },
    ['text moved over a column border'],
  ],
  [
    'one whose separators may stand in values',
    { text: (lines) => lines.map((line) => line.replaceAll('\\t', '\t')).join('\n') },
    ['a tab moved over a column border'],
  ],
  [
    // Blindnesses that do not hide each other: one calibration finds each of them.
    'one that takes NULL for nothing, composes letters, and leaves out sequences, the bodies of functions and unlogged tables',
    {
      text: (lines) =>
        lines
          .map((line) => line.replaceAll(/(?<!\\)\\N/g, ''))
          .join('\n')
          .normalize('NFC'),
      hasSequences: false,
      functionLine: withoutBody,
      reads: ({ name }) => name !== 'careless',
    },
    [
      "NULL against ''",
      'a letter in two code points',
      'a row of an unlogged table',
      'the body of a function',
      'where a sequence stands',
      'whether a sequence was called',
    ],
  ],
])(
  'an instrument, %s, is blind to exactly what it cannot see',
  async (_, reading, blind) => {
    const { evidence, findings } = await calibratedBy(reading);
    const missed = evidence.trials.filter(({ seen }) => seen !== 'HELD');
    const inOrder = missed.map(({ kind }) => kind);
    expect(inOrder.toSorted()).toEqual(blind.toSorted());
    expect(missed.map(({ seen, restored }) => [seen, restored])).toEqual(
      blind.map(() => ['NOT_HELD', 'HELD']),
    );
    expect(findings.map(({ code, where }) => [code, where])).toEqual(
      inOrder.map((kind) => ['CALIBRATION_BLIND', `calibration: ${kind}`]),
    );
    expect(evidence.judgement).toBe(blind.length === 0 ? 'HELD' : 'NOT_HELD');
  },
  SLOW_MS,
);

test(
  'an instrument that always answers the same is blind to everything',
  async () => {
    const { sandbox } = held;
    const start = await instrument(sandbox, {}).lookWhole();
    const { evidence } = await calibrate(
      { server: sandbox, database: DATABASE, keptFolder: '/tmp', start },
      {
        isTogether: true,
        open: () =>
          Promise.resolve({
            look: () => Promise.resolve({ print: start }),
            lookWhole: () => Promise.resolve(start),
            [Symbol.asyncDispose]: () => Promise.resolve(),
          }),
      },
    );
    expect([evidence.judgement, evidence.seen]).toEqual(['NOT_HELD', 0]);
  },
  SLOW_MS,
);

test.each([2, 3])(
  'one that breaks at look %i is believed in nothing, and the clone is left as it was',
  async (broken) => {
    const { sandbox } = held;
    const real = instrument(sandbox, {});
    const start = await real.lookWhole();
    let looks = 0;
    const { evidence, findings } = await calibrate(
      { server: sandbox, database: DATABASE, keptFolder: '/tmp', start },
      {
        isTogether: true,
        open: () =>
          Promise.resolve({
            ...real,
            look: async () => {
              looks += 1;
              if (looks === broken) throw new Error('the disk is full');
              return await real.look();
            },
          }),
      },
    );
    expect([evidence.judgement, evidence.seen, evidence.of]).toEqual(['NOT_DECIDED', 0, 1]);
    expect(findings).toEqual([
      { code: 'CALIBRATION_NOT_TRIED', where: 'calibration', what: 'the disk is full' },
    ]);
    expect((await real.lookWhole()).hash).toBe(start.hash);
  },
  SLOW_MS,
);

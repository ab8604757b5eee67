// The scan as the run calls it: through its thread, with what can go wrong on the way.
import { Worker } from 'node:worker_threads';
import { describe, expect, jest, test } from '@jest/globals';
import { scanData } from '../../../harness/scan/index.ts';
import type { ScanRequest, ScanResult } from '../../../harness/scan/contract.ts';
import type { DataPart } from '../../../harness/intake/contract.ts';
import { copyRows, eachOf, made, part, rowsOf } from './given.ts';
import { jwt } from './secrets.ts';

const USERS = rowsOf(['id', 'password'], 'users');
const DEFINITION = { kind: 'definition', name: 'TABLE public.users' } as const;
const SQL = Buffer.from('CREATE TABLE public.users (id int, password text);');
const hash = `$2b$12$${made(53)}`;

function scan(
  parts: AsyncIterable<DataPart>,
  request: Partial<Omit<ScanRequest, 'parts'>> = {},
): Promise<ScanResult> {
  return scanData({ parts, allowedHosts: [], budgetBytes: 1e9, rowBytes: 1e8, ...request });
}

const clean = (): AsyncIterable<DataPart> =>
  eachOf([part(DEFINITION, SQL), part(USERS, copyRows([['1', null]]))]);

async function* broken(fault: Error): AsyncGenerator<DataPart> {
  yield await Promise.resolve(part(USERS, copyRows([['1', hash]])));
  throw fault;
}

describe('what was read to the end', () => {
  test('holds where nothing was found', async () => {
    const result = await scan(clean());
    expect(result).toEqual({
      judgement: 'HELD',
      hits: [],
      tables: [{ schema: 'public', table: 'users', rows: 1, bytes: 5 }],
      rows: 1,
      bytes: SQL.length + 5,
      findings: [],
    });
  });

  test('does not where something was, and says where and how often, not what', async () => {
    const rows = copyRows([
      ['1', hash],
      ['2', `${hash} ${jwt}`],
      ['3', null],
    ]);
    const result = await scan(
      eachOf([
        part(USERS, rows.subarray(0, 20), rows.subarray(20)),
        part(DEFINITION, Buffer.from(jwt)),
      ]),
    );
    expect(result.judgement).toBe('NOT_HELD');
    expect(result.findings).toEqual([
      {
        code: 'DATA_JSON_WEB_TOKEN',
        where: 'TABLE public.users',
        what: expect.stringMatching(
          /^jwt in 1 place, like "eyJ[aA9._?-]+\.\.\. \(\d+ characters\)"$/,
        ),
      },
      {
        code: 'DATA_JSON_WEB_TOKEN',
        where: 'public.users.password',
        what: expect.stringMatching(/^jwt in 1 row, like "eyJ/),
      },
      {
        code: 'DATA_PASSWORD_HASH',
        where: 'public.users.password',
        what: expect.stringMatching(
          /^bcrypt in 2 rows, like "\$2b\$99\$[aA9]+[^"]* \(60 characters\)"$/,
        ),
      },
    ]);
    expect(JSON.stringify(result)).not.toContain(hash.slice(7, 12));
  });

  test('holds with notes alone', async () => {
    const source = rowsOf(['api_key']);
    const result = await scan(eachOf([part(source, copyRows([[made(40)]]))]));
    expect(result.findings.map(({ code }) => code)).toEqual(['DATA_SUSPECT']);
    expect(result.judgement).toBe('HELD');
  });

  test('counts a table that comes in several parts once', async () => {
    const one = (id: string): DataPart => part(USERS, copyRows([[id, null]]));
    const { tables, rows } = await scan(eachOf([one('1'), part(DEFINITION, SQL), one('2')]));
    expect(tables).toEqual([{ schema: 'public', table: 'users', rows: 2, bytes: 10 }]);
    expect(rows).toBe(2);
  });

  test('counts an empty table', async () => {
    const { tables, judgement } = await scan(eachOf([part(USERS)]));
    expect([tables, judgement]).toEqual([
      [{ schema: 'public', table: 'users', rows: 0, bytes: 0 }],
      'HELD',
    ]);
  });
});

describe('what was not', () => {
  test('is not decided where no content came at all', async () => {
    const { judgement, findings } = await scan(eachOf<DataPart>([]));
    expect(judgement).toBe('NOT_DECIDED');
    expect(findings).toEqual([
      { code: 'DATA_NOT_SCANNED', where: 'the dump', what: 'no content came to be scanned' },
    ]);
  });

  test('is a fault, and no verdict, where the reader breaks', async () => {
    const parts = (async function* () {
      yield await Promise.resolve(part(DEFINITION, SQL));
      throw new Error('disk on fire');
    })();
    await expect(scan(parts)).rejects.toThrow('disk on fire');
  });

  test('is not decided where a server cannot read its own rows', async () => {
    const unreadable = { code: '22021', severity: 'ERROR' };
    const { judgement, findings } = await scan(broken(Object.assign(new Error('x'), unreadable)));
    expect(judgement).toBe('NOT_HELD'); // by what was found before
    expect(findings[0]).toEqual({
      code: 'DATA_NOT_SCANNED',
      where: 'the clone',
      what: 'the server cannot read its content',
    });
  });

  test.each([
    ['a server that went away', { code: '57P01', severity: 'FATAL' }],
    ['a code like one of a server', { code: '22021' }],
    ['a note', { code: 'DATA_SUSPECT' }],
    ['a refusal that a lane could allow', { code: 'HOSTILE_LOAD' }],
    ['an error of the system', { code: 'ENOSPC' }],
    ['a name that every object has', { code: 'toString' }],
  ])('is a fault where the reader meets %s', async (_what, facts) => {
    await expect(scan(broken(Object.assign(new Error('broke'), facts)))).rejects.toThrow('broke');
  });

  test('keeps the reader\u2019s own code, and what was found before it', async () => {
    const error = Object.assign(new Error('bad block'), {
      code: 'INTAKE_DATA_DAMAGED',
      where: 'TABLE DATA public.users',
    });
    const { judgement, findings, rows } = await scan(broken(error));
    expect(judgement).toBe('NOT_HELD');
    expect(rows).toBe(1);
    expect(findings.map(({ code, where }) => [code, where])).toEqual([
      ['INTAKE_DATA_DAMAGED', 'TABLE DATA public.users'],
      ['DATA_PASSWORD_HASH', 'public.users.password'],
    ]);
  });

  test('is refused past its budget, and read no further', async () => {
    let read = 0;
    const chunks = (async function* () {
      for (; read < 1000; read += 1) yield await Promise.resolve(copyRows([['1', null]]));
    })();
    const { judgement, findings } = await scan(eachOf([{ source: USERS, chunks }]), {
      budgetBytes: 100,
    });
    expect(judgement).toBe('NOT_HELD');
    expect(findings).toEqual([
      {
        code: 'INTAKE_TOO_LARGE',
        where: 'the dump',
        what: 'its content is longer than 100 bytes, unpacked',
      },
    ]);
    expect(read).toBeLessThan(30);
  });

  test('content of exactly the budget is taken', async () => {
    const { judgement } = await scan(clean(), { budgetBytes: SQL.length + 5 });
    expect(judgement).toBe('HELD');
  });

  test.each([
    ['in one block', 2000, 1999],
    ['longer than any block', 3_000_000, 2_999_999],
  ])('a row past its bound is refused: %s', async (_what, length, rowBytes) => {
    const content = copyRows([['1', made(length - 2)]]);
    const parts = (): AsyncIterable<DataPart> =>
      eachOf([part(USERS, content, copyRows([['2', null]]))]);
    const { judgement, findings } = await scan(parts(), { rowBytes });
    expect(judgement).toBe('NOT_HELD');
    expect(findings).toEqual([
      {
        code: 'INTAKE_ROW_TOO_LARGE',
        where: 'public.users',
        what: `a row is longer than ${rowBytes} bytes`,
      },
    ]);
    expect((await scan(parts(), { rowBytes: length })).judgement).toBe('HELD');
  });

  test('the thread\u2019s death is a fault', async () => {
    // What cannot be cloned into the thread makes it fail as a fault of its own would.
    const bad = { ...USERS, columns: [1] } as unknown as typeof USERS; // breaks the scanner inside
    await expect(scan(eachOf([part(bad, SQL), part(USERS, SQL)]))).rejects.toThrow();
  });

  test('ends with the reason of its signal', async () => {
    const aborting = new AbortController();
    const parts = (async function* () {
      yield part(DEFINITION, SQL);
      aborting.abort(new Error('enough'));
      yield await Promise.resolve(part(DEFINITION, SQL));
    })();
    await expect(scan(parts, { signal: aborting.signal })).rejects.toThrow('enough');
    await expect(scan(clean(), { signal: aborting.signal })).rejects.toThrow('enough');
  });
});

describe('a thread that scans again', () => {
  const HOST = rowsOf(['homepage'], 'shops');
  const shop = (): AsyncIterable<DataPart> =>
    eachOf([part(HOST, copyRows([['https://shop.example-shop.net/a']]))]);

  test('knows nothing of the scan before: neither its finds, nor its tables, nor its settings', async () => {
    const found = await scan(eachOf([part(USERS, copyRows([['1', hash]]))]));
    expect(found.judgement).toBe('NOT_HELD');
    const allowed = await scan(shop(), { allowedHosts: ['shop.example-shop.net'] });
    expect([allowed.judgement, allowed.hits, allowed.tables.map(({ table }) => table)]).toEqual([
      'HELD',
      [],
      ['shops'],
    ]);
    const asked = await scan(shop());
    expect(asked.findings.map(({ code }) => code)).toEqual(['DATA_LIVE_HOST']);
    const short = await scan(shop(), { rowBytes: 5 });
    expect(short.findings.map(({ code }) => code)).toEqual(['INTAKE_ROW_TOO_LARGE']);
    expect((await scan(clean())).judgement).toBe('HELD');
  });

  test('is another one where the last was left in the middle of a scan', async () => {
    const cut = broken(new Error('gone'));
    const begun = jest.spyOn(Worker.prototype, 'terminate');
    await expect(scan(cut)).rejects.toThrow('gone');
    expect(begun).toHaveBeenCalledTimes(1);
    begun.mockRestore();
    const { rows, judgement } = await scan(clean());
    expect([rows, judgement]).toEqual([1, 'HELD']);
  });

  test('is not shared by two scans that go on at once', async () => {
    const many = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        scan(eachOf([part(rowsOf(['a'], `t${index}`), copyRows([['x']]))])),
      ),
    );
    expect(many.map(({ tables }) => tables.map(({ table, rows }) => `${table} ${rows}`))).toEqual([
      ['t0 1'],
      ['t1 1'],
      ['t2 1'],
      ['t3 1'],
      ['t4 1'],
    ]);
  });
});

test('large content goes through in few buffers, and the thread waits for more', async () => {
  const row = copyRows([['1', `${made(100)} ${jwt}`]]);
  const block = Buffer.concat(Array.from({ length: 3000 }, () => row));
  const chunks = eachOf(Array.from({ length: 12 }, () => block));
  const { rows, bytes, hits } = await scan(eachOf([{ source: USERS, chunks }]));
  expect([rows, bytes, hits.map(({ count }) => count)]).toEqual([
    36_000,
    block.length * 12,
    [36_000],
  ]);
});

describe('parts that are many and small', () => {
  const named = (index: number): DataPart =>
    part({ kind: 'definition', name: `line ${index}` }, index % 3 === 0 ? SQL : Buffer.from('x'));

  test('are told apart, and handed over many at a time', async () => {
    let posted = 0;
    const post = Worker.prototype.postMessage;
    const counted = jest.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (
      this: Worker,
      ...given: Parameters<typeof post>
    ) {
      posted += 1;
      post.apply(this, given);
    });
    const parts = (async function* () {
      for (let index = 0; index < 20_000; index += 1) yield named(index);
      yield part({ kind: 'definition', name: 'the one' }, Buffer.from(jwt));
      for (let index = 0; index < 20_000; index += 1) yield part(rowsOf(['a'], `t${index}`));
      yield part(USERS, copyRows([['1', hash]]));
      yield named(1);
    })();
    const { hits, tables, rows } = await scan(parts);
    counted.mockRestore();
    expect(hits.map(({ where, rule }) => `${rule} ${where}`)).toEqual([
      'bcrypt public.users.password',
      'jwt the one',
    ]);
    expect([tables.length, rows]).toEqual([20_001, 1]);
    expect(posted).toBeLessThan(100);
  });

  test('of every length they end where they end, whatever buffer they fall into', async () => {
    const lengths = [512 * 1024 - 5, 5, 0, 512 * 1024, 1, 700_000, 3];
    const parts = lengths.map((length, index) =>
      part(rowsOf(['a'], `t${index}`), Buffer.alloc(length, 'x')),
    );
    const { tables, rows } = await scan(eachOf(parts));
    expect(tables.map(({ bytes }) => bytes)).toEqual(lengths);
    expect(rows).toBe(6);
  });
});

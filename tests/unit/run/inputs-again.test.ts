// The files that a run was told by: listed once, held against themselves, and against a packet.
import { describe, expect, test } from '@jest/globals';
import { sha256, type Sha256 } from '../../../harness/kernel/index.ts';
import { changedInputs, inputFiles, readUnlike } from '../../../harness/run/input-files.ts';
import { inputDifferences, type MadeFrom } from '../../../harness/run/rerun-inputs.ts';

const [A, B, C] = [sha256('a'), sha256('b'), sha256('c')];

describe('the list of inputs', () => {
  test('names each file once, by its path from the configuration, sorted', () => {
    const found: (readonly [string, Sha256 | null])[] = [
      ['./scenarios/x/../x/apply.sql', B],
      ['scenarios/x/apply.sql', B],
      ['/srv/project/rehearsal.config.yaml', A],
      ['../shared/spec.yaml', C],
      ['seal-manifest.sha256', null],
    ];
    expect(inputFiles('/srv/project', found)).toEqual([
      { name: '../shared/spec.yaml', sha256: C },
      { name: 'rehearsal.config.yaml', sha256: A },
      { name: 'scenarios/x/apply.sql', sha256: B },
    ]);
  });
});

describe('a file that is read twice', () => {
  test('is told where it was not the same both times, whatever it was called', () => {
    const same: (readonly [string, Sha256 | null])[] = [
      ['a.sql', A],
      ['./a.sql', A],
      ['b.sql', null],
      ['b.sql', B],
    ];
    expect(readUnlike('/srv', same)).toEqual([]);
    expect(readUnlike('/srv', [...same, ['/srv/a.sql', C]])).toEqual([
      {
        code: 'INPUT_FILE_CHANGED',
        where: 'a.sql',
        what: 'it was read twice at the start, as two different files',
      },
    ]);
  });
});

describe('an input that changed while a run went on', () => {
  const before = [
    { name: 'a.sql', sha256: A },
    { name: 'b.sql', sha256: B },
  ];

  test('is not told where nothing changed', () => {
    const now = new Map([
      ['a.sql', A],
      ['b.sql', B],
    ]);
    expect(changedInputs(before, now, [])).toEqual([]);
  });

  test('is told where its bytes changed, where it is gone, and where nobody looked', () => {
    const changed = 'its bytes are not those that were read at the start of the run';
    const gone = 'it was read at the start of the run and cannot be read at its end';
    const told = (name: string, what: string): object => ({
      code: 'INPUT_FILE_CHANGED',
      where: name,
      what,
    });
    expect(
      changedInputs(
        before,
        new Map([
          ['a.sql', C],
          ['b.sql', B],
        ]),
        [],
      ),
    ).toEqual([told('a.sql', changed)]);
    expect(
      changedInputs(
        before,
        new Map<string, Sha256 | null>([
          ['a.sql', A],
          ['b.sql', null],
        ]),
        [],
      ),
    ).toEqual([told('b.sql', gone)]);
    expect(changedInputs(before, new Map(), [])).toEqual([
      told('a.sql', gone),
      told('b.sql', gone),
    ]);
  });

  test('is left to RX-4 where it is an executor', () => {
    const now = new Map([
      ['a.sql', C],
      ['b.sql', B],
    ]);
    expect(changedInputs(before, now, ['./a.sql'])).toEqual([]);
  });
});

describe('the inputs on disk', () => {
  const record = { inputs: [{ name: 'a.sql', sha256: A }] };
  const madeFrom: MadeFrom = { record, dump: B, isDumpPresent: true };
  const dump = { name: 'clone.dump', sha256: B };
  const differs = (where: string, what: string): object => ({
    code: 'RERUN_INPUT_DIFFERS',
    where,
    what,
  });

  test('are what the packet was made from', () => {
    expect(inputDifferences(madeFrom, record.inputs, dump)).toEqual([]);
  });

  test('differ where one has other bytes, is gone, or has come: all are named', () => {
    const then = {
      ...madeFrom,
      record: {
        inputs: [
          { name: 'a', sha256: A },
          { name: 'b', sha256: B },
        ],
      },
    };
    const now = [
      { name: 'a', sha256: C },
      { name: 'c', sha256: C },
    ];
    expect(inputDifferences(then, now, dump)).toEqual([
      differs('a', `its sha256 is "${C}" here, and was "${A}"`),
      differs('b', 'the packet was made from it, and it is not used here'),
      differs('c', 'it is used here, and the packet was made without it'),
    ]);
  });

  test.each<readonly [string, Partial<MadeFrom>, Sha256 | null, string | null]>([
    ['another dump', {}, C, `the dump\u2019s sha256 is "${C}" here, and was "${B}"`],
    ['no dump', {}, null, 'the packet was made from a dump, and it is not here'],
    [
      'a dump where there was none',
      { dump: null, isDumpPresent: false },
      C,
      'there is a dump here, and the packet was made without one',
    ],
    ['no dump, as then', { dump: null, isDumpPresent: false }, null, null],
    ['a dump that was refused before it was told', { dump: null }, C, null],
  ])('are held against the packet with %s', (_what, changed, sha256, what) => {
    const findings = inputDifferences({ ...madeFrom, ...changed }, record.inputs, {
      name: 'clone.dump',
      sha256,
    });
    expect(findings).toEqual(what === null ? [] : [differs('clone.dump', what)]);
  });
});

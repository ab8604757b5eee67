// The in-toto Statement: what it is about, and in which list each scenario stands.
import { describe, expect, test } from '@jest/globals';
import { composeTree, type Statement } from '../../../harness/evidence/index.ts';
import { statementOf, type StatementBuilt } from '../../../harness/evidence/statement.ts';
import { canonicalJson, forbiddenTokensIn, sha256 } from '../../../harness/kernel/index.ts';
import { DUMP_HASH, record, request, scenario, STATUS } from './packets.ts';

const BESIDE = ['junit.xml', 'log.jsonl', 'report.html', 'timings.json'];

interface Told {
  readonly plan?: unknown;
  readonly scenarios?: readonly object[];
  readonly dump?: unknown;
  readonly status?: string;
  /** A file beside the tree that is not there. */
  readonly without?: string;
  readonly record?: Readonly<Record<string, unknown>> | null;
}

function built(told: Told = {}): StatementBuilt {
  const composed = composeTree(
    request('unused', {
      'clone-provenance.json': {
        dump: told.dump === undefined ? { sha256: DUMP_HASH } : told.dump,
      },
      'clone-rehearsal-execution-evidence.json': {
        plan: told.plan === undefined ? { scenarios: ['one'] } : told.plan,
        scenarios: told.scenarios ?? [scenario('one')],
      },
      'decision-packet.json': { status: told.status ?? STATUS },
    }),
  );
  if (composed.kind === 'refused') throw new Error(JSON.stringify(composed.findings));
  const { texts, treeHash } = composed.tree;
  const all = new Map<string, string>(texts);
  for (const name of BESIDE) all.set(name, `all of ${name}\n`);
  all.delete(told.without ?? '');
  if (told.record !== null) {
    all.set(
      'run.json',
      canonicalJson(record(treeHash, { status: told.status ?? STATUS, ...told.record })),
    );
  }
  return statementOf({ treeHash, texts: all });
}

function statement(told: Told = {}): Statement {
  const outcome = built(told);
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.findings));
  return outcome.statement;
}

describe('the Statement of a packet', () => {
  test('has the fields that the in-toto specification names, and no other', () => {
    const { subject, ...rest } = statement();
    expect(subject).toEqual([
      { name: 'packet_tree.sha256', digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      { name: 'dump', digest: { sha256: DUMP_HASH } },
      { name: 'junit.xml', digest: { sha256: sha256('all of junit.xml\n') } },
      { name: 'log.jsonl', digest: { sha256: sha256('all of log.jsonl\n') } },
      { name: 'report.html', digest: { sha256: sha256('all of report.html\n') } },
      { name: 'run.json', digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      { name: 'timings.json', digest: { sha256: sha256('all of timings.json\n') } },
    ]);
    expect(rest).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
      predicate: {
        result: 'PASSED',
        configuration: [
          { name: 'rehearsal.config.yaml', digest: { sha256: 'a'.repeat(64) } },
          { name: 'scenarios/one/apply.sql', digest: { sha256: 'b'.repeat(64) } },
        ],
        passedTests: ['one'],
        warnedTests: [],
        failedTests: [],
      },
    });
  });

  test('is about the packet alone where there was no dump', () => {
    const { subject, predicate } = statement({ dump: null, scenarios: [] });
    expect(subject.map(({ name }) => name)).toEqual([
      'packet_tree.sha256',
      'junit.xml',
      'log.jsonl',
      'report.html',
      'run.json',
      'timings.json',
    ]);
    expect(predicate).toMatchObject({ result: 'FAILED', failedTests: ['one'] });
  });

  test('is canonical, and holds no word that reads as authority', () => {
    const outcome = built();
    if (outcome.kind === 'refused') throw new Error('refused');
    expect(outcome.text).toBe(canonicalJson(outcome.statement));
    expect(forbiddenTokensIn(outcome.text)).toEqual([]);
  });

  test.each(['run.json', 'clone-provenance.json', 'decision-packet.json'])(
    'cannot be built where %s does not say what is needed',
    (name) => {
      const said = { 'run.json': { record: { inputs: [] } }, 'clone-provenance.json': { dump: 1 } };
      const told: Told = Reflect.get(said, name) ?? { record: null };
      expect(built(told)).toMatchObject({
        kind: 'refused',
        findings: [
          {
            code: 'PACKET_STATEMENT_NOT_BUILT',
            where: name === 'decision-packet.json' ? 'run.json' : name,
            what: 'it does not say what is needed',
          },
        ],
      });
    },
  );

  test.each(BESIDE)('cannot be built without %s', (without) => {
    expect(built({ without })).toEqual({
      kind: 'refused',
      findings: [{ code: 'PACKET_STATEMENT_NOT_BUILT', where: without, what: 'it is not there' }],
    });
  });
});

describe('a scenario', () => {
  const rollback = { judgement: 'HELD', residue: [], findings: [] };
  const note = { code: 'X', where: 'x', what: 'x' };

  test.each<readonly [string, object, 'passedTests' | 'warnedTests' | 'failedTests']>([
    ['that only reads', { rollbacks: [], deterministic: 'NOT_ASKED' }, 'passedTests'],
    ['that asks nothing after it', { verified: 'NOT_ASKED' }, 'passedTests'],
    ['that leaves residue', { rollbacks: [{ ...rollback, residue: [{}] }] }, 'warnedTests'],
    ['that is not deterministic', { deterministic: 'NO' }, 'warnedTests'],
    ['of which a part varies', { varies: ['public.a'] }, 'warnedTests'],
    ['of which something is to be known', { findings: [note] }, 'warnedTests'],
    [
      'whose way back notes something',
      { rollbacks: [{ ...rollback, findings: [note] }] },
      'warnedTests',
    ],
    ['that did not hold', { judgement: 'NOT_HELD' }, 'failedTests'],
    ['that was not decided', { judgement: 'NOT_DECIDED' }, 'failedTests'],
    ['with a judgement of its own making', { judgement: 'held' }, 'failedTests'],
    [
      'whose way back did not hold',
      { rollbacks: [{ ...rollback, judgement: 'NOT_HELD' }] },
      'failedTests',
    ],
    [
      'whose expectation did not hold',
      { expectations: [{ judgement: 'NOT_HELD' }] },
      'failedTests',
    ],
    ['that was not verified', { verified: 'NOT_DECIDED' }, 'failedTests'],
    ['of which nobody knows whether it varies', { deterministic: 'NOT_DECIDED' }, 'failedTests'],
  ])('%s stands in its list, and in no other', (_what, changed, list) => {
    const { predicate } = statement({ scenarios: [scenario('one', { ...changed })] });
    const lists = { passedTests: [], warnedTests: [], failedTests: [], [list]: ['one'] };
    expect(predicate).toMatchObject(lists);
    const result = { passedTests: 'PASSED', warnedTests: 'WARNED', failedTests: 'FAILED' }[list];
    expect(predicate.result).toBe(result);
  });

  test.each<readonly [string, Told, readonly string[]]>([
    ['was planned and never reached', { plan: { scenarios: ['one', 'two'] } }, ['two']],
    ['ran and was never planned', { scenarios: [scenario('one'), scenario('odd')] }, ['odd']],
    ['is told twice', { scenarios: [scenario('one'), scenario('one')] }, ['one']],
    ['is planned twice', { plan: { scenarios: ['one', 'one'] } }, ['one']],
    ['is not in the plan', { plan: { scenarios: [] } }, ['one']],
  ])('that %s has failed, whatever it says', (_what, told, failed) => {
    const { predicate } = statement(told);
    expect(predicate.failedTests).toEqual(failed);
    expect(predicate.result).toBe('FAILED');
  });
});

describe('the result', () => {
  test.each(['A_LANE_ROLLBACK_NOT_PROVEN', 'A_LANE_READY_NOT_APPLIED', 'A_LANE_INPUT_REJECTED'])(
    'is never good where the status is %s',
    (status) => {
      expect(statement({ status }).predicate).toMatchObject({
        result: 'FAILED',
        passedTests: ['one'],
      });
    },
  );

  test('is never good where run.json and the decision tell two stories', () => {
    const told = { record: { status: 'A_LANE_INPUT_REJECTED' } };
    expect(statement(told).predicate.result).toBe('FAILED');
    const other = { status: 'A_LANE_INPUT_REJECTED', record: { status: STATUS } };
    expect(statement(other).predicate.result).toBe('FAILED');
  });

  test('is not good where no scenario was rehearsed', () => {
    const none = { plan: { scenarios: [] }, scenarios: [] };
    expect(statement(none).predicate.result).toBe('FAILED');
  });
});

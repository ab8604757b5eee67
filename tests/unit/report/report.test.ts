// The report for people: verdict first, built from the packet's files, harmless whatever they hold.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { composeTree } from '../../../harness/evidence/index.ts';
import { CODES, forbiddenTokensIn, Problem, type Status } from '../../../harness/kernel/index.ts';
import {
  decisionMarkdown,
  packetView,
  reportMarkdown,
  type PacketView,
} from '../../../harness/report/index.ts';
import { codeSpan } from '../../../harness/report/render-markdown.ts';
import { meaningOf, statusIn } from '../../../harness/report/verdict.ts';
import { visible } from '../../../harness/report/visible.ts';
import { contents, SCHEMAS, SEAL } from '../evidence/packets.ts';
import { hostile } from './hostile.ts';
import { cellCounts, withoutCodeSpans } from './markdown.ts';
import { packetFiles } from './packet.ts';

const viewOf = (value: string, status?: Status): PacketView =>
  packetView(packetFiles(value, status));

describe('the Markdown report', () => {
  const text = reportMarkdown(viewOf('value'));

  test('says the full status first, what it means, and that it is no authority', () => {
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines.slice(0, 3)).toEqual([
      '# Clone rehearsal',
      '**`TEAM_A_ROLLBACK_READY`**',
      meaningOf('TEAM_A_ROLLBACK_READY'),
    ]);
    expect(text).toContain(
      'This is no authority over production. Selected: none. Default: `HOLD_PRODUCTION`',
    );
  });

  test('has every part, in order', () => {
    expect(text.split('\n').filter((line) => /^##? /.test(line))).toEqual([
      '# Clone rehearsal',
      '## Findings',
      '## Scenarios',
      '## Checks',
      '## Decision',
      '## Recompute it yourself',
    ]);
    expect(text).toContain('sha256sum -c packet_tree.sha256');
  });

  test('is short: a comment has room for more than one', () => {
    expect(text.length).toBeLessThan(6000);
  });

  test('names every single thing that did not hold, and none that did', () => {
    const open = text.split('What did not hold, or was not decided:')[1]?.split('## ')[0] ?? '';
    expect(open.match(/^\| `/gm)).toHaveLength(5);
    expect(open).toContain('`NOT_HELD`');
    expect(open).toContain('`FAILED_OPEN`');
    expect(open).not.toContain('`HELD`');
    expect(open).not.toContain('interfaces');
  });

  test('says nothing of what did not hold where all did', () => {
    const files = packetFiles('value');
    const held = (file: string, keys: object): void => {
      files[file] = { ...Object(files[file]), ...keys };
    };
    held('isolation-proof.json', { checks: [] });
    held('schema-compatibility.json', { surfaces: [] });
    held('clone-rehearsal-execution-evidence.json', { calibration: null });
    held('bad-input-probes.json', { probes: [] });
    held('hardened-validator-result.json', {
      this_run: { judgement: 'HELD', entries: [], findings: [] },
    });
    expect(reportMarkdown(packetView(files))).not.toContain('What did not hold');
  });

  test('says of each finding what to do, once a code', () => {
    const files = packetFiles('value');
    files['clone-provenance.json'] = {
      dump: null,
      attestation: null,
      candidates: [],
      scan: null,
      allowed: [],
      findings: [
        { code: 'SURFACE_NOT_SHOWN', where: 'b', what: 'two' },
        { code: 'SURFACE_NOT_SHOWN', where: 'a', what: 'one' },
        { code: 'SURFACE_NOT_SHOWN', where: 'a', what: 'one' },
        { code: 'NO_SUCH_CODE', where: 'c', what: 'three' },
        { code: 'SANDBOX_NOT_ISOLATED', where: 'd', what: 'four' },
      ],
    };
    const section = reportMarkdown(packetView(files)).split('## Scenarios')[0] ?? '';
    expect(
      section
        .split('\n')
        .filter((line) => /^(- |\*\*)/.test(line))
        .slice(1),
    ).toEqual([
      `**\`SANDBOX_NOT_ISOLATED\`**: ${CODES.SANDBOX_NOT_ISOLATED.title}. What to do: ${CODES.SANDBOX_NOT_ISOLATED.hint}`,
      '- `d`: `four`',
      `**\`SURFACE_NOT_SHOWN\`**: ${CODES.SURFACE_NOT_SHOWN.title}. What to do: ${CODES.SURFACE_NOT_SHOWN.hint}`,
      '- `a`: `one`',
      '- `b`: `two`',
      '- `value`: `value`',
      '**`NO_SUCH_CODE`**: a code of another version.',
      '- `c`: `three`',
    ]);
  });

  test('has the same skeleton whatever the values hold, and every table keeps its columns', () => {
    const skeleton = withoutCodeSpans(text);
    const columns = cellCounts(text);
    fc.assert(
      fc.property(hostile, (value) => {
        fc.pre(visible(value).trim() !== '');
        const other = reportMarkdown(viewOf(value));
        expect(withoutCodeSpans(other)).toBe(skeleton);
        expect(cellCounts(other)).toEqual(columns);
        expect(forbiddenTokensIn(other)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('is accepted by the packet writer with any values in it', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const view = viewOf(value);
        const composed = composeTree({
          files: contents({
            'report.md': reportMarkdown(view),
            'decision-packet.md': decisionMarkdown(
              view['decision-packet.json'],
              view['blockers.json'],
            ),
          }),
          schemas: SCHEMAS,
          neverMention: [],
        });
        expect(composed.kind).toBe('composed');
      }),
    );
  });

  test('fits into a comment however much there is to say, and counts what it leaves out', () => {
    const files = packetFiles('value');
    const differences = Array.from({ length: 3000 }, (_, index) => ({
      path: `table_${index}`,
      what: '|'.repeat(400),
    }));
    files['schema-compatibility.json'] = {
      judgement: 'NOT_HELD',
      surfaces: differences.map((difference, index) => ({
        id: `s${index}`,
        title: '`'.repeat(400),
        clone_has: 'NO',
        judgement: 'NOT_HELD',
        differences: [difference],
      })),
      findings: differences.map(({ path, what }) => ({
        code: 'SURFACE_NOT_SHOWN',
        where: path,
        what,
      })),
    };
    const long = reportMarkdown(packetView(files));
    expect(long.length).toBeLessThanOrEqual(60_000);
    expect(long).toContain('more in `report.html`');
    expect(long).toContain('sha256sum -c');
  });

  test('fits into a comment whatever the lane says', () => {
    const view = viewOf('value');
    const option = view['decision-packet.json'].options[1];
    const blocker = view['blockers.json'].blockers[0];
    if (option === undefined || blocker === undefined)
      throw new Error('these tests\u2019 lane has both');
    const many = <Item>(item: Item): Item[] => Array.from({ length: 2000 }, () => item);
    const long = reportMarkdown({
      ...view,
      'decision-packet.json': {
        ...view['decision-packet.json'],
        statement: '*'.repeat(5000),
        options: many({ ...option, id: '`'.repeat(300) }),
      },
      'blockers.json': {
        ...view['blockers.json'],
        blockers: many({ ...blocker, title: '*'.repeat(5000) }),
      },
    });
    expect(long.length).toBeLessThanOrEqual(60_000);
    expect(long).toContain('**`TEAM_A_ROLLBACK_READY`**');
    expect(long).toContain(', and 1990 more');
    expect(long).toContain('1990 more in `blockers.json`');
    expect(long).toContain('sha256sum -c');
  });
});

describe('a view of a packet', () => {
  test('names every file and key that is missing', () => {
    const files = packetFiles('value');
    delete files['blockers.json'];
    files['clone-rollback-evidence.json'] = {};
    const failure = caught(() => packetView(files));
    expect(failure).toBeInstanceOf(Problem);
    expect((failure as Problem).findings).toEqual([
      {
        code: 'REPORT_INPUT_BROKEN',
        where: 'clone-rollback-evidence.json',
        what: '"entries" is not there',
      },
      { code: 'REPORT_INPUT_BROKEN', where: 'blockers.json', what: '"the file" is not there' },
    ]);
  });
});

describe('a status', () => {
  test.each([
    ['X_ROLLBACK_READY', 'ROLLBACK_READY'],
    ['X_READY_NOT_APPLIED', 'READY_NOT_APPLIED'],
    ['INTERNAL_FAULT', 'INTERNAL_FAULT'],
    ['X_ROLLBACK_READY_', null],
    ['XROLLBACK_READY', null],
    ['', null],
  ])('"%s" ends in %s', (full, status) => {
    expect(statusIn(full)).toBe(status);
  });

  test('that nobody knows is not read as a good one', () => {
    expect(meaningOf('SOMETHING')).toContain('not proven');
  });
});

describe('a code span', () => {
  test.each([
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['`a`', '`` `a` ``'],
    ['a|b', '`a\\|b`'],
    ['a\nb', '`a\\nb`'],
    ['\u202ea', '`\\u{202e}a`'],
    ['', '(empty)'],
    ['  ', '(white space)'],
    [SEAL, '`REAL_RUN\u00b7PASS`'],
  ])('shows %j as %s', (value, span) => {
    expect(codeSpan(value, true)).toBe(span);
  });

  test('a cut makes no seal', () => {
    const cut = visible(`${SEAL}ED`, SEAL.length);
    expect(forbiddenTokensIn(cut)).toEqual([]);
  });
});

describe('decision-packet.md', () => {
  const { 'decision-packet.json': decision, 'blockers.json': blockers } = viewOf('value');
  const text = decisionMarkdown(decision, blockers);

  test('names every option and blocker, and says that nothing is selected', () => {
    for (const { id } of decision.options) expect(text).toContain(`\`${id}\``);
    for (const { id } of blockers.blockers) expect(text).toContain(`### \`${id}\``);
    expect(text).toContain(
      'Production authority: `NONE`. Selected: none. Default: `HOLD_PRODUCTION`',
    );
    expect(text).toContain(
      'Narrowed by this run: it was restored. Shown in `clone-rollback-evidence.json`',
    );
    expect(text).toContain('Can be closed by: owner; never by a run');
  });
});

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
}

// The short report's checks: one line each, and whatever did not hold named by itself.
import { describe, expect, test } from '@jest/globals';
import { forbiddenSurfaces } from '../../../harness/evidence/index.ts';
import { packetView, reportMarkdown } from '../../../harness/report/index.ts';
import { FACTS, ROWS, withIsolation } from '../evidence/surface-packets.ts';
import { emptySources, goodSources } from '../story/packets.ts';
import { derive } from '../../../harness/run/story/derive.ts';
import { packetFiles } from './packet.ts';

const OPEN = 'What did not hold, or was not decided:';
const EXECUTION = 'clone-rehearsal-execution-evidence.json';

/** Of a packet in which one file says something else. */
function reportWith(file: string, keys: object): string {
  const files = packetFiles('value');
  return reportMarkdown(packetView({ ...files, [file]: { ...Object(files[file]), ...keys } }));
}

describe('the checks of a run that held', () => {
  const text = reportMarkdown(derive(goodSources()).view);

  test('stand in one line each', () => {
    const rows =
      text
        .split('## Checks')[1]
        ?.split('## ')[0]
        ?.match(/^\| (?!---|check).*$/gm) ?? [];
    expect(rows).toHaveLength(15);
    expect(rows.filter((row) => row.split('|')[2]?.trim() !== '`HELD`')).toEqual([]);
  });

  test('are all that is told of them', () => {
    expect(text).not.toContain(OPEN);
  });
});

describe('the checks of a run without a clone', () => {
  const text = reportMarkdown(derive(emptySources()).view);

  test('say of none that it held which needs one', () => {
    for (const name of ['Isolation', 'Content of the dump', 'Table B', '`RX-2`']) {
      const row = text.split('\n').find((line) => line.startsWith(`| ${name}`)) ?? '';
      expect([name, row === '' || row.includes('`HELD`')]).toEqual([name, false]);
    }
  });
});

describe('what did not hold', () => {
  test('is named with its reason: a surface that is not shown', () => {
    const proof = forbiddenSurfaces(ROWS, withIsolation({ observed: null }));
    const text = reportWith('forbidden-surface-proof.json', proof);
    expect(text).toContain(
      '| `Live system` | `not shown: the network devices were not read` | `NOT_DECIDED` |',
    );
    const held = reportWith('forbidden-surface-proof.json', forbiddenSurfaces(ROWS, FACTS));
    expect(held).not.toContain('| `Live system` |');
  });

  test.each([
    ['NOT_HELD', 'HELD', 'NOT_HELD'],
    ['HELD', 'NOT_HELD', 'NOT_HELD'],
    ['NOT_DECIDED', 'HELD', 'NOT_DECIDED'],
    ['HELD', 'NOT_DECIDED', 'NOT_DECIDED'],
  ])('is a change that was seen: %s, and seen to be gone: %s', (seen, restored, told) => {
    const trial = (kind: string, ...[come, gone]: string[]): object => ({
      kind,
      place: 'p',
      seen: come,
      restored: gone,
    });
    const text = reportWith(EXECUTION, {
      calibration: {
        judgement: 'NOT_HELD',
        seen: 1,
        of: 2,
        schema_restored_twice: 'HELD',
        trials: [trial('fine', 'HELD', 'HELD'), trial('blind', seen, restored)],
      },
    });
    expect(text).toContain('1 of 2 kinds of tiny change were seen');
    expect(text).toContain(`| \`p\` | \`blind\` | \`${told}\` |`);
    expect(text).not.toContain('`fine`');
  });

  test('is each difference of Table B, and a surface that nobody compared', () => {
    const surface = { id: 's', title: 't', clone_has: 'NO', judgement: 'NOT_HELD' };
    const differences = [{ path: 'a.b', what: 'is not there' }];
    const text = reportWith('schema-compatibility.json', {
      surfaces: [
        { ...surface, differences },
        { ...surface, id: 'u', judgement: 'NOT_DECIDED', differences: [] },
        { ...surface, id: 'n', judgement: 'NOT_REQUIRED', differences: [] },
      ],
    });
    expect(text).toContain('| `s, a.b` | `is not there` | `NOT_HELD` |');
    expect(text).toContain('| `u` | `not compared` | `NOT_DECIDED` |');
    expect(text).not.toContain('| `n` |');
  });
});

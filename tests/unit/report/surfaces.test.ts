// What was never touched, as a person reads it: each surface, and the values that it rests on.
import { describe, expect, test } from '@jest/globals';
import { forbiddenSurfaces, type SurfaceFacts } from '../../../harness/evidence/index.ts';
import { packetView, reportMarkdown } from '../../../harness/report/index.ts';
import { FACTS, ROWS, withExecution, withIsolation } from '../evidence/surface-packets.ts';
import { packetFiles } from './packet.ts';

const reportOf = (facts: SurfaceFacts): string => {
  const files = packetFiles('value');
  const proof = forbiddenSurfaces(ROWS, facts);
  return reportMarkdown(packetView({ ...files, 'forbidden-surface-proof.json': proof }));
};

describe('the report on surfaces', () => {
  test('names each with its state, and how many values show it', () => {
    const text = reportOf(FACTS);
    expect(text).toContain('| `Live system` | `UNTOUCHED` | 15 values of this packet |');
    expect(text).toContain('| `Real run` | `NOT_REQUESTED` | 2 values of this packet |');
  });

  test('shows each value once, as it stands in its file', () => {
    const text = reportOf(FACTS);
    for (const row of [
      '| `isolation-proof.json` | `checks[interfaces]` | `loopback only` | 2 |',
      '| `isolation-proof.json` | `observed.variables` | `HOME`, `HOSTNAME`, `LANG`, `PATH` | 3 |',
      '| `rehearsal-target-lock.json` | `requested_actions` | `rehearse` | 2 |',
      '| `clone-rehearsal-execution-evidence.json` | `clones.isolation` | `HELD` | 6 |',
      '| `clone-rehearsal-execution-evidence.json` | `scenarios[*].files` | none | 1 |',
    ]) {
      expect(text.split(row)).toHaveLength(2);
    }
  });

  test('says of one that is not shown why, and of a value that is not there that it is not', () => {
    const text = reportOf(withIsolation({ observed: null }));
    expect(text).toContain(
      '| `Live system` | `NOT_DECIDED` | `not shown: the network devices were not read` |',
    );
    expect(text).toContain('| `isolation-proof.json` | `observed.interfaces` | nothing | 2 |');
  });

  test('counts what no cell has room for', () => {
    const names = Array.from({ length: 15 }, (_, index) => [`f${index}.sql`, 'x']);
    const scenarios = [
      { files: Object.fromEntries(names) },
    ] as unknown as SurfaceFacts['execution']['scenarios']; // enough of one
    expect(reportOf(withExecution({ scenarios }))).toContain(', and 3 more |');
  });
});

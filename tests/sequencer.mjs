// Which test file begins first: the longest, so that the workers end together and none is left
// with a long file alone.
import path from 'node:path';

/** Those of half a minute and more on two cores, the longest first; a test holds their names. */
export const LONGEST = [
  'container/packet.test.ts',
  'container/docs.test.ts',
  'container/witness-hiding.test.ts',
  'container/content.test.ts',
  'container/leaks.test.ts',
  'container/shipped-scenarios.test.ts',
  'container/rehearse.test.ts',
  'fault/quick/kills.test.ts',
  'container/probes.test.ts',
  'container/scenarios-attacks.test.ts',
  'container/calibration.test.ts',
  'container/calibration-blind.test.ts',
  'container/scenario-docs.test.ts',
  'container/spec-from-dump.test.ts',
  'real/real-dumps.test.ts',
  'real/migrations.test.ts',
  'container/scenarios-broken.test.ts',
  'container/own-database.test.ts',
  'container/data-reading.test.ts',
  'browser/report.test.ts',
  'container/ground-refused.test.ts',
  'unit/probes/file-doors.test.ts',
  'container/jest-suites.test.ts',
  'container/ground.test.ts',
  'unit/proof/mutation.test.ts',
  'browser/use.test.ts',
  'unit/story/story.test.ts',
];

const FOLDER = import.meta.dirname;

/** Lower is earlier: the list, then what starts a container, then the others. */
function rank(file) {
  const name = path.relative(FOLDER, file).replaceAll(path.sep, '/');
  const listed = LONGEST.indexOf(name);
  if (listed >= 0) return listed;
  return LONGEST.length + (name.startsWith('unit/') ? 1 : 0);
}

export default class LongestFirst {
  sort(tests) {
    return [...tests].sort(
      (one, other) => rank(one.path) - rank(other.path) || one.path.localeCompare(other.path),
    );
  }

  /** jest has it called with what it would remember; the order is the same in every run. */
  cacheResults() {}
}

// How large the nursery is once the process's bounds are set, and after much has lived in it: MiB each.
import { getHeapSpaceStatistics } from 'node:v8';
// oxlint-disable-next-line import/no-unassigned-import -- what is tried acts when it is loaded
import '../../../harness/run/memory.io.ts';

const MIB = 1024 * 1024;

function nurseryMiB(): number {
  const spaces = getHeapSpaceStatistics();
  const found = spaces.find(({ space_name: name }) => name === 'new_space');
  return (found?.space_size ?? 0) / MIB;
}

const first = nurseryMiB();
const living: object[] = [];
for (let at = 0; at < 2_000_000; at += 1) living[at % 300_000] = { at };
process.stdout.write(JSON.stringify({ first, last: nurseryMiB(), held: living.length }));

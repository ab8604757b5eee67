// `rehearse probes`: every bad input through the door that real inputs go through.
import { explain } from '../kernel/index.ts';
import { toStderr, toStdout } from '../output/index.ts';
import { probeEverything } from '../run/probes.io.ts';
import { makeWorkFolder } from '../sandbox/index.ts';

export async function probesCommand(): Promise<number> {
  await using work = await makeWorkFolder();
  const { result, findings } = await probeEverything(work.path);
  for (const { id, outcome, tries } of result.probes) {
    toStdout(`${outcome.padEnd(13)} ${id.padEnd(30)} ${tries}`);
  }
  toStdout(`${result.control_allowed ? 'ALLOWED' : 'REFUSED'}       control`);
  for (const each of findings) toStderr(explain(each));
  toStdout(`probes: ${result.judgement}`);
  return result.judgement === 'HELD' ? 0 : 1;
}

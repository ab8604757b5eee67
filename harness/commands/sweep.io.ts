// `rehearse sweep`: removes what ended runs have left on the engine and in the temporary folder.
import { toStdout } from '../output/index.ts';
import { connectEngine, sweep } from '../sandbox/index.ts';

export async function sweepCommand(): Promise<number> {
  const { runs, folders } = await sweep(await connectEngine());
  for (const run of runs) toStdout(`removed what ${run} had left on the engine`);
  toStdout(`swept: ${runs.length} runs, ${folders} folders; live runs were not touched`);
  return 0;
}

// The probes' own process: its environment leads to a trap, and nobody else's does.
// oxlint-disable-next-line import/no-unassigned-import -- acts before anything is allocated
import '../memory.io.ts';
import { messageOf } from '../../kernel/index.ts';
import { searchSecretsWith } from '../../output/index.ts';
import { secretsInText } from '../../scan/index.ts';
import { END, type BesideRequest, type FromBeside, type ToBeside } from './beside-contract.ts';
import { probeClone } from './on-clone.io.ts';

searchSecretsWith(secretsInText);

const ending = new AbortController();
const end = (): void => ending.abort(new Error('the run has ended'));
// A terminal sends its signals to everybody: this process ends when the run says so, or is gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.once('disconnect', end);

const { promise: begun, resolve: begin } = Promise.withResolvers<BesideRequest | null>();
// The run is the only one that starts this file, with these messages.
process.on('message', (said: ToBeside) => {
  if (said !== END) return begin(said.request);
  end();
  begin(null);
});
process.once('disconnect', () => begin(null));

tell(await answered(await begun), () => {
  if (process.connected) process.disconnect();
});

function tell(said: FromBeside, then: () => void = () => undefined): void {
  if (process.connected) process.send?.(said, then);
}

async function answered(request: BesideRequest | null): Promise<FromBeside> {
  try {
    ending.signal.throwIfAborted();
    if (request === null) throw new Error('nothing was asked');
    const begins = (runIds: readonly string[]): void => tell({ kind: 'begins', runIds });
    const found = await probeClone({ ...request, signal: ending.signal, begins });
    return { kind: 'answered', found };
  } catch (error) {
    return { kind: 'failed', why: messageOf(error) };
  }
}

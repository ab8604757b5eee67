// The process that holds the clones of a jest run: started once, asked over a socket by its workers,
// and gone with the jest that started it, however that ends.
// oxlint-disable-next-line import/no-unassigned-import -- acts before anything is allocated
import '../run/memory.io.ts';
// oxlint-disable-next-line import/no-unassigned-import -- guards what the rest says while it loads
import '../run/first.io.ts';
import { createServer } from 'node:net';
import path from 'node:path';
import { explain, faultLines, Problem, type Finding } from '../kernel/index.ts';
import { guardText, planCrash, searchSecretsWith, toStderr } from '../output/index.ts';
import { forgetEnvironment } from '../run/environment.io.ts';
import { progressTo } from '../run/progress.io.ts';
import { makeWorkFolder } from '../sandbox/index.ts';
import { secretsInText } from '../scan/index.ts';
import { holdBaseline, type HeldBaseline } from './baseline.io.ts';
import type { Standing } from './protocol.ts';
import { serveWorker } from './worker.io.ts';

searchSecretsWith(secretsInText);
forgetEnvironment();

const ending = new AbortController();
planCrash({ withStack: () => false, end: (error) => ending.abort(error) });
const progress = progressTo(
  process.env['REHEARSAL_LOG'] === '1' ? toStderr : (): void => undefined,
);
const held = new Map<string, Promise<HeldBaseline>>();

/** One restored baseline for all that name the same; where it was refused, all are. */
function baselineFor(standing: Standing): Promise<HeldBaseline> {
  const key = JSON.stringify([standing.config, standing.dump, standing.cloneMethod]);
  const known = held.get(key);
  if (known !== undefined) return known;
  ending.signal.throwIfAborted();
  const made = holdBaseline(standing, { progress, signal: ending.signal });
  made.catch(() => undefined); // each who asks for it hears of it
  held.set(key, made);
  return made;
}

/** All of them; why one could not be given up as it should be is told, and keeps no other. */
async function endAll(): Promise<string[]> {
  const told = [...held.values()].map(async (made): Promise<readonly string[]> => {
    const baseline = await made.catch(() => null);
    if (baseline === null) return []; // its suites were told
    try {
      return (await baseline.end()).map(explainFinding);
    } catch (error) {
      return error instanceof Problem
        ? error.findings.map(explainFinding)
        : faultLines(error, false);
    }
  });
  return (await Promise.all(told)).flat();
}

function explainFinding(found: Finding): string {
  return guardText(explain(found));
}

{
  await using work = await makeWorkFolder();
  const place = path.join(work.path, 'jest');
  const workers = new Set<AsyncDisposable>();
  const server = createServer((socket) => {
    const worker = serveWorker(socket, baselineFor);
    workers.add(worker);
    socket.once('close', () => workers.delete(worker));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place, resolve);
  });
  const { promise: asked, resolve: endAsked } = Promise.withResolvers<'asked' | 'left'>();
  // jest is the only one that starts this file, and says one thing.
  process.once('message', () => endAsked('asked'));
  process.once('disconnect', () => endAsked('left'));
  // A terminal sends its signals to everybody: this process ends when jest says so, or is gone.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => undefined);
  ending.signal.addEventListener('abort', () => endAsked('left'));
  process.send?.({ place });

  if ((await asked) === 'left') ending.abort(new Error('jest has ended'));
  server.close();
  await Promise.all([...workers].map((worker) => worker[Symbol.asyncDispose]()));
  const findings = await endAll();
  if (process.connected) {
    process.send?.({ findings }, () => {
      if (process.connected) process.disconnect();
    });
  }
}

// Opens a sandbox, says its run id, and holds it until somebody ends this process. Given a number,
// it holds as many thin clones on it as well.
import { groundOn } from '../../harness/sandbox/index.ts';
import { testSandbox } from './sandboxes.ts';

await using stack = new AsyncDisposableStack();
const held = stack.use(await testSandbox(15));
const clones = Number(process.argv[2] ?? 0);
if (clones > 0) {
  {
    await using session = await held.sandbox.connect({ database: 'rehearsal_maintenance' });
    await session.client.query('CREATE DATABASE held');
  }
  const request = { database: 'held', method: 'overlay', jobs: clones } as const;
  const ground = stack.use(await groundOn(held.sandbox, request));
  if (ground.method !== 'overlay') throw new Error(`no thin clones: ${ground.refusal}`);
  for (let made = 0; made < clones; made += 1) stack.use(await ground.fresh());
}
process.stdout.write(`${held.runId}\n`);
await new Promise<void>((resolve) => {
  setTimeout(resolve, 120_000);
});

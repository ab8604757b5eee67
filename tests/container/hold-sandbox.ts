// Opens a sandbox, says its run id, and holds it until somebody ends this process.
import { testSandbox } from './sandboxes.ts';

await using held = await testSandbox(15);
process.stdout.write(`${held.runId}\n`);
await new Promise<void>((resolve) => {
  setTimeout(resolve, 120_000);
});

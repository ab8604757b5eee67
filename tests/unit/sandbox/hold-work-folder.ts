// Makes a work folder, says where, and holds it until somebody ends this process.
import { makeWorkFolder } from '../../../harness/sandbox/work-folder.io.ts';

await using work = await makeWorkFolder();
process.stdout.write(`${work.path}\n`);
await new Promise<void>((resolve) => {
  process.stdin.resume().once('end', resolve);
});

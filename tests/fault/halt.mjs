// Loaded into a run before the harness: it stops the whole process at one moment that FAULT_HALT
// names, so that a fault comes there and nowhere else. Whoever started the run lets it go on.
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const wanted = process.env.FAULT_HALT;
delete process.env.FAULT_HALT;
// Neither the threads that scan nor the probes' own process are the run.
if (wanted !== undefined && isMainThread && process.send === undefined) plant(JSON.parse(wanted));

function plant({ kind, pattern }) {
  const moment = new RegExp(pattern, 'mu');
  let isOver = false;
  const reached = (text) => {
    if (isOver || !moment.test(text)) return;
    isOver = true;
    process.kill(process.pid, 'SIGSTOP');
  };
  if (kind === 'said') {
    const { writeSync } = fs;
    let said = '';
    fs.writeSync = (descriptor, ...rest) => {
      const written = writeSync(descriptor, ...rest);
      if (descriptor === 1 || descriptor === 2) {
        said += Buffer.from(rest[0]).subarray(0, written).toString('utf8');
        if (said.endsWith('\n')) reached(said);
      }
      return written;
    };
  } else {
    for (const name of ['mkdir', 'open', 'rename', 'symlink', 'link', 'rm', 'readFile']) {
      const call = promises[name];
      promises[name] = async (...rest) => {
        reached([name, ...rest.filter((each) => typeof each === 'string')].join(' '));
        return await call(...rest);
      };
    }
  }
  syncBuiltinESMExports();
}

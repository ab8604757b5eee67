// What a harness with another engine does, as a process of its own: its client knows one engine only.
// `open NAMED TRANSPORT` tells of a sandbox and a clone on it; `hold NAMED` holds one.
import { groundOn } from '../../harness/sandbox/index.ts';
import { Problem } from '../../harness/kernel/index.ts';
import { TRANSPORT_CHOICES } from '../../harness/sandbox/index.ts';
import { DATABASE, fill, rowsOf } from './grounds.ts';
import { testSandbox } from './sandboxes.ts';

const [what = '', named = '', wanted = 'auto'] = process.argv.slice(2);
const transport = TRANSPORT_CHOICES.find((each) => each === wanted) ?? null;
const access = { named: named === '' ? null : named, transport };

try {
  const said: string[] = [];
  await using stack = new AsyncDisposableStack();
  const say = (line: string): void => void said.push(line);
  const held = stack.use(await testSandbox(15, { access, say }));
  if (what === 'hold') {
    process.stdout.write(`${held.runId}\n`);
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 120_000);
    });
  }
  await fill(held);
  const { crossing, isolation } = held.sandbox;
  const ground = stack.use(await groundOn(held.sandbox, { database: DATABASE, jobs: 1 }));
  const clone = stack.use(await ground.fresh());
  const { isolated } = isolation;
  const clones = { method: ground.method, refusal: ground.refusal, isolation: ground.isolation() };
  tell({ crossing, isolated, said, clones, rows: await rowsOf(clone) });
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  tell({ refused: error.findings.map(({ code, what: words }) => `${code}: ${words}`) });
}

function tell(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

// Whether an engine is still the one that a run began on, by what a connection to it comes to. The
// engine here is only that connection and an answer; docs/faults.md has real ones that were killed.
import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { watchEngine } from '../../../harness/sandbox/engine-watch.io.ts';
import { msUntil } from '../../until.ts';

type Engine = Parameters<typeof watchEngine>[0];

interface Standing {
  readonly engine: Engine;
  readonly events: PassThrough;
}

const REFUSED = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const FORBIDDEN = Object.assign(new Error('forbidden'), { statusCode: 403 });

function standing(answers: { readonly events?: Error; readonly ping?: Error } = {}): Standing {
  const events = new PassThrough();
  const engine = {
    getEvents: () => (answers.events ? Promise.reject(answers.events) : Promise.resolve(events)),
    ping: () => (answers.ping ? Promise.reject(answers.ping) : Promise.resolve('OK')),
  } as unknown as Engine; // nothing else of it is asked
  return { engine, events };
}

test('an engine that holds its connection and answers is the same', async () => {
  using watch = watchEngine(standing().engine, 'run-000000');
  expect(await watch.isLost()).toBe(false);
});

test('an engine that answers again, after its connection has ended, is another one', async () => {
  const { engine, events } = standing();
  using watch = watchEngine(engine, 'run-000000');
  expect(await watch.isLost()).toBe(false);
  events.end();
  expect(await msUntil(() => watch.isLost(), 5000)).toBeLessThan(5000);
});

test('an engine on whose socket nobody listens is lost', async () => {
  using watch = watchEngine(standing({ ping: REFUSED }).engine, 'run-000000');
  expect(await watch.isLost()).toBe(true);
});

test('an engine that gives no such connection, and answers, is not called lost', async () => {
  using watch = watchEngine(standing({ events: FORBIDDEN }).engine, 'run-000000');
  expect(await watch.isLost()).toBe(false);
});

test('what else an engine says when it is asked is no sign that it went', async () => {
  using watch = watchEngine(standing({ ping: FORBIDDEN }).engine, 'run-000000');
  expect(await watch.isLost()).toBe(false);
});

test('the connection ends with whoever held it', async () => {
  const { engine, events } = standing();
  {
    using _ = watchEngine(engine, 'run-000000');
  }
  expect(await msUntil(() => Promise.resolve(events.destroyed), 5000)).toBeLessThan(5000);
});

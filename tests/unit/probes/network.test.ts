// The network of the breached container: any driver will do, and none at all is told.
import { expect, test } from '@jest/globals';
import { CODES, Problem } from '../../../harness/kernel/index.ts';
import { labelsOf } from '../../../harness/sandbox/labels.io.ts';
import { makeNetwork } from '../../../harness/sandbox/network.io.ts';

type Made = Parameters<typeof makeNetwork>[0]['createNetwork'];

/** An engine that has only these drivers; `asked` is what it was asked for, in order. */
function engineWith(drivers: readonly string[]): {
  readonly createNetwork: Made;
  readonly asked: object[];
} {
  const asked: object[] = [];
  const createNetwork = async (options: { Driver?: string }): Promise<void> => {
    asked.push(options);
    if (!drivers.includes(options.Driver ?? '')) throw new Error(`no "${options.Driver}" here`);
  };
  return { createNetwork: createNetwork as unknown as Made, asked }; // what it answers is not used
}

test('takes the first driver that the engine has, internal and labelled', async () => {
  const engine = engineWith(['ipvlan']);
  expect(await makeNetwork(engine, 'run-x')).toBe('run-x');
  const common = { Name: 'run-x', Internal: true, Labels: labelsOf('run-x') };
  expect(common.Labels).toMatchObject({ 'clone-rehearsal.run': 'run-x' });
  expect(engine.asked).toEqual(
    ['bridge', 'macvlan', 'ipvlan'].map((Driver) => ({ ...common, Driver })),
  );
});

test('an engine without any is told, with its own first reason', async () => {
  const refused = await makeNetwork(engineWith([]), 'run-x').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Problem);
  expect((refused as Problem).message).toBe(
    'PROBE_NETWORK_UNAVAILABLE at docker engine: no driver makes one: no "bridge" here\n' +
      `  ${CODES.PROBE_NETWORK_UNAVAILABLE.hint}`,
  ); // the line above holds that it is one
});

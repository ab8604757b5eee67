// Variables of this machine are told by name alone, as they were when the process was started.
import { expect, test } from '@jest/globals';
import { hostVariables } from '../../../harness/run/host-variables.io.ts';
import type { SurfaceRow } from '../../../harness/evidence/index.ts';

const naming = (...variables: string[]): SurfaceRow[] => [
  { id: 'one', title: 'One', basis: 'request', never: { variables, paths: [] }, files: [] },
];
const seen = (...variables: string[]): Parameters<typeof hostVariables>[1] => ({
  interfaces: ['lo'],
  mounts: [],
  variables,
});

test('a variable that a surface names is told, whether the container has it or not', () => {
  expect(hostVariables(naming('PATH'), seen('PATH'))).toEqual([
    { name: 'PATH', surfaces: ['one'], in_container: true },
  ]);
  expect(hostVariables(naming('PATH'), seen())[0]?.in_container).toBe(false);
  expect(hostVariables(naming('PATH'), null)[0]?.in_container).toBeNull();
  expect(hostVariables(naming('NOBODY_HAS_THIS'), seen())).toEqual([]);
});

test('what is taken out of the environment later was there all the same, and nothing is added', () => {
  const { PATH } = process.env;
  try {
    delete process.env['PATH'];
    process.env['COMES_LATER'] = 'of no use';
    expect(hostVariables(naming('PATH', 'COMES_LATER'), seen()).map(({ name }) => name)).toEqual([
      'PATH',
    ]);
  } finally {
    delete process.env['COMES_LATER'];
    if (PATH !== undefined) process.env['PATH'] = PATH;
  }
});

test('no value is told', () => {
  const value = process.env['PATH'] ?? '';
  expect(value).not.toBe('');
  expect(JSON.stringify(hostVariables(naming('PATH'), seen()))).not.toContain(value);
});

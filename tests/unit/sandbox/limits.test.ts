// What is read of a container that came to one of its bounds: counters of both kinds of control group,
// and what the program inside says of the room that is taken.
import { describe, expect, test } from '@jest/globals';
import { diskOver } from '../../../harness/sandbox/disk.ts';
import { COUNTERS, lossIn } from '../../../harness/sandbox/loss.ts';

const [V1_MEMORY, V2_MEMORY, V1_PIDS, V2_PIDS] = COUNTERS;

describe('counters of the kernel', () => {
  test.each([
    ['nothing at all', '', null],
    ['nobody was killed', `${V1_MEMORY}:oom_kill_disable 0\n${V1_MEMORY}:oom_kill 0\n`, null],
    ['killed, first version', `${V1_MEMORY}:under_oom 0\n${V1_MEMORY}:oom_kill 1\n`, 'memory'],
    ['killed, second version', `${V2_MEMORY}:oom 3\n${V2_MEMORY}:oom_kill 12\n`, 'memory'],
    ['at the bound, nobody killed', `${V2_MEMORY}:max 99\n${V2_MEMORY}:oom_kill 0\n`, null],
    ['refused, first version', `${V1_PIDS}:max 2\n`, 'processes'],
    ['refused, second version', `${V2_PIDS}:max 10\n`, 'processes'],
    ['never refused', `${V2_PIDS}:max 0\n`, null],
    ['killed and refused', `${V1_PIDS}:max 2\n${V1_MEMORY}:oom_kill 1\n`, 'memory'],
    ['killed by a group around it alone', `${V2_MEMORY}:oom_group_kill 1\n`, null],
  ])('%s', (_what, counted, loss) => {
    expect(lossIn(counted)).toBe(loss);
  });
});

describe('what is said of the disk', () => {
  test.each([
    ['held', null],
    ['over ', null],
    ['over 12 x', null],
    ['over 12 3', null],
    ['over 12', { bytes: 12, slots: [] }],
    ['over 12000 3:7000 1:80', { bytes: 12_000, slots: [3, 1] }],
  ])('%s', (line, over) => {
    expect(diskOver(line)).toEqual(over);
  });
});

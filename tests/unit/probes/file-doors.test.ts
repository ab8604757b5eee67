// The doors that need no engine: the real ones, and each of them broken in turn.
import { mkdtemp, rm, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadLane, type LaneFile } from '../../../harness/decision/index.ts';
import { gateSelftest, type GateSelftest } from '../../../harness/gate/index.ts';
import { forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import {
  AUTHORITY_NAMES,
  judgeProbes,
  type DoorAnswer,
  type ProbesRun,
} from '../../../harness/probes/index.ts';
import { FILE_DOORS, type FileDoors } from '../../../harness/run/probes/file-doors.io.ts';
import { probeFiles } from '../../../harness/run/probes/on-files.io.ts';
import { reportForReal, type Reporter } from '../../../harness/run/probes/out.io.ts';
import { ATTEMPTS } from './facts.ts';

const LANE = path.resolve(import.meta.dirname, '../../../schema-spec/fix7-p0.lane.yaml');

let folder = '';
let lane: LaneFile;
let selftest: GateSelftest;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'probes-'));
  const loaded = await loadLane(LANE);
  if (loaded.lane === null) throw new Error('the lane cannot be read');
  lane = loaded.lane;
  selftest = await gateSelftest(folder);
});
afterAll(async () => await rm(folder, { recursive: true }));

let count = 0;
async function asked(doors: FileDoors, reporter: Reporter = reportForReal): Promise<ProbesRun> {
  const work = path.join(folder, `work-${(count += 1)}`);
  await mkdir(work);
  const found = await probeFiles(work, { lane, selftest }, doors, reporter);
  return judgeProbes({ ...found, withClone: false, leftovers: null });
}

const open = async (): Promise<DoorAnswer> => ({ allowed: true, findings: [] });
const shut = async (): Promise<DoorAnswer> => ({ allowed: false, findings: [] });
const broken = async (): Promise<never> => await Promise.reject(new Error('door'));

const openKeys = ({ result }: ProbesRun, outcome: string): string[] =>
  result.probes.flatMap(({ id, attempts }) =>
    attempts.filter((each) => each.outcome === outcome).map((each) => `${id}/${each.id}`),
  );

test('through the real doors every attempt that needs no clone fails closed', async () => {
  const { result, findings } = await asked(FILE_DOORS);
  expect(findings).toEqual([]);
  expect(result).toMatchObject({ judgement: 'N/A_NO_CLONE', control_allowed: true });
  expect(openKeys({ result, findings }, 'FAILED_CLOSED')).toEqual(ASKED);
  expect(forbiddenTokensIn(JSON.stringify(result))).toEqual([]);
});

/** Every door the same; what is told needs dumps that were really taken in. */
function allDoors(answer: () => Promise<DoorAnswer>): FileDoors {
  return {
    readConfig: answer,
    readProof: answer,
    verifyPacket: answer,
    checkSeal: answer,
    takeDump: async (...where) => {
      const taken = await FILE_DOORS.takeDump(...where);
      return { ...taken, answer: await answer() };
    },
  };
}

const ASKED = ATTEMPTS.filter(({ attempt }) => !attempt.needsClone).map(({ key }) => key);
const THROUGH_DOORS = ASKED.filter((key) => key !== 'clone-authority-token/names-taken-in');

test('doors that let everything through are found out, each of them', async () => {
  const run = await asked(allDoors(open));
  expect(run.result).toMatchObject({ judgement: 'NOT_HELD', any_fail_open: true });
  expect(openKeys(run, 'FAILED_OPEN')).toEqual(THROUGH_DOORS);
});

test('doors that refuse everything show nothing, none of them', async () => {
  const run = await asked(allDoors(shut));
  expect(run.result).toMatchObject({
    judgement: 'NOT_DECIDED',
    any_fail_open: false,
    control_allowed: false,
  });
  expect(openKeys(run, 'NOT_DECIDED')).toEqual(THROUGH_DOORS);
});

test('doors that break have decided nothing, none of them', async () => {
  const run = await asked(allDoors(broken));
  expect(run.result).toMatchObject({ judgement: 'NOT_DECIDED', any_fail_open: false });
  expect(openKeys(run, 'NOT_DECIDED')).toEqual(ASKED);
});

describe('the way out', () => {
  const reported =
    (change: (text: string) => string): Reporter =>
    async (told, place) => {
      const written = await reportForReal(told, place);
      return { ...written, text: change(written.text) };
    };

  test('that lets a word of authority out is found out, and the result does not repeat it', async () => {
    const run = await asked(
      FILE_DOORS,
      reported((text) => `${text}${AUTHORITY_NAMES.table}`),
    );
    expect(run.result).toMatchObject({ judgement: 'NOT_HELD', forbidden_token_leaked: true });
    expect(openKeys(run, 'FAILED_OPEN')).toEqual(['clone-authority-token/names-taken-in']);
    expect(forbiddenTokensIn(JSON.stringify(run.result))).toEqual([]);
  });

  test('that tells nothing at all shows nothing', async () => {
    const { result } = await asked(
      FILE_DOORS,
      reported(() => ''),
    );
    expect(result).toMatchObject({ judgement: 'NOT_DECIDED', any_fail_open: false });
  });
});

test('a door whose finding repeats a word of authority is found out', async () => {
  const readProof: FileDoors['readProof'] = async (file) => {
    const answer = await FILE_DOORS.readProof(file);
    const what = AUTHORITY_NAMES.role;
    return { ...answer, findings: answer.findings.map((each) => ({ ...each, what })) };
  };
  const { result } = await asked({ ...FILE_DOORS, readProof });
  expect(result).toMatchObject({ judgement: 'NOT_HELD', forbidden_token_leaked: true });
  expect(forbiddenTokensIn(JSON.stringify(result))).toEqual([]);
});

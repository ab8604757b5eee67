// The probes on the real engine: all of them fail closed, a broken door is found out, nothing stays.
import { mkdtemp, readdir, rm, readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadLane, type LaneFile } from '../../harness/decision/index.ts';
import { gateSelftest, type GateSelftest } from '../../harness/gate/index.ts';
import { forbiddenTokensIn } from '../../harness/kernel/index.ts';
import {
  AUTHORITY_NAMES,
  judgeProbes,
  probesResultSchema,
  rejudgeProbes,
  type ProbesResult,
} from '../../harness/probes/index.ts';
import {
  CLONE_DOORS,
  followEnvironment,
  type CloneDoors,
} from '../../harness/run/probes/clone-doors.io.ts';
import { probeClone } from '../../harness/run/probes/on-clone.io.ts';
import { startBeside } from '../../harness/run/probes/beside.io.ts';
import { reportForReal, type Reporter } from '../../harness/run/probes/out.io.ts';
import { connectEngine, RUN_LABEL, type IsolationProof } from '../../harness/sandbox/index.ts';
import { ROOT, runCli, startCli } from './cli.ts';
import { msUntil } from '../until.ts';
import { ANSWERS } from '../../harness/commands/answers.ts';

const SLOW_MS = 240_000;

let folder = '';
let lane: LaneFile;
let selftest: GateSelftest;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'probes-'));
  const loaded = await loadLane(path.join(ROOT, 'schema-spec/fix7-p0.lane.yaml'));
  if (loaded.lane === null) throw new Error('the lane cannot be read');
  lane = loaded.lane;
  selftest = await gateSelftest(folder);
});
afterAll(async () => await rm(folder, { recursive: true }));

const CONTROL = { answer: 'ALLOWED', found_codes: [], token_leaked: false } as const;

type Attempt = ProbesResult['probes'][number]['attempts'][number];

/** The attempts that need a clone, as they were judged, by their place. */
function ofTheClone({ probes }: ProbesResult): Map<string, Attempt> {
  return new Map(
    probes.flatMap(({ id, attempts }) =>
      attempts
        .filter((each) => each.needs_clone)
        .map((each) => [`${id}/${each.id}`, each] as const),
    ),
  );
}

async function probed(
  major: number,
  doors?: CloneDoors,
  reporter?: Reporter,
): Promise<{ readonly result: ProbesResult; readonly troubles: readonly string[] }> {
  const { signal } = new AbortController();
  const request = { major, image: null, lane, selftest, signal };
  const { attempts, leftovers, troubles } = await probeClone(request, doors, reporter);
  const facts = { withClone: true, attempts, control: CONTROL, leftovers };
  return { result: judgeProbes(facts).result, troubles };
}

describe('through the real doors', () => {
  let result: ProbesResult;
  beforeAll(async () => {
    const { exitCode, stdout, stderr } = await runCli(['probes', '--json']);
    // A machine that is busy hears every half minute that they go on.
    const told = stderr.replaceAll(/^ {2}probes +\d+\.\d s {2}going on\n/gm, '');
    expect({ exitCode, told }).toEqual({ exitCode: 0, told: '' });
    const answer: unknown = ANSWERS['probes']?.parse(JSON.parse(stdout));
    result = probesResultSchema.parse(Reflect.get(Object(answer), 'result'));
  }, SLOW_MS);

  test('all twenty fail closed, and the control is allowed', () => {
    expect(result.probes.map(({ outcome }) => outcome)).toEqual(Array(20).fill('FAILED_CLOSED'));
    expect(result).toMatchObject({
      judgement: 'HELD',
      control_allowed: true,
      any_fail_open: false,
      forbidden_token_leaked: false,
      leftovers: { containers: 0, volumes: 0, networks: 0, socket_folders_gone: true },
      findings: [],
    });
  });

  test('the result can be judged again, and holds no word of authority', () => {
    expect(rejudgeProbes(result)).toEqual(result);
    expect(forbiddenTokensIn(JSON.stringify(result))).toEqual([]);
  });

  test(
    'the answers of a clone are the same with Postgres 17',
    async () => {
      const { result: other, troubles } = await probed(17);
      expect(troubles).toEqual([]);
      expect(ofTheClone(other)).toEqual(ofTheClone(result));
    },
    SLOW_MS,
  );
});

describe('a door that is broken', () => {
  test(
    'is found out, each of them by its own attempts',
    async () => {
      const { result, troubles } = await probed(15, BROKEN, leaking);
      expect(troubles).toEqual([]);
      const outcomes = [...ofTheClone(result)].map(([key, { outcome }]) => [key, outcome]);
      expect(outcomes.filter(([, outcome]) => outcome !== 'FAILED_OPEN')).toEqual([]);
      expect(outcomes).toHaveLength(10);
      expect(result).toMatchObject({ judgement: 'NOT_HELD', forbidden_token_leaked: true });
      expect(forbiddenTokensIn(JSON.stringify(result))).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'by breaking down has decided nothing, and the others are asked all the same',
    async () => {
      const openSandbox: CloneDoors['openSandbox'] = () => Promise.reject(new Error('no sandbox'));
      const { result, troubles } = await probed(15, { ...CLONE_DOORS, openSandbox });
      expect(troubles).toEqual(['no sandbox']);
      expect(result).toMatchObject({ judgement: 'NOT_DECIDED', any_fail_open: false });
      const breached = ofTheClone(result).get('clone-not-isolated/network');
      // Refused for its reason, and nobody can say that a sound one would not be.
      expect(breached).toMatchObject({ answer: 'REFUSED', twin: 'BROKE', outcome: 'NOT_DECIDED' });
    },
    SLOW_MS,
  );
});

/** What was measured of a container is not looked at: every check says that it held. */
function unmeasured(proof: IsolationProof): IsolationProof {
  const checks = proof.checks.map((each) => ({ ...each, judgement: 'HELD' as const }));
  return { ...proof, isolated: 'HELD', checks };
}

/** Each door with one fault that a change of this program could bring. */
const BROKEN: CloneDoors = {
  // An environment that is followed.
  openSandbox: async (request) => {
    await followEnvironment(2000);
    return await CLONE_DOORS.openSandbox(request);
  },
  // A measurement that is skipped.
  openBreachedSandbox: async (...breach) => {
    const sandbox = await CLONE_DOORS.openBreachedSandbox(...breach);
    return { ...sandbox, isolation: unmeasured(sandbox.isolation) };
  },
  // Refusals that nobody acts upon.
  takeDump: async (...where) => {
    const taken = await CLONE_DOORS.takeDump(...where);
    return { ...taken, answer: { allowed: true, findings: [] } };
  },
  restore: CLONE_DOORS.restore,
  // A comparison that ignores the type of columns.
  checkSchema: async (...asked) => {
    const check = await CLONE_DOORS.checkSchema(...asked);
    return { findings: [], table: { ...check.table, judgement: 'HELD' } };
  },
  // A witness that sees a change where there is none, and none where there is one.
  rehearse: async (restored) => {
    const { draft, findings } = await CLONE_DOORS.rehearse(restored);
    const runs = (draft.runs ?? []).map((run) => ({
      ...run,
      evidence: {
        ...run.evidence,
        judgement: 'HELD' as const,
        rollbacks: run.evidence.rollbacks.map((rollback) => ({
          ...rollback,
          judgement: 'HELD' as const,
          after_apply_hash: 'f'.repeat(64),
          after_rollback_hash: rollback.before_hash,
          not_restored: [],
        })),
      },
    }));
    return { draft: { ...draft, runs }, findings };
  },
};

/** A way out that nobody guards. */
const leaking: Reporter = async (told, place) => {
  const written = await reportForReal(told, place);
  return { ...written, text: `${written.text}${AUTHORITY_NAMES.table}` };
};

describe('probes that are ended', () => {
  /** Their runs are told by the folders in a place for temporary files of their own. */
  interface Begun {
    readonly place: string;
    readonly runs: () => Promise<string[]>;
    readonly end: (signal: NodeJS.Signals) => Promise<void>;
  }

  async function begun(): Promise<Begun> {
    const place = await mkdtemp(path.join(folder, 't'));
    const child = startCli(['probes'], { TMPDIR: place });
    child.stdout?.resume();
    child.stderr?.resume();
    const runs = async (): Promise<string[]> =>
      (await readdir(place))
        .filter((name) => name.startsWith('clone-rehearsal-'))
        .map((name) => name.replace('clone-rehearsal-', 'run-'));
    const hasNetwork = async (): Promise<boolean> => (await held(await runs())).networks > 0;
    const hasTwo = async (): Promise<boolean> => (await held(await runs())).containers === 2;
    expect(await msUntil(hasNetwork, 60_000)).toBeLessThan(60_000);
    expect(await msUntil(hasTwo, 60_000)).toBeLessThan(60_000);
    return {
      place,
      runs,
      end: async (signal) => {
        const ended = once(child, 'close');
        child.kill(signal);
        await ended;
      },
    };
  }

  async function held(
    runs: readonly string[],
  ): Promise<{ containers: number; volumes: number; networks: number }> {
    const engine = await connectEngine();
    const all = { containers: 0, volumes: 0, networks: 0 };
    for (const run of runs) {
      const filters = { label: [`${RUN_LABEL}=${run}`] };
      all.containers += (await engine.listContainers({ all: true, filters })).length;
      all.volumes += ((await engine.listVolumes({ filters })).Volumes ?? []).length;
      all.networks += (await engine.listNetworks({ filters })).length;
    }
    return all;
  }

  const NONE = { containers: 0, volumes: 0, networks: 0 };

  test(
    'before they began have asked nothing, and say why',
    async () => {
      const beside = startBeside({ major: 15, image: null, lane, selftest });
      await beside[Symbol.asyncDispose]();
      const { attempts, leftovers, troubles } = await beside.found;
      expect({ attempts, leftovers, troubles }).toEqual({
        attempts: new Map(),
        leftovers: null,
        troubles: ['the run has ended'],
      });
    },
    SLOW_MS,
  );

  test(
    'by a signal leave nothing, not even a network',
    async () => {
      const probes = await begun();
      const runs = await probes.runs();
      await probes.end('SIGTERM');
      expect(await held(runs)).toEqual(NONE);
      expect(await probes.runs()).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'by the death of their run end what they started themselves',
    async () => {
      const probes = await begun();
      const runs = await probes.runs();
      await probes.end('SIGKILL');
      const isGone = async (): Promise<boolean> =>
        JSON.stringify(await held(runs)) === JSON.stringify(NONE);
      expect(await msUntil(isGone, 30_000)).toBeLessThan(30_000);
    },
    SLOW_MS,
  );

  test(
    'by being killed with it leave nothing that the next sweep does not remove',
    async () => {
      const probes = await begun();
      const runs = await probes.runs();
      const owners = await Promise.all(
        runs.map((run) =>
          readFile(
            path.join(probes.place, run.replace('run-', 'clone-rehearsal-'), 'owner'),
            'utf8',
          ),
        ),
      );
      const ended = probes.end('SIGKILL');
      // Two work folders are of the probes' own process, the third is of the one that was ended.
      for (const pid of new Set(owners.map((mark) => Number.parseInt(mark, 10)))) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // it is gone
        }
      }
      await ended;
      // Their folders name a process that is gone, reaped or not: what still lives is nobody's.
      const { stdout, stderr } = await runCli(['sweep', '--json'], { TMPDIR: probes.place });
      expect(stderr).toBe('');
      // Compared first: an answer of another form says what went wrong.
      expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0 });
      expect(ANSWERS['sweep']?.safeParse(JSON.parse(stdout)).success).toBe(true);
      expect(await held(runs)).toEqual(NONE);
      expect(await probes.runs()).toEqual([]);
    },
    SLOW_MS,
  );
});

// The look that every fault ends with, tried itself: each kind of thing that a run could leave is
// planted and must be found, and each thing of others is taken away and must be missed.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RUN_LABEL } from '../../../harness/sandbox/index.ts';
import { msUntil } from '../../until.ts';
import { leftIn, PREFIX, touchedIn, wrongEnding } from '../aftermath.ts';
import { claimsNothing } from '../fault.ts';
import { makePlace, type Place } from '../place.ts';

const SLOW_MS = 120_000;
const ID = randomBytes(3).toString('hex');
const LABELS = { [RUN_LABEL]: `run-${ID}` };

type Plant = (place: Place) => Promise<() => Promise<unknown>>;

const inFolder = (of: 'temp' | 'evidence', name: string, isSocket = false): Plant => {
  return async (place) => {
    const file = path.join(place[of], name);
    if (!isSocket) await mkdir(file);
    const server = createServer();
    if (isSocket) await once(server.listen(file), 'listening');
    return async () => {
      server.close();
      await rm(file, { recursive: true, force: true });
    };
  };
};

const KINDS: Readonly<Record<string, { readonly plant: Plant; readonly found: RegExp }>> = {
  'a container': {
    plant: async ({ engine }) => {
      const Image = 'clone-rehearsal/postgres:15';
      const container = await engine.createContainer({ Image, Labels: LABELS });
      return () => container.remove({ force: true, v: true });
    },
    found: /^container \S+ \(created\)$/,
  },
  'a volume': {
    plant: async ({ engine }) => {
      const Name = `planted-${process.pid}`;
      await engine.createVolume({ Name, Labels: LABELS });
      return () => engine.getVolume(Name).remove();
    },
    found: /^volume planted-/,
  },
  'a network': {
    plant: async ({ engine }) => {
      const Name = `planted-${process.pid}`;
      const network = await engine.createNetwork({ Name, Internal: true, Labels: LABELS });
      return () => network.remove();
    },
    found: /^network planted-/,
  },
  'a process': {
    plant: async ({ temp }) => {
      const child = spawn('sleep', ['600'], { env: { TMPDIR: temp }, stdio: 'ignore' });
      await once(child, 'spawn');
      return async () => {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      };
    },
    found: /^process \d+$/,
  },
  'a work folder': {
    plant: inFolder('temp', `clone-rehearsal-${ID}`),
    found: /^in the temp folder: clone-rehearsal-[0-9a-f]{6}$/,
  },
  'a socket': { plant: inFolder('temp', 's', true), found: /^in the temp folder: s$/ },
  'a part of a packet': {
    plant: inFolder('evidence', 'packet.partial-1-2'),
    found: /^beside the packet: packet\.partial-1-2$/,
  },
};

describe('what a run has left', () => {
  let place: Place;
  beforeAll(async () => {
    place = await makePlace();
    // A run is known by its work folder, whenever that was there.
    const folder = path.join(place.temp, `clone-rehearsal-${ID}`);
    await mkdir(folder);
    await msUntil(() => Promise.resolve(place.runIds().includes(`run-${ID}`)), SLOW_MS);
    await rm(folder, { recursive: true });
  }, SLOW_MS);
  afterAll(async () => await place[Symbol.asyncDispose](), SLOW_MS);

  test('is nothing where nothing was left', async () => {
    expect(place.runIds()).toEqual([`run-${ID}`]);
    expect(await leftIn(place, [])).toEqual([]);
    expect(await touchedIn(place)).toEqual([]);
  });

  test.each(Object.entries(KINDS))(
    'is found: %s',
    async (_name, { plant, found }) => {
      const remove = await plant(place);
      const left = await leftIn(place, []);
      await remove();
      expect(left).toEqual([expect.stringMatching(found)]);
      expect(await leftIn(place, [])).toEqual([]);
    },
    SLOW_MS,
  );

  test('a packet that was promised is no leftover, and counts as one where none was', async () => {
    const out = path.join(place.evidence, 'packet');
    await mkdir(out);
    expect(await leftIn(place, [out])).toEqual([]);
    expect(await leftIn(place, [])).toEqual(['beside the packet: packet']);
    const ended = { exit: 70, stdout: '', stderr: '', out };
    expect((await wrongEnding(ended, claimsNothing(70)))[0]).toBe('a packet is there');
    await rm(out, { recursive: true });
    expect(await wrongEnding(ended, claimsNothing(70))).toEqual([]);
    const whole = { ...claimsNothing(70), packet: 'whole' } as const;
    expect((await wrongEnding(ended, whole))[0]).toBe('there is no packet');
  });

  test('an ending is wrong by its exit code, its words and every status that it tells', async () => {
    const out = path.join(place.evidence, 'packet');
    const ended = { exit: 0, stdout: `\n${PREFIX}ROLLBACK_READY\n`, stderr: 'said', out };
    const wrong = await wrongEnding(ended, claimsNothing(70, 'not said', /nor this/u));
    expect(wrong.slice(0, 4)).toEqual([
      'it ended with 0, not with 70',
      'standard error does not say not said',
      'standard error does not say /nor this/u',
      'it told the status ROLLBACK_READY, not ',
    ]);
  });
});

test(
  'things of others that are gone are missed, each of them',
  async () => {
    await using place = await makePlace();
    const { decoys, temp, evidence, engine } = place;
    await rm(path.join(temp, decoys.inTemp[1] ?? ''));
    await rm(path.join(evidence, 'packet.partial-of-somebody/notes.md'));
    await engine.getVolume(decoys.volume).remove();
    expect(await touchedIn(place)).toEqual([
      'somebodys of others is gone',
      'a file of others is gone',
      'a volume of others is gone',
    ]);
    await engine.createVolume({ Name: decoys.volume });
    await writeFile(path.join(temp, 'somebodys'), 'theirs');
  },
  SLOW_MS,
);

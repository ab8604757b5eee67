// Things of others that look like ours: on the engine, by name, by label and by part of a label, and
// in the folder of temporary files. Whatever a suite does beside them, each must be what it was.
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pack } from 'tar-stream';
import { connectEngine, IMAGE_LABEL, RUN_LABEL } from '../../harness/sandbox/index.ts';

type Engine = Awaited<ReturnType<typeof connectEngine>>;

export interface Decoys extends AsyncDisposable {
  /** What is not as it was planted, in sentences. */
  touched(): Promise<string[]>;
}

/** As a careless hand would label its own things: none of these is a run's. */
function labels(id: string): readonly Readonly<Record<string, string>>[] {
  return [
    {},
    { 'clone-rehearsal': id },
    { [RUN_LABEL]: 'production' },
    { [RUN_LABEL]: '' },
    { [RUN_LABEL]: `${id}-and-more` },
    { [`${RUN_LABEL}.of`]: id },
    { [`x-${RUN_LABEL}`]: id },
    { [RUN_LABEL.toUpperCase()]: id },
  ];
}

/** Planted on the engine of this machine and in the temporary folder. */
export async function plantDecoys(): Promise<Decoys> {
  const engine = await connectEngine();
  await using stack = new AsyncDisposableStack();
  // One that is gone already is told by `touched`, and must not keep the others from going.
  const later = (remove: () => Promise<unknown>): void =>
    stack.defer(async () => void (await remove().catch(() => undefined)));
  const mark = randomBytes(3).toString('hex');
  const looks: (() => Promise<string | null>)[] = [];
  /** Asks again what was asked when it was planted. */
  const keep = async (what: string, ask: () => Promise<unknown>): Promise<void> => {
    const before = JSON.stringify(await ask());
    looks.push(async () => {
      const now = await ask().catch(() => undefined);
      if (now === undefined) return `${what} is gone`;
      return JSON.stringify(now) === before ? null : `${what} is not what it was`;
    });
  };
  const on = { engine, later, mark, keep };
  const image = await plantImages(on);
  for (const [at, given] of labels(`run-${mark}`).entries()) {
    await plantVolume(on, at, { ...given });
    await plantNetwork(on, at, { ...given });
    await plantContainer(on, at, image, { ...given });
  }
  await plantFolders(on);
  const owned = stack.move();
  return {
    touched: async () =>
      (await Promise.all(looks.map((look) => look()))).filter((each) => each !== null),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

interface Ground {
  readonly engine: Engine;
  /** Once the suite has ended, last made first. */
  later(remove: () => Promise<unknown>): void;
  readonly mark: string;
  keep(what: string, ask: () => Promise<unknown>): Promise<void>;
}

type Given = Record<string, string>;

const NOBODYS = { uid: 0, gid: 0, mtime: new Date(0) };

/** One with a name like ours, and one without a name and a label like ours. */
async function plantImages({ engine, later, mark, keep }: Ground): Promise<string> {
  const made = async (repo: string | null, label: string): Promise<string> => {
    const archive = pack();
    const entry = { name: `of-${mark}`, size: label.length, mode: 0o444, ...NOBODYS };
    archive.entry(entry, () => archive.finalize()).end(label);
    const changes = [`LABEL ${label}`, 'CMD ["none"]'];
    const named = repo === null ? {} : { repo, tag: mark };
    const stream: NodeJS.ReadableStream = await engine.importImage(archive, {
      ...named,
      changes,
    });
    let said = '';
    for await (const chunk of stream) said += String(chunk);
    const id = /sha256:[0-9a-f]{64}/.exec(said)?.[0];
    if (id === undefined) throw new Error(`no image was made: ${said}`);
    later(() => engine.getImage(id).remove({ force: true }));
    await keep(`image ${repo ?? id}`, async () => {
      const { Id, RepoTags } = await engine.getImage(id).inspect();
      return [Id, RepoTags];
    });
    return id;
  };
  await made(null, `${IMAGE_LABEL}.of=15`);
  return await made('clone-rehearsal/postgres', `${IMAGE_LABEL}.name=15`);
}

async function plantVolume({ engine, later, mark, keep }: Ground, at: number, Labels: Given) {
  const Name = at === 0 ? `run-${mark}` : `clone-rehearsal-${mark}-${at}`;
  await engine.createVolume({ Name, Labels });
  later(() => engine.getVolume(Name).remove({ force: true }));
  await keep(`volume ${Name} (${JSON.stringify(Labels)})`, () => engine.getVolume(Name).inspect());
}

/** Without a driver that this engine has for it, there is none to be removed. */
async function plantNetwork({ engine, later, mark, keep }: Ground, at: number, Labels: Given) {
  const Name = at === 0 ? `run-${mark}` : `clone-rehearsal-${mark}-${at}`;
  for (const Driver of ['bridge', 'macvlan', 'ipvlan']) {
    const network = await engine
      .createNetwork({ Name, Driver, Internal: true, Labels })
      .catch(() => null);
    if (network === null) continue;
    later(() => network.remove());
    await keep(`network ${Name} (${JSON.stringify(Labels)})`, async () => {
      const { Id, Name: name } = await network.inspect();
      return [Id, name];
    });
    return;
  }
}

/** Never started, as somebody leaves one that is to be looked at later. */
async function plantContainer(
  { engine, later, mark, keep }: Ground,
  at: number,
  Image: string,
  Labels: Given,
) {
  const name = at === 0 ? `clone-rehearsal-run-${mark}` : `clone-rehearsal-${mark}-${at}`;
  const container = await engine.createContainer({ name, Image, Labels });
  later(() => container.remove({ force: true, v: true }));
  await keep(`container ${name} (${JSON.stringify(Labels)})`, async () => {
    const { Id, Name, State } = await container.inspect();
    return [Id, Name, State.Status];
  });
}

/** Old, closed to others, and named like work folders of ours: with something in them that is not. */
async function plantFolders({ later, mark, keep }: Ground): Promise<void> {
  const contents: readonly Readonly<Record<string, string>>[] = [
    { 'notes.md': 'mine' },
    { owner: 'mine' },
    { owner: '', 'dump.sql': 'mine' },
  ];
  for (const [at, files] of contents.entries()) {
    const folder = path.join(tmpdir(), `clone-rehearsal-${mark.slice(0, 5)}${at}`);
    await mkdir(folder, { mode: 0o700 });
    later(() => rm(folder, { recursive: true, force: true }));
    for (const [name, text] of Object.entries(files)) {
      await writeFile(path.join(folder, name), text);
    }
    await utimes(folder, new Date(0), new Date(0));
    await keep(`folder ${folder}`, async () => {
      const { ino, mode } = await lstat(folder);
      return [ino, mode, await readdir(folder)];
    });
  }
}

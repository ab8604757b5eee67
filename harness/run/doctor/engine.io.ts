// Speaks to the engine as a run does, and asks it what it is, what it holds and what is left on it.
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import {
  engineFacts,
  type EngineDoor,
  type EngineFacts,
  type ImageState,
  type LeftBehind,
} from '../../doctor/index.ts';
import { CODES, messageOf, Problem, type Finding } from '../../kernel/index.ts';
import { connectEngine, findImage, hasImage, leftBehind } from '../../sandbox/index.ts';

export type Engine = Awaited<ReturnType<typeof connectEngine>>;

export interface EngineSeen {
  readonly door: EngineDoor;
  /** null where none answers, or none that may be used. */
  readonly engine: Engine | null;
  readonly facts: EngineFacts | null;
  /** This machine's time when it was asked. */
  readonly nowMs: number;
  readonly findings: readonly Finding[];
}

/** `named`: the engine elsewhere that the configuration allows. */
export async function lookAtEngine(named: string | null): Promise<EngineSeen> {
  const host = process.env['DOCKER_HOST'] ?? '';
  const context = host === '' ? await contextOfTheClient() : null;
  const asked = {
    askedBy: host === '' ? 'default' : 'DOCKER_HOST',
    asked: host === '' ? null : host,
    context,
  } as const;
  try {
    const engine = await connectEngine(named);
    const nowMs = Date.now();
    const [version, info] = await Promise.all([
      asUnknown(engine.version()),
      asUnknown(engine.info()),
    ]);
    const door = { ...asked, answered: addressOf(engine), refusal: null };
    return { door, engine, facts: engineFacts(version, info), nowMs, findings: [] };
  } catch (error) {
    const findings = error instanceof Problem ? error.findings : [];
    const [first] = findings;
    const refusal =
      first === undefined
        ? { what: messageOf(error), hint: CODES.ENGINE_UNREACHABLE.hint }
        : { what: `${first.code}: ${first.what}`, hint: CODES[first.code].hint };
    const door = { ...asked, answered: null, refusal };
    return { door, engine: null, facts: null, nowMs: Date.now(), findings };
  }
}

/** The library's types promise what engines differ in, and call the rest `any`. */
async function asUnknown(document: Promise<unknown>): Promise<unknown> {
  return await document;
}

/** What the client really speaks to, whatever it was told; null where it does not say. */
function addressOf(engine: Engine): string | null {
  const modem: unknown = engine.modem; // the library's types call it `any`
  const part = (name: string): string | number | null => {
    const value: unknown = Reflect.get(Object(modem), name);
    return typeof value === 'string' || typeof value === 'number' ? value : null;
  };
  const [socket, host, port] = [part('socketPath'), part('host'), part('port')];
  if (socket !== null && socket !== '') return `unix://${socket}`;
  return host === null || host === '' ? null : `tcp://${host}${port === null ? '' : `:${port}`}`;
}

/**
 * The context that the docker command would use, where it is another than its default: base images
 * are built through that command, and sandboxes are not started through it.
 */
async function contextOfTheClient(): Promise<string | null> {
  const named = process.env['DOCKER_CONTEXT'] ?? '';
  if (named !== '') return named === 'default' ? null : named;
  const folder = process.env['DOCKER_CONFIG'] ?? path.join(homedir(), '.docker');
  try {
    const config: unknown = JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8'));
    const current: unknown = Reflect.get(Object(config), 'currentContext');
    return typeof current === 'string' && current !== '' && current !== 'default' ? current : null;
  } catch {
    return null; // without such a file there is no context but the default
  }
}

/** `images`: names of the operator's own by major version. */
export async function lookAtImages(
  engine: Engine,
  majors: readonly number[],
  images: Readonly<Record<string, string>>,
): Promise<ImageState[]> {
  return await Promise.all(
    majors.map(async (major) => {
      const ownBase = images[String(major)] ?? null;
      const { base, state } = await findImage(engine, { serverMajor: major, image: ownBase });
      return { major, state, hasBase: await hasImage(engine, base), ownBase };
    }),
  );
}

export async function lookForLeftovers(engine: Engine): Promise<LeftBehind> {
  const { ended, folders, live } = await leftBehind(engine);
  return { ended: ended.length, folders: folders.length, live: live.length };
}

// Speaks to the engine as a run does, and asks it what it is, what it holds and what is left on it.
import {
  engineFacts,
  type EngineDoor,
  type EngineFacts,
  type ImageState,
  type LeftBehind,
} from '../../doctor/index.ts';
import { CODES, messageOf, Problem, type Finding } from '../../kernel/index.ts';
import {
  chosenEngine,
  connectEngine,
  engineAddress,
  findImage,
  hasImage,
  leftBehind,
} from '../../sandbox/index.ts';

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
  let chosenBy: string | null = null;
  try {
    chosenBy = (await chosenEngine())?.by ?? null;
    const engine = await connectEngine(named);
    const nowMs = Date.now();
    const [version, info] = await Promise.all([
      asUnknown(engine.version()),
      asUnknown(engine.info()),
    ]);
    const door = { chosenBy, named, answered: engineAddress(engine).uri, refusal: null };
    return { door, engine, facts: engineFacts(version, info), nowMs, findings: [] };
  } catch (error) {
    const findings = error instanceof Problem ? error.findings : [];
    const [first] = findings;
    const refusal =
      first === undefined
        ? { what: messageOf(error), hint: CODES.ENGINE_UNREACHABLE.hint }
        : { what: `${first.code} at ${first.where}: ${first.what}`, hint: CODES[first.code].hint };
    const door = { chosenBy, named, answered: null, refusal };
    return { door, engine: null, facts: null, nowMs: Date.now(), findings };
  }
}

/** The library's types promise what engines differ in, and call the rest `any`. */
async function asUnknown(document: Promise<unknown>): Promise<unknown> {
  return await document;
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

// Makes sure that the sandbox image of a major version is there, and that it is today's recipe.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { finding, Problem, sha256, type Sha256 } from '../kernel/index.ts';
import { IMAGE_LABEL } from './contract.ts';
import { engineAddress, type Engine } from './engine.io.ts';

const DOCKER_FOLDER = path.resolve(import.meta.dirname, '../../docker');
const RECIPE_FOLDER = path.join(DOCKER_FOLDER, 'sandbox');
const RECIPE_LABEL = 'clone-rehearsal.recipe';

export interface ImageRequest {
  readonly serverMajor: number;
  /** The operator's own base image, or null for the project's. */
  readonly image: string | null;
  readonly say: (line: string) => void;
}

/**
 * Name of a sandbox image for the major version, built where it is missing or its recipe changed.
 * @throws Problem IMAGE_UNAVAILABLE with the builder's last words
 */
export async function ensureImage(engine: Engine, request: ImageRequest): Promise<string> {
  const key = `${request.serverMajor} ${request.image ?? ''}`;
  const begun = underway.get(key) ?? makeImage(engine, request).finally(() => underway.delete(key));
  underway.set(key, begun);
  return await begun;
}

/** What is being looked at or built right now: whoever asks meanwhile gets the same. */
const underway = new Map<string, Promise<string>>();

/** Which images a major version takes, and what of them is there. */
export interface ImageFound {
  readonly tag: string;
  readonly base: string;
  /** Hash of all that the sandbox image is made from today. */
  readonly recipe: Sha256;
  /** `old`: of an earlier recipe. */
  readonly state: 'current' | 'old' | 'absent';
}

/** Looks, and builds nothing. */
export async function findImage(
  engine: Engine,
  { serverMajor, image }: Pick<ImageRequest, 'serverMajor' | 'image'>,
): Promise<ImageFound> {
  const base = image ?? `clone-rehearsal/base:${serverMajor}`;
  const recipe = sha256(`${await recipeText()}\n${base}`);
  const variant = image === null ? '' : `-${sha256(image).slice(0, 12)}`;
  const tag = `clone-rehearsal/postgres:${serverMajor}${variant}`;
  const found = await labelOf(engine, tag, RECIPE_LABEL);
  const state = found === null ? 'absent' : found === recipe ? 'current' : 'old';
  return { tag, base, recipe, state };
}

/** Whether an image of that name is there, whatever it is. */
export async function hasImage(engine: Engine, name: string): Promise<boolean> {
  try {
    await engine.getImage(name).inspect();
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

async function makeImage(engine: Engine, request: ImageRequest): Promise<string> {
  const { tag, base, recipe, state } = await findImage(engine, request);
  if (state === 'current') return tag;

  if (request.image === null && (await labelOf(engine, base, IMAGE_LABEL)) === null) {
    request.say(`building the Postgres ${request.serverMajor} base image (once)`);
    await buildBase(engine, request.serverMajor);
  }
  request.say(`building the sandbox image for Postgres ${request.serverMajor} (once)`);
  const buildargs = { BASE: base, MAJOR: String(request.serverMajor), RECIPE: recipe };
  await buildSandbox(engine, tag, buildargs).catch((cause: unknown) => {
    throw unavailable(
      request.serverMajor,
      `the sandbox image could not be built on ${base}`,
      cause,
    );
  });
  if ((await labelOf(engine, tag, RECIPE_LABEL)) !== recipe) {
    throw unavailable(request.serverMajor, `the sandbox image could not be built on ${base}`);
  }
  // The image that this one took the name of; only nameless images with our own label. What is an
  // hour old is no part of what another run is building right now.
  const nameless = { dangling: ['true'], label: [IMAGE_LABEL], until: ['1h'] };
  await engine.pruneImages({ filters: nameless }).catch((error: unknown) => {
    // 409: another run is doing just that.
    if (statusOf(error) !== 409) throw error;
  });
  return tag;
}

/** Without any network: the recipe needs none, and an engine may have none to give. */
async function buildSandbox(
  engine: Engine,
  tag: string,
  buildargs: Readonly<Record<string, string>>,
): Promise<void> {
  const context = { context: RECIPE_FOLDER, src: await readdir(RECIPE_FOLDER) };
  const options = { t: tag, buildargs, networkmode: 'none', rm: true, forcerm: true };
  const told = await engine.buildImage(context, options);
  for await (const line of createInterface({ input: told })) {
    const { error } = JSON.parse(line) as { readonly error?: string }; // the engine's own word
    if (error !== undefined) throw new Error(error);
  }
}

/** Everything the image is made from, in a fixed order: its hash says whether a build is stale. */
async function recipeText(): Promise<string> {
  const entries = await readdir(RECIPE_FOLDER, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return files
    .map((file, index) => `${path.relative(RECIPE_FOLDER, file)}\n${texts[index]}`)
    .join('\n');
}

async function labelOf(engine: Engine, image: string, label: string): Promise<string | null> {
  try {
    const document = await engine.getImage(image).inspect();
    return document.Config.Labels?.[label] ?? null;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

async function buildBase(engine: Engine, major: number): Promise<void> {
  // Docker's own command could have another context than the client here.
  const env = { DOCKER_HOST: engineAddress(engine).uri, DOCKER_CONTEXT: undefined };
  // Loaded where it is needed: its hundred files are a seventh of every start of the program.
  const { execa } = await import('execa');
  const built = await execa(path.join(DOCKER_FOLDER, 'base-image.sh'), [String(major)], {
    reject: false,
    all: true,
    timeout: 20 * 60_000,
    maxBuffer: 1_000_000,
    stdin: 'ignore',
    env,
  });
  if (built.exitCode !== 0) {
    const lastWords = (built.all ?? '').trim().split('\n').slice(-3).join(' / ');
    throw unavailable(major, lastWords === '' ? 'the base image could not be built' : lastWords);
  }
}

function unavailable(major: number, what: string, cause?: unknown): Problem {
  return new Problem([finding('IMAGE_UNAVAILABLE', `image for Postgres ${major}`, what)], {
    cause,
  });
}

/** HTTP status of an engine's refusal; 0 where it is none. */
export function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 0;
  return typeof status === 'number' ? status : 0;
}

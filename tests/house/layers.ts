// Who may import whom: stages see earlier stages' contracts only, and effects stay at the rim.
import type { ImportFound, SourceFacts } from './source.ts';

/** Stage folders in the order data flows; a stage may read the contracts of those before it. */
export const STAGES: readonly string[] = [
  'config',
  'intake',
  'scan',
  'sandbox',
  'restore',
  'schema',
  'witness',
  'scenario',
  'proof',
  'gate',
  'probes',
  'evidence',
  'decision',
  'report',
  // Judges what would stop a run before there is one: it reads what stages hand on, none reads it.
  'doctor',
];

/** Built-in modules that compute and touch nothing; every other one is an effect. */
const PURE_BUILTINS: ReadonlySet<string> = new Set([
  'crypto',
  'path',
  'url',
  'util',
  'buffer',
  'assert',
  'string_decoder',
  'zlib',
  'stream',
  'stream/promises',
]);

/** Packages that compute and touch nothing; every other one is an effect. */
const PURE_PACKAGES: ReadonlySet<string> = new Set([
  'zod',
  'yaml',
  'libpg-query',
  'tar-stream',
  'fastest-levenshtein',
]);

/** Every rule that a file of `harness/` breaks, as `rule: what`; empty where it breaks none. */
export function layerViolations(file: string, facts: SourceFacts): string[] {
  if (facts.parseErrors.length > 0) return facts.parseErrors.map((error) => `unparsed: ${error}`);
  const found = facts.imports.flatMap((each) => importViolations(file, each));
  if (!mayTouchTheWorld(file)) {
    found.push(...facts.effects.map((effect) => `effects at the rim: uses ${effect}`));
  }
  return [...new Set(found)];
}

function importViolations(file: string, target: ImportFound): string[] {
  if (target.kind === 'unknown') return [`import by name: ${target.to}`];
  if (target.kind !== 'ours') {
    const isPure = (target.kind === 'builtin' ? PURE_BUILTINS : PURE_PACKAGES).has(target.to);
    return isPure || target.isTypeOnly || mayTouchTheWorld(file)
      ? []
      : [`effects at the rim: imports ${target.to}`];
  }
  const broken: string[] = [];
  if (!isAllowedByLayer(file, target.to)) broken.push(`layers: imports ${target.to}`);
  const isFace = file.endsWith('/index.ts'); // the face of a stage shows its effects too
  if (target.to.endsWith('.io.ts') && !target.isTypeOnly && !mayTouchTheWorld(file) && !isFace) {
    broken.push(`pure files stay pure: imports ${target.to}`);
  }
  return broken;
}

function isAllowedByLayer(file: string, to: string): boolean {
  if (isWiring(file)) {
    return isWiring(to) || /^harness\/[^/]+\/index\.ts$/.test(to) || isContract(to);
  }
  if (isWiring(to)) return false;
  const stage = folderOf(file);
  if (stage === null || folderOf(to) === null) return false;
  if (stage === 'kernel') return folderOf(to) === 'kernel';
  // The way out stands beside the stages: it knows the kernel alone, and every rim may use it.
  if (stage === 'output') return folderOf(to) === 'output' || to === 'harness/kernel/index.ts';
  if (to === 'harness/output/index.ts') return mayTouchTheWorld(file);
  const order = STAGES.indexOf(stage);
  if (order === -1) return false;
  // A contract holds schemas and types alone; a large one may stand in several `*contract.ts`.
  if (folderOf(to) === stage) return !isContract(file) || isContract(to);
  if (to === 'harness/kernel/index.ts') return true;
  const target = folderOf(to);
  return isContract(to) && target !== null && STAGES.slice(0, order).includes(target);
}

function isContract(file: string): boolean {
  return /\/(?:[a-z-]+-)?contract\.ts$/.test(file);
}

/** The files that wire the program; they alone see more than one stage's functions. */
function isWiring(file: string): boolean {
  // jest/ is wiring: the baseline of a run, held for suites instead of scenarios of a plan.
  return /^harness\/(?:[^/]+\.ts$|commands\/|run\/|jest\/)/.test(file);
}

function mayTouchTheWorld(file: string): boolean {
  return /\.io\.ts$|^harness\/(?:cli|rehearse)\.ts$/.test(file);
}

function folderOf(file: string): string | null {
  return /^harness\/([^/]+)\//.exec(file)?.[1] ?? null;
}

// Judges mutants one after the other in a thread that may be ended: a slip can make a loop endless.
import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { CHECKS, FAILURE_OF, type Check, type Validator } from './checks.ts';
import { apply } from './mutant.ts';
import { mutants, SOURCES, urlOf } from './sources.ts';

export type Word =
  | { readonly kind: 'begun'; readonly index: number }
  | { readonly kind: 'judged'; readonly index: number; readonly failures: Failures };
export type Failures = Readonly<Record<Check, string | null>>;

const ALL = mutants();
/** Sources as they are now under an address of their own: nothing is written anywhere. */
const READ_ONCE = new URL('read-once.ts', import.meta.url).href;
const MUTATED = /^(?<url>.*)\?mutant=(?<index>-?\d+)$/;

registerHooks({
  resolve: (specifier, context, next) => {
    const index = MUTATED.exec(context.parentURL ?? '')?.groups?.['index'];
    const file = specifier.replace('./', '');
    if (index === undefined) return next(specifier, context);
    if (changesWith(Number(index)).has(file)) {
      return { url: `${urlOf(file)}?mutant=${index}`, shortCircuit: true };
    }
    return file === 'strict-json.ts'
      ? { url: READ_ONCE, shortCircuit: true }
      : next(specifier, context);
  },
  load: (url, context, next) => {
    const { url: plain, index } = MUTATED.exec(url)?.groups ?? {};
    const source = SOURCES.find(({ file }) => urlOf(file) === plain);
    if (source === undefined) return next(url, context);
    const mutant = ALL[Number(index)];
    const isChanged = mutant?.file === source.file;
    return {
      format: 'module',
      source: isChanged ? apply(source, mutant) : source.text,
      shortCircuit: true,
    };
  },
});

/** The changed file and all that import it: the others stay the ones that were loaded before. */
function changesWith(index: number): ReadonlySet<string> {
  const changed = new Set<string>([ALL[index]?.file ?? '']);
  for (const _ of SOURCES) {
    for (const { file, text } of SOURCES) {
      if ([...changed].some((each) => text.includes(`from './${each}'`))) changed.add(file);
    }
  }
  return changed;
}

/** Of -1, the validator as it is. */
async function validatorOf(index: number): Promise<Validator> {
  const [validate, packet]: Record<string, unknown>[] = await Promise.all(
    ['validate.ts', 'packet-proof.ts'].map(
      async (file): Promise<Record<string, unknown>> => import(`${urlOf(file)}?mutant=${index}`),
    ),
  );
  return {
    // The mutated modules have the faces of the real ones.
    validate: validate?.['validateRollbackEvidence'] as Validator['validate'],
    validatePacket: packet?.['validatePacketProof'] as Validator['validatePacket'], // likewise
  };
}

async function failuresOf(index: number): Promise<Failures> {
  let validator: Validator;
  try {
    validator = await validatorOf(index);
  } catch {
    return { selftest: LOADS_NOT, cases: LOADS_NOT, property: LOADS_NOT };
  }
  const isOfProof = index < 0 || changesWith(index).has('validate.ts');
  const failure = (check: Check): string | null => {
    // What judges packets alone changes nothing in how a proof is judged.
    if (!isOfProof && check !== 'cases') return null;
    try {
      return FAILURE_OF[check](validator);
    } catch {
      return 'it threw';
    }
  };
  const [selftest, cases, property] = CHECKS.map(failure);
  return { selftest: selftest ?? null, cases: cases ?? null, property: property ?? null };
}
const LOADS_NOT = 'it does not load';

const { from } = workerData as { readonly from: number }; // as `judge.ts` starts it
for (let index = from; index < ALL.length; index += 1) {
  say({ kind: 'begun', index });
  say({ kind: 'judged', index, failures: await failuresOf(index) });
}

function say(word: Word): void {
  parentPort?.postMessage(word, []);
}

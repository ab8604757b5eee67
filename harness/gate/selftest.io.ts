// Shows on real files that the gate refuses all that it must refuse, and passes identical bytes.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GateSaid, SealVerdict } from './contract.ts';
import { checkSeal, writeSeal, type CheckOptions } from './gate.io.ts';
import { DRIFT_CASES, entriesOf, MANIFEST, REFUSAL_CASES, type Case } from './selftest-cases.io.ts';
import { SAMPLES } from './selftest-samples.ts';
import { judgeSelftest, type GateSelftest } from './selftest.ts';
import { formatSealManifest } from './manifest.ts';

/** The gate under test; a broken one can be handed in, to be found out. */
export type SealCheck = (
  root: string,
  manifestPath: string,
  patterns: readonly string[],
  options: CheckOptions,
) => Promise<SealVerdict>;

/** Works in a folder of its own within `folder`, and removes it. */
export async function gateSelftest(
  folder: string,
  check: SealCheck = checkSeal,
): Promise<GateSelftest> {
  const work = await mkdtemp(path.join(folder, 'gate-selftest-'));
  try {
    const untouched = path.join(work, 'untouched');
    await writeSamples(untouched);
    const written = await writeSeal(untouched, Object.keys(SAMPLES), MANIFEST);
    const identical = await check(untouched, MANIFEST, ['**'], {});
    const trials = async (cases: Readonly<Record<string, Case>>) =>
      await Promise.all(
        Object.entries(cases).map(async ([name, each]) => ({
          name,
          ...(await trial(path.join(work, name), untouched, each, check)),
        })),
      );
    const drifts = await trials(DRIFT_CASES);
    const refusals = await trials(REFUSAL_CASES);
    return judgeSelftest({
      byte_identical: {
        ...said(identical),
        sealed: written.findings.length === 0 ? identical.sealed : 0,
      },
      drifts: drifts.map(({ name, ...rest }) => ({ drift: name, ...rest })),
      refusals: refusals.map(({ name, ...rest }) => ({ refusal: name, ...rest })),
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Samples sealed afresh, changed, and checked. */
async function trial(
  root: string,
  untouched: string,
  { make, patterns = [], pinned = {}, isElsewhere = false }: Case,
  check: SealCheck,
): Promise<GateSaid> {
  await writeSamples(root);
  const manifest = formatSealManifest({ entries: entriesOf(SAMPLES) });
  await writeFile(path.join(root, MANIFEST), manifest);
  await make(root);
  const options = isElsewhere ? { pinned, manifestRoot: untouched } : { pinned };
  return said(await check(root, MANIFEST, patterns, options));
}

async function writeSamples(root: string): Promise<void> {
  for (const [name, text] of Object.entries(SAMPLES)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
}

function said({ judgement, identical, findings }: SealVerdict): GateSaid {
  return {
    gate_judgement: judgement,
    identical,
    found_codes: [...new Set(findings.map(({ code }) => code))],
  };
}

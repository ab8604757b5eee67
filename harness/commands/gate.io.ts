// `rehearse seal`, `gate` and `gate-selftest`: the bytes of the files that decide verdicts.
import path from 'node:path';
import { loadConfig, type LoadedConfig } from '../config/index.ts';
import { checkSeal, gateSelftest, writeSeal } from '../gate/index.ts';
import { explain } from '../kernel/index.ts';
import { toStderr, toStdout } from '../output/index.ts';
import { makeWorkFolder } from '../sandbox/index.ts';

/** Sealed whole: a file that is new in one of them and not in the manifest is refused too. */
function sealedPatterns(config: LoadedConfig): string[] {
  return [
    'harness/kernel/**',
    'harness/proof/**',
    'harness/gate/**',
    'schema-spec/**',
    'scenarios/**',
    ...config.executor,
  ];
}

export interface GateOptions {
  readonly config: string;
  readonly base?: string;
}

export async function sealCommand(options: GateOptions): Promise<number> {
  const config = await loadConfig(options.config);
  const { sealed, findings } = await writeSeal(
    config.root,
    sealedPatterns(config),
    config.sealManifest,
  );
  for (const each of findings) toStderr(explain(each));
  if (findings.length > 0) return 1;
  toStdout(`sealed ${sealed} files in ${config.sealManifest}`);
  return 0;
}

export async function gateCommand(options: GateOptions): Promise<number> {
  const config = await loadConfig(options.config);
  const root = path.resolve(options.base ?? config.root);
  const verdict = await checkSeal(root, config.sealManifest, sealedPatterns(config));
  for (const each of verdict.findings) toStderr(explain(each));
  toStdout(
    `${verdict.identical} of ${verdict.sealed} sealed files are byte-identical: ${verdict.judgement}`,
  );
  return verdict.judgement === 'HELD' ? 0 : 1;
}

export async function gateSelftestCommand(): Promise<number> {
  await using work = await makeWorkFolder();
  const { result, findings } = await gateSelftest(work.path);
  for (const { drift, judgement, found_codes: codes } of result.drifts) {
    toStdout(
      `${drift.padEnd(24)} ${judgement === 'HELD' ? 'refused' : 'NOT REFUSED'}  ${codes.join(', ')}`,
    );
  }
  toStdout(
    `${'byte-identical'.padEnd(24)} ${result.byte_identical.judgement === 'HELD' ? 'accepted' : 'NOT ACCEPTED'}`,
  );
  for (const each of findings) toStderr(explain(each));
  return result.judgement === 'HELD' ? 0 : 1;
}

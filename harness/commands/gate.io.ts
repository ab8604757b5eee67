// `rehearse seal`, `gate` and `gate-selftest`: the bytes of the files that decide verdicts.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { loadConfig } from '../config/index.ts';
import { checkSeal, gateSelftest, sealedPatterns, writeSeal } from '../gate/index.ts';
import { explain, finding, Problem, type Finding, type Judgement } from '../kernel/index.ts';
import { toStderr, toStdout } from '../output/index.ts';
import { makeWorkFolder } from '../sandbox/index.ts';

export interface GateOptions {
  readonly config: string;
  readonly base?: string;
}

export async function sealCommand(options: GateOptions): Promise<number> {
  const config = await loadConfig(options.config);
  const patterns = sealedPatterns(config, path.basename(options.config));
  const { sealed, findings } = await writeSeal(
    config.root,
    patterns,
    config.sealManifest,
    config.pinned,
  );
  tell(findings);
  if (findings.length > 0) return 1;
  toStdout(`sealed ${sealed} files in ${config.sealManifest}`);
  return 0;
}

/**
 * With `base` a tree elsewhere is checked against this project's manifest, patterns and pins:
 * whoever changed a file there could have sealed it anew. @throws Problem for usage errors
 */
export async function gateCommand(options: GateOptions): Promise<number> {
  const config = await loadConfig(options.config);
  const root = options.base === undefined ? config.root : await folderOf(options.base);
  const patterns = sealedPatterns(config, path.basename(options.config));
  const verdict = await checkSeal(root, config.sealManifest, patterns, {
    pinned: config.pinned,
    manifestRoot: config.root,
  });
  tell(verdict.findings);
  toStdout(
    `${verdict.identical} of ${verdict.sealed} sealed files are byte-identical: ${verdict.judgement}`,
  );
  return verdict.judgement === 'HELD' ? 0 : 1;
}

async function folderOf(base: string): Promise<string> {
  const folder = path.resolve(base);
  const isFolder = await stat(folder).then(
    (stands) => stands.isDirectory(),
    () => false,
  );
  if (base !== '' && isFolder) return folder;
  throw new Problem([finding('SEAL_BASE_MISSING', JSON.stringify(base), 'no folder is there')]);
}

export async function gateSelftestCommand(): Promise<number> {
  await using work = await makeWorkFolder();
  const { result, findings } = await gateSelftest(work.path);
  for (const { drift, ...row } of result.drifts) tellCase(drift, row);
  for (const { refusal, ...row } of result.refusals) tellCase(refusal, row);
  const isAccepted = result.byte_identical.judgement === 'HELD';
  toStdout(`${'byte-identical'.padEnd(NAME_WIDTH)} ${isAccepted ? 'accepted' : 'NOT ACCEPTED'}`);
  tell(findings);
  return result.judgement === 'HELD' ? 0 : 1;
}

const NAME_WIDTH = 25;

function tellCase(
  name: string,
  { judgement, found_codes: codes }: { judgement: Judgement; found_codes: readonly string[] },
): void {
  const answer = judgement === 'HELD' ? 'refused' : 'NOT REFUSED';
  toStdout(`${name.padEnd(NAME_WIDTH)} ${answer}  ${codes.join(', ')}`);
}

function tell(findings: readonly Finding[]): void {
  for (const each of findings) toStderr(explain(each));
}

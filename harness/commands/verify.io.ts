// `rehearse verify`: a packet from anywhere, recomputed without Docker, and who signed it.
import {
  OUTSIDE_FILES,
  readEnvelope,
  readPublicKey,
  TREE_JSON_FILES,
  TREE_TEXT_FILES,
} from '../evidence/index.ts';
import { explain, finding, Problem, type Finding } from '../kernel/index.ts';
import { toStderr, toStdout } from '../output/index.ts';
import { openStrictly, signedFindings } from '../run/signed.ts';
import { readWholePacket } from '../run/whole-packet.io.ts';

export interface VerifyOptions {
  /** A tree hash that came another way than the packet itself. */
  readonly tree?: string;
  /** A DSSE envelope, and the public key of whoever signed it. */
  readonly signature?: string;
  readonly key?: string;
}

export async function verifyCommand(packet: string, options: VerifyOptions): Promise<number> {
  const { tree, signature, key } = options;
  if ((signature === undefined) !== (key === undefined)) {
    const given = key === undefined ? '--signature' : '--key';
    throw new Problem([finding('SIGNATURE_ASKED_BY_HALVES', given, 'the other one is not given')]);
  }
  const { verdict, files } = await readWholePacket(packet, tree ?? null);
  const unsigned =
    signature === undefined || key === undefined
      ? null
      : await signatureFindings(signature, key, files);
  for (const each of [...verdict.findings, ...(unsigned ?? [])]) toStderr(explain(each));

  for (const line of checkedLines(verdict.treeHash, files, tree)) toStdout(line);
  toStdout(`signature    ${signedAs(unsigned, key)}`);
  const isGood = verdict.judgement === 'HELD' && (unsigned ?? []).length === 0;
  toStdout(`packet: ${isGood || verdict.judgement !== 'HELD' ? verdict.judgement : 'NOT_HELD'}`);
  return isGood ? 0 : 1;
}

/** What was looked at; what was found stands before it. */
function checkedLines(
  treeHash: string | null,
  files: ReadonlyMap<string, Uint8Array>,
  expectedTree: string | undefined,
): string[] {
  const count = (names: readonly string[]): number =>
    names.filter((name) => files.has(name)).length;
  const inTree = count([...TREE_JSON_FILES, ...TREE_TEXT_FILES]);
  const outside = count(OUTSIDE_FILES);
  return [
    ...(treeHash === null ? [] : [`packet tree  ${treeHash}`]),
    `tree hash    ${expectedTree === undefined ? 'not compared; give one with --tree' : 'compared with the one given'}`,
    `tree         ${inTree} files: bytes, forms, words, and the story they tell together`,
    `outside      ${outside === 0 ? 'none; a packet is whole without them' : `${outside} files, and their manifest`}`,
  ];
}

async function signatureFindings(
  signature: string,
  key: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Finding[]> {
  const publicKey = await readPublicKey(key);
  const opened = openStrictly(await readEnvelope(signature), publicKey, signature);
  return signedFindings(opened, files, signature);
}

function signedAs(findings: readonly Finding[] | null, key: string | undefined): string {
  if (findings === null) return 'not asked for';
  return findings.length === 0 ? `of this Statement, made with the key of ${key ?? ''}` : 'refused';
}

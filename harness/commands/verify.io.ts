// `rehearse verify`: a packet from anywhere, recomputed without Docker, and who signed it.
import type { Command } from 'commander';
import {
  OUTSIDE_FILES,
  readEnvelope,
  readPublicKey,
  TREE_JSON_FILES,
  TREE_TEXT_FILES,
} from '../evidence/index.ts';
import { finding, Problem, type Finding } from '../kernel/index.ts';
import { executionEvidenceSchema, partWords } from '../scenario/index.ts';
import { openStrictly, signedFindings } from '../run/signed.ts';
import { EXECUTION } from '../run/story/documents.ts';
import { readWholePacket } from '../run/whole-packet.io.ts';
import type { Door } from './door.ts';
import { examples } from './options.io.ts';

interface VerifyOptions {
  /** A tree hash that came another way than the packet itself. */
  readonly tree?: string;
  /** A DSSE envelope, and the public key of whoever signed it. */
  readonly signature?: string;
  readonly key?: string;
}

export function addVerify(program: Command, door: Door): void {
  program
    .command('verify')
    .description('recompute a packet from its bytes; needs no Docker')
    .argument('<packet>', 'folder of a packet')
    .option('--tree <sha256>', 'the tree hash it must have, from elsewhere')
    .option('--signature <file>', 'the envelope in which its Statement was signed')
    .option('--key <file>', 'the public key of whoever signed it')
    .addHelpText(
      'after',
      examples(
        'verify evidence/latest',
        'verify evidence/latest --tree "$(cut -c -64 tree.txt)"',
        'verify evidence/latest --signature packet.dsse.json --key operator.pub.pem --json',
      ),
    )
    .action(
      async (packet: string, options: VerifyOptions) => await verifyCommand(packet, options, door),
    );
}

export async function verifyCommand(
  packet: string,
  options: VerifyOptions,
  door: Door,
): Promise<void> {
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
  const findings = [...verdict.findings, ...(unsigned ?? [])];
  door.complain(findings);

  const part = verdict.judgement === 'HELD' ? partIn(files) : null;
  if (part !== null) door.tell(`part         ${part}; no verdict on the whole, "merge" makes one`);
  for (const line of checkedLines(verdict.treeHash, files, tree)) door.tell(line);
  door.tell(`signature    ${signedAs(unsigned, key)}`);
  const isGood = verdict.judgement === 'HELD' && (unsigned ?? []).length === 0;
  const judgement = isGood || verdict.judgement !== 'HELD' ? verdict.judgement : 'NOT_HELD';
  door.answer(
    {
      exitCode: isGood ? 0 : 1,
      judgement,
      part,
      packetTree: verdict.treeHash,
      isTreeCompared: tree !== undefined,
      isSignatureChecked: unsigned !== null,
      findings,
    },
    part === null ? `packet: ${judgement}` : `packet: ${judgement} (${part})`,
  );
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

/** Of a packet that holds; null of a whole one. */
function partIn(files: ReadonlyMap<string, Uint8Array>): string | null {
  const text = Buffer.from(files.get(EXECUTION) ?? '').toString('utf8');
  return partWords(executionEvidenceSchema.parse(JSON.parse(text)).plan);
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

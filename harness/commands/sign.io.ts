// `rehearse sign`: signs a packet's Statement with a key of the operator; the packet stays as it is.
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { readPrivateKey, sealedInEnvelope, STATEMENT_FILE } from '../evidence/index.ts';
import { finding, messageOf, Problem } from '../kernel/index.ts';
import { writeOut } from '../output/index.ts';
import { readWholePacket } from '../run/whole-packet.io.ts';
import type { Door } from './door.ts';
import { examples } from './options.io.ts';

interface SignOptions {
  readonly key: string;
  readonly out?: string;
}

export function addSign(program: Command, door: Door): void {
  program
    .command('sign')
    .description('sign the Statement of a packet; the packet stays as it is')
    .argument('<packet>', 'folder of a packet')
    .requiredOption('--key <file>', 'your private key: Ed25519, ECDSA over P-256 or RSA, in PEM')
    .option('--out <file>', 'the envelope (default: beside the packet, with .dsse.json added)')
    .addHelpText(
      'after',
      examples(
        'sign evidence/latest --key operator.pem',
        'sign evidence/latest --key operator.pem --out packet.dsse.json',
      ),
    )
    .action(
      async (packet: string, options: SignOptions) => await signCommand(packet, options, door),
    );
}

/** Only a packet that is whole is signed. @throws Problem for usage errors */
export async function signCommand(packet: string, options: SignOptions, door: Door): Promise<void> {
  const { verdict, files } = await readWholePacket(packet);
  const { judgement, treeHash, findings } = verdict;
  door.complain(findings);
  if (judgement !== 'HELD') {
    door.answer(
      { exitCode: 1, judgement, packetTree: treeHash, envelope: null, findings },
      `packet: ${judgement}; nothing was signed`,
    );
    return;
  }
  const statement = files.get(STATEMENT_FILE);
  if (statement === undefined) {
    throw new Problem([finding('PACKET_STATEMENT_MISSING', STATEMENT_FILE, 'it is not there')]);
  }
  const place = await placeFor(packet, options.out);
  const key = await readPrivateKey(options.key);
  await writeEnvelope(place, sealedInEnvelope(statement, key));
  const envelope = path.relative(process.cwd(), place);
  door.tell(`packet tree  ${treeHash ?? ''}`);
  door.answer(
    { exitCode: 0, judgement, packetTree: treeHash, envelope, findings },
    `signed: ${envelope}`,
  );
}

/** Beside the packet, under the packet's own name: `latest` moves on. Never inside a packet. */
async function placeFor(packet: string, out: string | undefined): Promise<string> {
  const folder = await realpath(packet);
  if (out === undefined) return `${folder}.dsse.json`;
  const place = path.resolve(out);
  const parent = await realpath(path.dirname(place)).catch(() => path.dirname(place));
  if (parent === folder || parent.startsWith(`${folder}${path.sep}`)) {
    throw new Problem([finding('SIGNATURE_PLACE_UNFIT', out, 'it is inside the packet')]);
  }
  return place;
}

async function writeEnvelope(file: string, text: string): Promise<void> {
  try {
    await writeOut({ file, text, how: 'new' });
  } catch (cause) {
    const isThere = Reflect.get(Object(cause), 'code') === 'EEXIST';
    const what = isThere ? 'something stands there already' : messageOf(cause);
    throw new Problem([finding('SIGNATURE_PLACE_UNFIT', file, what)], { cause });
  }
}

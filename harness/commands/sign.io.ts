// `rehearse sign`: signs a packet's Statement with a key of the operator; the packet stays as it is.
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { readPrivateKey, sealedInEnvelope, STATEMENT_FILE } from '../evidence/index.ts';
import { explain, finding, messageOf, Problem } from '../kernel/index.ts';
import { toStderr, toStdout, writeOut } from '../output/index.ts';
import { readWholePacket } from '../run/whole-packet.io.ts';

export interface SignOptions {
  readonly key: string;
  readonly out?: string;
}

/** Only a packet that is whole is signed. @throws Problem for usage errors */
export async function signCommand(packet: string, options: SignOptions): Promise<number> {
  const { verdict, files } = await readWholePacket(packet);
  for (const each of verdict.findings) toStderr(explain(each));
  if (verdict.judgement !== 'HELD') {
    toStdout(`packet: ${verdict.judgement}; nothing was signed`);
    return 1;
  }
  const statement = files.get(STATEMENT_FILE);
  if (statement === undefined) {
    throw new Problem([finding('PACKET_STATEMENT_MISSING', STATEMENT_FILE, 'it is not there')]);
  }
  const place = await placeFor(packet, options.out);
  const key = await readPrivateKey(options.key);
  await writeEnvelope(place, sealedInEnvelope(statement, key));
  toStdout(`packet tree  ${verdict.treeHash ?? ''}`);
  toStdout(`signed: ${path.relative(process.cwd(), place)}`);
  return 0;
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

// After the suite: fails it where a thing of others is not what it was.
import { plantedDecoys } from './beside-decoys.ts';

export default async function teardown(): Promise<void> {
  const decoys = plantedDecoys();
  if (decoys === null) {
    if (process.env['BESIDE_DECOYS'] !== 'yes') return;
    throw new Error('nobody knows of the decoys that were planted');
  }
  const touched = await decoys.touched();
  await decoys[Symbol.asyncDispose]();
  if (touched.length > 0) {
    throw new Error(`the suite touched what is not ours: ${touched.join('; ')}`);
  }
}

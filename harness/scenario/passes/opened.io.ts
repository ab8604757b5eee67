// What most ways back begin with: a clone of the state they start from, and a witness on it.
import type { Clone } from '../../sandbox/ground-contract.ts';
import type { Fingerprint, ResidueState } from '../../witness/contract.ts';
import type { Witness } from '../../witness/witness-contract.ts';
import type { RehearsalGround, StartingPoint } from '../contract.ts';
import { fromLayer } from './pass.ts';

/** The witness ends before its clone does. */
export interface Opened extends AsyncDisposable {
  readonly clone: Clone;
  readonly witness: Witness;
  readonly before: Fingerprint;
  readonly residueBefore: ResidueState;
}

export async function openClone(ground: RehearsalGround, start: StartingPoint): Promise<Opened> {
  await using stack = new AsyncDisposableStack();
  const clone = stack.use(await ground.ground.fresh(fromLayer(start)));
  const witness = stack.use(
    await ground.witnesses.open({ server: clone, database: clone.database, start: start.print }),
  );
  const { before } = witness;
  const residueBefore = await witness.residue(before);
  const owned = stack.move();
  return {
    clone,
    witness,
    before,
    residueBefore,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

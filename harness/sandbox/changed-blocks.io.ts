// Which blocks of one file of a thin clone differ from the file below it: asked of the disk, in the
// sandbox's container, which alone sees the layers apart.
import { finding, Problem } from '../kernel/index.ts';
import type { EngineContainer } from './engine.io.ts';
import { execInside } from './exec.io.ts';
import { INSIDE } from './hardening.io.ts';

export interface ChangedBlocksRequest {
  readonly slot: number;
  /** Slots of frozen clones, nearest first. */
  readonly below: readonly number[];
  /** Path below the data folder. */
  readonly file: string;
  readonly blockBytes: number;
}

/**
 * blocks BYTES FILE BELOW...: what stands beyond the end of either file counts as well. cmp ends with
 * 1 where bytes differ; anything more says that it could not be told.
 */
const SCRIPT = `
set -u
export LC_ALL=C
bytes=$1 upper=$2
shift 2
for below; do [ -e "$below" ] && break; done
short=$(stat -c %s "$upper") && long=$(stat -c %s "$below") || exit 3
if [ "$short" -gt "$long" ]; then swap=$short short=$long long=$swap; fi
cmp -l -n "$short" "$upper" "$below" |
  awk -v bytes="$bytes" '{ at = int(($1 - 1) / bytes); if (NR == 1 || at != last) print at; last = at }'
told=("\${PIPESTATUS[@]}")
[ "\${told[0]}" -le 1 ] && [ "\${told[1]}" -eq 0 ] || exit 3
[ "$long" -eq "$short" ] || seq $((short / bytes)) $(((long - 1) / bytes))`;

/** Numbers of blocks. @throws Problem GROUND_NOT_MADE where it could not be told */
export async function changedBlocks(
  container: EngineContainer,
  { slot, below, file, blockBytes }: ChangedBlocksRequest,
): Promise<readonly number[]> {
  const inSlot = (each: number): string => `${INSIDE.scratch}/${each}/upper/${file}`;
  const lower = [...below.map(inSlot), `${INSIDE.pgdata}/${file}`];
  const command = ['bash', '-c', SCRIPT, 'blocks', String(blockBytes), inSlot(slot), ...lower];
  const { exitCode, stdout, stderr } = await execInside(container, command);
  const lines = stdout.split('\n').filter((line) => line !== '');
  if (exitCode !== 0 || !lines.every((line) => /^\d+$/.test(line))) {
    const what = `the blocks of a file could not be compared: ${stderr.slice(0, 200)}`;
    throw new Problem([finding('GROUND_NOT_MADE', 'clone', what)]);
  }
  return lines.map(Number);
}

// Which engine a run may use, and how: what the configuration names, and what the flag asks for.
import type { LoadedConfig } from '../config/contract.ts';
import type { EngineAccess, TransportChoice } from '../sandbox/contract.ts';

export function engineAccess(
  { engine }: Pick<LoadedConfig, 'engine'>,
  transport?: TransportChoice,
): EngineAccess {
  return { named: engine ?? null, transport: transport ?? null };
}

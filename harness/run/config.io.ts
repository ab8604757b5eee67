// Reads the configuration for every command: its claims are judged by the validator itself.
import { loadConfig, type LoadedConfig } from '../config/index.ts';
import { validateRollbackEvidence } from '../proof/index.ts';

/** @throws Problem CONFIG_UNREADABLE, CONFIG_INVALID, REQUEST_* with every finding */
export async function readConfig(file: string): Promise<LoadedConfig> {
  return await loadConfig(file, (proof) => validateRollbackEvidence(proof).judgement);
}

// Keeps what an operator's shell holds away from clones, and out of everything that is said.
import { neverLeaves } from '../output/index.ts';

const SECRET = /(?:PASS(?:WORD|WD|PHRASE)?|SECRET|TOKEN|PRIVATE_KEY|API_?KEY|ACCESS_KEY)(?:_|$)/i;
const TO_A_DATABASE = /^PG[A-Z]|^(?:DATABASE|POSTGRES\w*|DB)_URL$/;

/**
 * A clone is reached over a run's own socket and by nothing that a shell may hold; and what that
 * shell does hold is no word for a terminal, a log or a packet.
 */
export function forgetEnvironment(): void {
  for (const [name, value = ''] of Object.entries(process.env)) {
    if (SECRET.test(name) && !value.startsWith('/')) neverLeaves(value);
    neverLeaves(/:\/\/[^/@:]*:([^/@]+)@/.exec(value)?.[1] ?? '');
    if (TO_A_DATABASE.test(name)) delete process.env[name];
  }
}

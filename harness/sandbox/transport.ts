// Which transport was asked for, and what a failure says about the socket.
import { finding, Problem } from '../kernel/index.ts';
import { TRANSPORT_CHOICES, type TransportChoice } from './contract.ts';

/** The environment's word, where the request has none. @throws Problem TRANSPORT_UNKNOWN */
export function transportAsked(
  requested: TransportChoice | null,
  fromEnvironment: string | undefined,
): TransportChoice {
  if (requested !== null) return requested;
  if (fromEnvironment === undefined || fromEnvironment === '') return 'auto';
  const known = TRANSPORT_CHOICES.find((each) => each === fromEnvironment);
  if (known !== undefined) return known;
  const what = `"${fromEnvironment.slice(0, 40)}" is none of ${TRANSPORT_CHOICES.join(', ')}`;
  throw new Problem([finding('TRANSPORT_UNKNOWN', 'REHEARSAL_TRANSPORT', what)]);
}

/** The socket was tried and leads nowhere; what was begun for it is gone. */
export class NotCrossing extends Error {}

/** The engine would not mount a folder of this run: it has none of that name. */
export function isFolderRefused(cause: unknown, workFolder: string): boolean {
  if (!(cause instanceof Error)) return false;
  const status = 'statusCode' in cause ? Number(cause.statusCode) : 0;
  return status >= 400 && cause.message.includes(workFolder);
}

/** How connecting failed, e.g. `ECONNREFUSED`; null where there was a connection at all. */
export function connectFailure(cause: unknown): string | null {
  for (let each: unknown = cause; each instanceof Error; each = each.cause) {
    if (!('syscall' in each) || each.syscall !== 'connect') continue;
    return 'code' in each ? String(each.code) : 'it is not accepted';
  }
  return null;
}

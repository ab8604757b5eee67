// A check that registered problems decide: the first is shown, with what the registry says to do.
import { CODES, type Finding } from '../kernel/index.ts';
import { broken, untold } from './check.ts';
import type { CheckId, DoctorCheck } from './contract.ts';

export function problemCheck(id: CheckId, findings: readonly Finding[]): DoctorCheck {
  const refusing = findings.filter(({ code }) => CODES[code].forces !== null);
  const [first] = refusing;
  if (first === undefined) {
    return untold(id, 'it failed without saying why', 'run it again with --debug.');
  }
  const others = refusing.length - 1;
  const more = others === 0 ? '' : ` (and ${others} more: see --json)`;
  const what = `${first.code} at ${first.where}: ${first.what}${more}`;
  return broken(id, what, CODES[first.code].hint);
}

// Remembers what plain hosts came to: the same ones stand in row after row.
import { classifyHost, type HostClass } from './hosts.ts';
import { mayTakeWebhooks } from './rules-addresses.ts';
import type { HostJudge } from './verify.ts';

const HOSTS_REMEMBERED = 20_000;

/** Judges hosts as they stand in an address, port included. */
export function rememberingHosts(allowedHosts: readonly string[]): HostJudge {
  const remembered = new Map<string, ReturnType<HostJudge>>();
  return (host) => {
    const known = remembered.get(host);
    if (known !== undefined) return known;
    const name = host.replace(/:\d*$/, '');
    const found = name.includes(':') ? 'none' : classifyHost(name, allowedHosts);
    const kind = judgementOf(name, found);
    if (remembered.size >= HOSTS_REMEMBERED) remembered.clear();
    remembered.set(host, kind);
    return kind;
  };
}

function judgementOf(name: string, found: HostClass): ReturnType<HostJudge> {
  switch (found) {
    case 'none':
      return 'unclear';
    case 'live':
    case 'allowed':
      if (mayTakeWebhooks(name)) return 'unclear';
      return found === 'live' ? 'live' : 'fine';
    case 'reserved':
    case 'loopback':
    case 'identifier':
      return 'fine';
    default:
      return found satisfies never;
  }
}

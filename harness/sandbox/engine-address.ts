// Where an engine is, as far as its address tells, and whether a dump may go there.
import { finding, type Finding } from '../kernel/index.ts';

export interface EngineAddress {
  /** e.g. `unix:///var/run/docker.sock`, `tcp://build.example.org:2376`: what a configuration names. */
  readonly uri: string;
  /** A socket may be forwarded from another machine too: that is found out by what crosses it. */
  readonly isSocket: boolean;
  /** Whether both sides are known by their certificates. */
  readonly hasTls: boolean;
}

/** What the engine's client says of itself. */
export interface ClientFacts {
  readonly socketPath?: unknown;
  readonly host?: unknown;
  readonly port?: unknown;
  readonly protocol?: unknown;
  readonly ca?: unknown;
}

export function addressOf({ socketPath, host, port, protocol, ca }: ClientFacts): EngineAddress {
  if (typeof socketPath === 'string' && socketPath !== '') {
    return { uri: `unix://${socketPath}`, isSocket: true, hasTls: false };
  }
  // A name that is not there is written as such: it equals nothing that anybody configures.
  const uri = `tcp://${typeof host === 'string' ? host : '?'}:${String(port)}`;
  const hasTls = protocol === 'https' && ca !== undefined && ca !== null;
  return { uri, isSocket: false, hasTls };
}

/** The same address from what an operator wrote; null where the harness does not speak that way. */
export function addressIn(uri: string, hasTls: boolean): EngineAddress | null {
  if (/^(unix|npipe):\/\/./.test(uri)) return { uri, isSocket: true, hasTls: false };
  const [, authority] = /^(?:tcp|https?):\/\/([^/?#@]+)\/?$/.exec(uri) ?? [];
  if (authority === undefined) return null;
  return { uri: `tcp://${authority}`, isSocket: false, hasTls };
}

/** Why nothing may be sent there; `named` is what the configuration allows beside this machine. */
export function addressFindings(address: EngineAddress, named: string | null): Finding[] {
  if (address.isSocket) return [];
  const findings: Finding[] = [];
  if (address.uri !== named) findings.push(unnamed(address.uri, named));
  if (!address.hasTls && !LOOPBACK.test(address.uri)) {
    findings.push(finding('ENGINE_UNPROTECTED', 'docker engine', `"${address.uri}" has no TLS`));
  }
  return findings;
}

/** `because`: why it is asked for at all, where the address itself does not tell. */
export function unnamed(uri: string, named: string | null, because = ''): Finding {
  const instead = named === null ? 'it names none' : `it names "${named}"`;
  const what = `"${uri}" is not what rehearsal.config.yaml names under "engine": ${instead}${because}`;
  return finding('ENGINE_REMOTE', 'docker engine', what);
}

export function notSpoken(uri: string): Finding {
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(uri)?.[0] ?? '';
  return finding('ENGINE_NOT_SPOKEN', 'docker engine', `"${scheme}" is neither "unix" nor "tcp"`);
}

/** Whoever listens there is on this machine; where it leads from there, the operator has named. */
const LOOPBACK = /^tcp:\/\/(?:127(?:\.\d{1,3}){3}|localhost|\[::1\]):\d+$/;

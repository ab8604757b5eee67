// Tells hosts that nobody reaches from hosts that may be live, whatever form they are written in.
import { domainToASCII } from 'node:url';

export type HostClass = 'reserved' | 'loopback' | 'identifier' | 'allowed' | 'live' | 'none';

/** Names set aside for documentation and tests: RFC 2606 and RFC 6761. */
const RESERVED_NAMES = /(?:^|\.)(?:example(?:\.(?:com|net|org|edu))?|test|invalid)$/;

/** `localhost` and all below it, RFC 6761; the last two stand in every Debian /etc/hosts. */
const LOOPBACK_NAMES = /(?:^|\.)localhost$|^localhost\.localdomain$|^ip6-l(?:ocalhost|oopback)$/;

/** Hosts in identifiers that programs compare and never connect to. */
const IDENTIFIER_HOSTS: ReadonlyMap<string, string> = new Map([
  ['www.w3.org', 'namespaces of XML, SVG, XHTML and RDF'],
  ['w3.org', 'the same, as people shorten it'],
  ['json-schema.org', '"$schema" of JSON schemas'],
  ['schema.org', '"@context" of JSON-LD'],
  ['xmlns.com', 'the FOAF vocabulary'],
  ['purl.org', 'Dublin Core and RSS vocabularies'],
  ['ns.adobe.com', 'XMP metadata of images, SVG of Illustrator'],
  ['www.opengis.net', 'namespaces of GML and KML, names of coordinate systems'],
  ['schemas.xmlsoap.org', 'namespaces of SOAP and its claims'],
  ['schemas.microsoft.com', 'namespaces of Office documents'],
  ['schemas.openxmlformats.org', 'namespaces of Office documents'],
  ['www.sitemaps.org', 'namespace of sitemaps'],
]);

/** `allowed` holds lower-case ASCII names, `*.name` for all below it. */
export function classifyHost(written: string, allowed: readonly string[]): HostClass {
  const host = plainHost(written);
  if (host === null) return 'none';
  if (isAllowed(host, allowed)) return 'allowed';
  if (host.startsWith('[')) return classOfV6(host.slice(1, -1));
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return classOfV4(host);
  if (LOOPBACK_NAMES.test(host)) return 'loopback';
  if (RESERVED_NAMES.test(host)) return 'reserved';
  if (IDENTIFIER_HOSTS.has(host)) return 'identifier';
  return 'live';
}

/** What `scan.allowedHosts` holds, in the form in which hosts are compared. */
export function allowedNames(hosts: readonly string[]): string[] {
  return hosts.map((each) => {
    const below = each.startsWith('*.');
    const name = plainHost(below ? each.slice(2) : each);
    return `${below ? '*.' : ''}${name ?? ''}`;
  });
}

/**
 * The host as a browser would understand it: decimal, hexadecimal and octal addresses become dotted
 * ones, names become lower-case ASCII. Null where no program could take it for a host.
 */
function plainHost(written: string): string | null {
  // The zone of an address says by which network, not where to.
  const trimmed = written.replace(/\.+$/, '').replace(/^(\[[^\]%]*)%[^\]]*\]$/, '$1]');
  if (trimmed === '' || trimmed.length > 2000) return null;
  // Without an exception where it is none: a field may be made of hosts that nobody has.
  const found = URL.parse(`http://${trimmed}`);
  if (found !== null) return found.hostname === '' ? null : found.hostname.replace(/\.+$/, '');
  // Not a host for a browser, but a resolver may know it; letters and dots are enough for one.
  const ascii = domainToASCII(trimmed) || trimmed.toLowerCase();
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(ascii) && /[a-z]/.test(ascii) ? ascii : null;
}

function isAllowed(host: string, allowed: readonly string[]): boolean {
  return allowed.some((each) =>
    each.startsWith('*.') ? each.length > 2 && host.endsWith(each.slice(1)) : host === each,
  );
}

/** Documentation: RFC 5737. Loopback and "this host": RFC 1122. */
function classOfV4(address: string): HostClass {
  if (address.startsWith('127.') || address === '0.0.0.0') return 'loopback';
  if (/^(?:192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address)) return 'reserved';
  return 'live';
}

/** Documentation: RFC 3849 and RFC 9637. The address comes as WHATWG's URL writes it. */
function classOfV6(address: string): HostClass {
  if (address === '::1' || address === '::') return 'loopback';
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (mapped !== null) {
    const [high, low] = [mapped[1] ?? '', mapped[2] ?? ''].map((part) => Number.parseInt(part, 16));
    const bytes = [high ?? 0, low ?? 0].flatMap((part) => [part >> 8, part & 0xff]);
    return classOfV4(bytes.join('.'));
  }
  if (/^2001:db8(?::|$)/.test(address) || /^3fff:(?:0?[0-9a-f]{1,3}:|:)/.test(address)) {
    return 'reserved';
  }
  return 'live';
}

// One made-up sample of each secret, put together here so that no file holds one whole.
import { made, HEX, DIGITS } from './given.ts';

const b64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const dashes = '-'.repeat(5);
/** A key in PEM form; what it holds is no key. */
export const pem = (kind: string): string =>
  `${dashes}BEGIN ${kind}${dashes}\nMI${made(190)}\n${dashes}END ${kind}${dashes}`;
export const jwt = [b64({ alg: 'HS256', typ: 'JWT' }), b64({ sub: '1' }), made(43)].join('.');

/** 1Password's is JSON, of a length at which base64 ends in `fQ`. */
function serviceAccount(): string {
  const lengths = [100, 101, 102];
  const texts = lengths.map((length) => Buffer.from(JSON.stringify({ k: made(length) })));
  return texts.find(({ length }) => length % 3 === 1)?.toString('base64') ?? '';
}

/** Samples by rule, each with what it is to be called. */
export const HASHES: readonly (readonly [rule: string, value: string])[] = [
  ['bcrypt', `$2b$12$${made(53)}`],
  ['bcrypt', `$2y$10$${made(53)}`],
  ['argon2', `$argon2id$v=19$m=65536,t=3,p=4$${made(22)}$${made(43)}`],
  ['argon2', `argon2$argon2i$v=19$m=512,t=2,p=2$${made(22)}$${made(22)}`],
  ['scrypt', `$scrypt$ln=16,r=8,p=1$${made(22)}$${made(43)}`],
  ['scrypt', `scrypt$16384$${made(12)}$8$1$${made(86)}`],
  ['scrypt', `scrypt:32768:8:1$${made(16)}$${made(128, HEX)}`],
  ['scram', `SCRAM-SHA-256$4096:${made(22)}==$${made(43)}=:${made(43)}=`],
  ['postgres-md5', `md5${made(32, HEX)}`],
  ['md5-crypt', `$1$${made(8)}$${made(22)}`],
  ['md5-crypt', `$apr1$${made(8)}$${made(22)}`],
  ['sha256-crypt', `$5$rounds=5000$${made(16)}$${made(43)}`],
  ['sha512-crypt', `$6$${made(16)}$${made(86)}`],
  ['yescrypt', `$y$j9T$${made(22)}$${made(43)}`],
  ['scrypt-crypt', `$7$CU..../....${made(20)}$${made(43)}`],
  ['phpass', `$P$B${made(30)}`],
  ['phpass', `$H$9${made(30)}`],
  ['ldap', `{SSHA}${made(32)}`],
  ['ldap', `{CRYPT}${made(13)}`],
  ['pbkdf2', `pbkdf2_sha256$600000$${made(22)}$${made(43)}=`],
  ['pbkdf2', `$pbkdf2-sha512$25000$${made(22)}$${made(86)}`],
  ['pbkdf2', `pbkdf2:sha256:600000$${made(16)}$${made(64, HEX)}`],
  ['salted-digest', `sha1$${made(12)}$${made(40, HEX)}`],
];

/** One text for each of secretlint's rules, by the rule's short id. */
export const SERVICE_TOKENS: ReadonlyMap<string, string> = new Map([
  ['aws', `AWS_SECRET_ACCESS_KEY=${made(40)} `],
  ['gcp', JSON.stringify({ private_key_id: made(40, HEX), private_key: pem('PRIVATE KEY') })],
  ['privatekey', pem('RSA PRIVATE KEY')],
  ['npm', `npm_${made(36)}`],
  ['basicauth', `https://deploy:${made(12)}@git.acme.io/x`],
  ['slack', `xoxb-${made(11, DIGITS)}-${made(24)}`],
  ['sendgrid', `SG.${made(22)}.${made(43)}`],
  ['shopify', `shpat_${made(32, HEX)}`],
  ['stripe', `sk_live_${made(24)}`],
  ['github', `ghp_${made(36)}`],
  ['gitlab', `glpat-${made(20)}`],
  ['grafana', `glsa_${made(32)}_${made(8, HEX)}`],
  ['openai', `sk-${made(20)}T3BlbkFJ${made(20)}`],
  ['anthropic', `sk-ant-api03-${made(93)}AA`],
  ['groq', `gsk_${made(52)}`],
  ['huggingface', `hf_${made(34, 'abcdEFGHjkLMnop')}`],
  ['linear', `lin_api_${made(40)}`],
  ['notion', `ntn_${made(11, DIGITS)}${made(35)}`],
  ['1password', `ops_${serviceAccount()}`],
  ['database-connection-string', `mongodb+srv://app:${made(12)}@cluster0.acme.mongodb.net/x`],
  ['hashicorp-vault', `hvs.${made(95)}`],
  ['vercel', `vcp_${made(30)}`],
  ['databricks', `dapi${made(32, HEX)}`],
  ['docker', `dckr_pat_${made(27)}`],
  ['figma', `figd_${made(40)}`],
  ['cloudflare', `cfut_${made(40)}${made(8, HEX)}`],
  ['tailscale', `tskey-auth-${made(16)}-${made(32)}`],
]);

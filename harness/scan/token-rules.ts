// secretlint's rules by what a text must hold for them to report: the anchors of the byte search.
import type { Code } from '../kernel/index.ts';

/** Read off each rule's own expressions; a test holds this table against the package. */
export type TokenRule =
  | {
      readonly kind: 'run';
      readonly code: Code;
      /** Every text that the rule reports holds one of these, in this case. */
      readonly literals: readonly string[];
      /** In any case. */
      readonly folded?: readonly string[];
      /** `long`: at least 16 more characters of a token follow each of them. */
      readonly tail: 'long' | 'any';
    }
  /** A rule of this house finds all that it finds, and more. */
  | { readonly kind: 'covered'; readonly by: string; readonly reason: string }
  | { readonly kind: 'left-out'; readonly reason: string };

const token = (...literals: string[]): TokenRule => {
  return { kind: 'run', code: 'DATA_ACCESS_TOKEN', literals, tail: 'long' };
};

const shortToken = (...literals: string[]): TokenRule => {
  return { kind: 'run', code: 'DATA_ACCESS_TOKEN', literals, tail: 'any' };
};

export const TOKEN_RULES: ReadonlyMap<string, TokenRule> = new Map<string, TokenRule>([
  [
    'aws',
    {
      kind: 'run',
      code: 'DATA_ACCESS_TOKEN',
      literals: [],
      folded: ['ecret_access', 'ecretaccess'],
      tail: 'any',
    },
  ],
  ['gcp', { kind: 'covered', by: 'pem', reason: 'its key stands in PEM form inside the JSON' }],
  [
    'privatekey',
    { kind: 'covered', by: 'pem', reason: 'it asks for a whole key that begins as DER does' },
  ],
  ['npm', shortToken('npm_', ':x-oauth-basic@')],
  [
    'basicauth',
    { kind: 'covered', by: 'url-credential', reason: 'it knows fewer schemes and characters' },
  ],
  ['slack', shortToken('xoxb-', 'xoxp-', 'xapp-', 'xoxa-', 'xoxo-', 'xoxr-')],
  ['sendgrid', token('SG.')],
  ['shopify', token('shppa_', 'shpca_', 'shpat_', 'shpss_')],
  ['stripe', token('sk_live_', 'sk_test_', 'rk_live_', 'rk_test_')],
  ['github', token('ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_')],
  ['gitlab', token('glpat-')],
  ['grafana', token('glc_', 'glsa_')],
  ['openai', shortToken('T3BlbkFJ')],
  ['anthropic', token('sk-ant-api0')],
  ['groq', token('gsk_')],
  ['huggingface', token('hf_')],
  ['linear', token('lin_api_')],
  ['notion', token('ntn_')],
  ['1password', token('ops_ey')],
  [
    'database-connection-string',
    { kind: 'covered', by: 'url-credential', reason: 'it knows three schemes only' },
  ],
  ['hashicorp-vault', token('hvs.', 'hvb.', 'hvr.')],
  ['vercel', token('vcp_', 'vci_', 'vca_', 'vcr_', 'vck_')],
  ['databricks', token('dapi')],
  ['docker', token('dckr_pat_')],
  ['figma', token('figd_')],
  ['cloudflare', token('cfk_', 'cfut_', 'cfat_')],
  ['tailscale', token('tskey-')],
  [
    'filter-comments',
    { kind: 'left-out', reason: 'a comment in the data must not be able to silence the scan' },
  ],
]);

/** Own rules for tokens that secretlint leaves to an option, or does not know. */
export const OWN_TOKENS: readonly { rule: string; literals: readonly string[]; pattern: RegExp }[] =
  [
    // secretlint's aws rule reports these only together with account ids, which are any 12 digits.
    {
      rule: 'aws-access-key-id',
      literals: ['AKIA', 'ASIA'],
      pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])/g,
    },
    // secretlint's npm rule asks for these in files named .npmrc alone.
    {
      rule: 'npm-auth-token',
      literals: ['_authToken='],
      pattern: /_authToken=(?!\$)[^\s"'<>]{8,}/g,
    },
    {
      rule: 'google-api-key',
      literals: ['AIza'],
      pattern: /(?<![A-Za-z0-9])AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g,
    },
    {
      rule: 'google-client-secret',
      literals: ['GOCSPX-'],
      pattern: /GOCSPX-[0-9A-Za-z_-]{28}(?![0-9A-Za-z_-])/g,
    },
  ];

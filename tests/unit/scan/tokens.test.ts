// secretlint's recommended rules: none is missing from the table, and each is reached by the search.
import { expect, test } from '@jest/globals';
import { openTokenSearch, tokenRuleIds } from '../../../harness/scan/secretlint.io.ts';
import { TOKEN_RULES } from '../../../harness/scan/token-rules.ts';
import { foundIn, made } from './given.ts';
import { SERVICE_TOKENS } from './secrets.ts';

const search = openTokenSearch();

test('the table names every rule of the installed set, and no other', () => {
  // A rule that an update brings fails here: give it its anchors, and a sample below.
  expect([...TOKEN_RULES.keys()].sort()).toEqual([...new Set(tokenRuleIds())].sort());
});

test('every rule but those left out has a sample', () => {
  const asked = [...TOKEN_RULES].filter(([, { kind }]) => kind !== 'left-out').map(([id]) => id);
  expect([...SERVICE_TOKENS.keys()].sort()).toEqual(asked.sort());
});

test.each([...SERVICE_TOKENS])('what the rule "%s" reports is found in a row', (id, sample) => {
  const rule = TOKEN_RULES.get(id);
  const found = foundIn(`see ${sample} there`);
  const bare = foundIn(sample);
  if (rule?.kind === 'run') {
    expect(search(id, sample)).not.toEqual([]);
    expect(found).toContain(`${rule.code} secretlint/${id}`);
    expect(bare).toContain(`${rule.code} secretlint/${id}`);
  } else if (rule?.kind === 'covered') {
    expect(found.map((each) => each.split(' ')[1])).toContain(rule.by);
    expect(bare.map((each) => each.split(' ')[1])).toContain(rule.by);
  }
});

test.each([...SERVICE_TOKENS])('"%s": the sample without its mark is nothing', (id, sample) => {
  // The rule's own mark is broken: what follows it alone must not be taken for the token.
  const broken = sample
    .replace(/[_:./-]/g, ' ')
    .replace('T3BlbkFJ', '')
    .replace('dapi', '');
  expect(foundIn(broken).filter((each) => each.includes(`secretlint/${id}`))).toEqual([]);
});

test.each([
  [
    'every literal of slack',
    ['xoxb-', 'xoxp-', 'xapp-', 'xoxa-', 'xoxo-', 'xoxr-'],
    '1-a-b',
    'slack',
  ],
  ['every literal of github', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], made(36), 'github'],
  ['the fine-grained one', ['github_pat_'], made(82), 'github'],
  ['every literal of stripe', ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'], made(24), 'stripe'],
  ['every literal of shopify', ['shppa_', 'shpca_', 'shpat_', 'shpss_'], made(32), 'shopify'],
  ['every literal of vercel', ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'], made(20), 'vercel'],
  ['every literal of cloudflare', ['cfk_', 'cfut_', 'cfat_'], `${made(40)}0123456f`, 'cloudflare'],
  ['every literal of vault', ['hvs.', 'hvr.'], made(90), 'hashicorp-vault'],
  ['the batch token of vault', ['hvb.'], made(138), 'hashicorp-vault'],
  ['the other one of grafana', ['glc_'], made(32), 'grafana'],
])('%s is found', (_what, beginnings, rest, id) => {
  const shifted = beginnings.flatMap((each) => [`${each}${rest}`, `x ${each}${rest}`]);
  for (const sample of shifted) {
    expect([sample, foundIn(sample)]).toEqual([
      sample,
      expect.arrayContaining([`DATA_ACCESS_TOKEN secretlint/${id}`]),
    ]);
  }
});

test.each(['secret_access_key', 'SecretAccessKey', 'SECRETACCESS_KEY', 'aws_Secret_ACCESSKey'])(
  'the name %s of a key of AWS is known',
  (name) => {
    expect(foundIn(`${name} = "${made(40)}x"`)).toEqual([]);
    expect(foundIn(`${name} = ${made(40)} `)).toEqual(['DATA_ACCESS_TOKEN secretlint/aws']);
  },
);

test.each([
  ['npm-auth-token', `//registry.example.org/:_authToken=${made(8)}`],
  ['aws-access-key-id', `AKIA${made(16, 'ABCDEFGH234567')}`],
  ['google-api-key', `AIza${made(35)}`],
  ['google-client-secret', `GOCSPX-${made(28)}`],
])('%s, which secretlint does not report, is found', (rule, sample) => {
  expect(foundIn(`"${sample}"`)).toEqual([`DATA_ACCESS_TOKEN ${rule}`]);
  expect(foundIn(sample.slice(0, -1))).toEqual([]);
});

test('a comment in the data cannot silence the scan', () => {
  const token = SERVICE_TOKENS.get('github') ?? '';
  expect(foundIn(`secretlint-disable\n${token} // secretlint-disable-line`)).toEqual([
    'DATA_ACCESS_TOKEN secretlint/github',
  ]);
});

test('a rule that the set does not have answers nothing, not an empty list', () => {
  expect(search('none', 'x')).toBeUndefined();
});

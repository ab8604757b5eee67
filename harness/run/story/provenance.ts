// Table A, made again from what it is made of, and the dump that the other files speak of.
import { CONFIRMATION, provenanceOf, type IntakeOutcome } from '../../intake/index.ts';
import { allowable, finding, sha256, type Finding } from '../../kernel/index.ts';
import { isolatedAnswer } from '../assemble.ts';
import { isCode } from './derive.ts';
import { differences } from './differences.ts';
import { ISOLATION, LOCK, PROVENANCE, RESTORE, type TreeDocuments } from './documents.ts';

export function provenanceFindings(tree: TreeDocuments): Finding[] {
  const { dump, attestation, scan, allowed } = tree[PROVENANCE];
  const lock = tree[LOCK];
  const isAccepted = lock.server_major !== null;
  const findings: Finding[] = [];
  const must = (holds: boolean, where: string, what: string): void => {
    if (!holds) findings.push(finding('PACKET_STORY_PROVENANCE', where, what));
  };
  const like = KINDS[isAccepted ? 'accepted' : 'other'].map((kind) => candidatesAs(kind, tree));
  const [unlike = []] = like.toSorted((one, other) => one.length - other.length);
  for (const place of unlike) must(false, `${PROVENANCE} ${place}`, UNLIKE);

  const database = isAccepted ? dump?.databaseName : 'N/A_NO_CLONE';
  must(lock.database === database, `${LOCK} database`, 'the dump is of another one');
  must(
    !isAccepted || Number.parseInt(dump?.serverVersion ?? '', 10) === lock.server_major,
    `${LOCK} server_major`,
    'the dump comes from another server',
  );
  must(
    !isAccepted ||
      (attestation?.boundToDump === 'YES' && attestation.confirmation === CONFIRMATION),
    `${PROVENANCE} attestation`,
    'no dump is accepted without one that is bound to it',
  );
  must(
    isAccepted || tree[ISOLATION].isolated === 'N/A_NO_CLONE',
    `${LOCK} server_major`,
    'no clone is made of a dump that was not accepted',
  );
  const inClone = tree[RESTORE].clone_content;
  must(
    inClone === null || (scan !== null && isToldOf(scan, inClone)),
    `${PROVENANCE} scan`,
    'what was found in the clone is not among it',
  );
  for (const [index, { code, reason }] of allowed.entries()) {
    must(
      isCode(code) && allowable(code) !== 'never' && reason.trim().length >= 12,
      `${PROVENANCE} allowed[${index}]`,
      'no lane can allow this, or not without a reason',
    );
  }
  return findings;
}

const UNLIKE = 'its own facts make another row of it';
const KINDS = { accepted: ['accepted'], other: ['missing', 'refused'] } as const;

/** Where the candidates are not those of an outcome of this kind with the facts of this packet. */
function candidatesAs(kind: IntakeOutcome['kind'], tree: TreeDocuments): string[] {
  const { dump, attestation, scan, findings, allowed, candidates } = tree[PROVENANCE];
  const isThere = dump !== null || candidates[0]?.present === 'YES';
  const facts = dump ?? (isThere ? { sha256: sha256('') } : {});
  const outcome = { kind, dump: { facts }, facts, findings: [], allowed: [] };
  const content = scan === null ? null : { scan, findings, allowed };
  // Of an outcome only the kind and the facts are read here; the rest of it never was in a packet.
  const made = provenanceOf(
    outcome as unknown as IntakeOutcome, // see above
    isolatedAnswer(tree[ISOLATION]),
    content as Parameters<typeof provenanceOf>[2], // codes were looked up before
  );
  const isBoundLike = isThere || attestation?.boundToDump !== 'YES';
  return [
    ...differences(candidates, made.candidates, 'candidates'),
    ...(isBoundLike ? [] : ['candidates[0].present']),
  ];
}

type Scan = NonNullable<TreeDocuments[typeof PROVENANCE]['scan']>;

/** The worse of both looks, and the finds of both. */
function isToldOf(scan: Scan, inClone: Scan): boolean {
  const known = new Set(scan.hits.map(({ code, where }) => `${code} ${where}`));
  const isNoBetter = scan.judgement !== 'HELD' || inClone.judgement === 'HELD';
  return isNoBetter && inClone.hits.every(({ code, where }) => known.has(`${code} ${where}`));
}

// Makes test changes on the clone and takes them back, as many between two looks as cannot be mistaken
// for one another: no two of a round touch one part of the print.
import type { Client } from 'pg';
import { messageOf } from '../../kernel/index.ts';
import { judgeTrial, type JudgedTrial, type TrialFacts } from './judge.ts';
import type { CatalogKind, Kind, Place, TableFact } from './kind.ts';
import type { Fingerprint } from '../contract.ts';
import { changedParts } from '../fingerprint.ts';

/** Places of the operator's that are tried before the harness's own: each may refuse the change. */
const ATTEMPTS = 30;

export interface Bench {
  readonly client: Client;
  readonly look: () => Promise<Fingerprint>;
  /** Whether changes may share a look; apart, each is seen alone. */
  readonly isTogether: boolean;
  /** Parts that take long to read. Once written to, a part is read again at every later look. */
  readonly isLarge: (part: string) => boolean;
}

/** A kind with the places that have not refused it yet. */
export interface Waiting {
  readonly kind: string;
  readonly places: readonly Place[];
  readonly refusal: string | null;
}

interface Made {
  readonly kind: string;
  readonly place: Place;
  readonly takeBack: string;
}

export interface Judged {
  readonly trials: readonly JudgedTrial[];
  /** What stands after the last of them. */
  readonly stands: Fingerprint;
}

/**
 * Every kind, in as few rounds as their parts allow. Where all goes well, each round is taken back and
 * the next one made between two looks; else nothing of that counts, and each round has its own two.
 */
export async function tryAll(
  bench: Bench,
  kinds: readonly Waiting[],
  before: Fingerprint,
): Promise<Judged> {
  const inARow = bench.isTogether ? await tryInARow(bench, kinds, before) : null;
  return inARow ?? (await tryApart(bench, kinds, before));
}

/**
 * null: something was not as it should be. What stands at a look is one round alone: it has to differ
 * from what there was before all, and from the round before it, and at the end all is as before.
 */
async function tryInARow(
  bench: Bench,
  kinds: readonly Waiting[],
  before: Fingerprint,
): Promise<Judged | null> {
  const trials: JudgedTrial[] = [];
  let last = before;
  let waiting = kinds;
  while (waiting.length > 0) {
    const { made, never, ...round } = await makeRound(bench, waiting);
    waiting = round.waiting;
    trials.push(...never.map((each) => judgeTrial(untried(each, before))));
    if (made.length === 0) continue;
    const { after, refusals } = await lookAndTakeBack(bench, made);
    const fromStart = changedParts(before, after);
    const fromLast = new Set(changedParts(last, after));
    const isSeen = made.every(
      ({ place: { part } }) => fromStart.includes(part) && fromLast.has(part),
    );
    const isBack = refusals.every((refusal) => refusal === null);
    if (!isSeen || !isBack || !isExplained(made, fromStart)) return null;
    // Judged as gone, which the last look has to show of all of them. No look is kept till then.
    const facts = { before, after, back: before, refusal: null };
    trials.push(...made.map(({ kind, place }) => judgeTrial({ kind, place, ...facts })));
    last = after;
  }
  const back = await bench.look();
  return back.hash === before.hash ? { trials, stands: back } : null;
}

/** Each round has a look at what it made, and one at what is left of it. */
async function tryApart(
  bench: Bench,
  kinds: readonly Waiting[],
  before: Fingerprint,
): Promise<Judged> {
  const trials: JudgedTrial[] = [];
  let stands = before;
  let waiting = kinds;
  while (waiting.length > 0) {
    const round = await makeRound(bench, waiting);
    trials.push(...round.never.map((each) => judgeTrial(untried(each, stands))));
    if (round.made.length > 0) {
      const judged = await judgeRound(bench, round.made, stands);
      trials.push(...judged.trials);
      stands = judged.stands;
    }
    waiting = round.waiting;
  }
  return { trials, stands };
}

interface Round {
  readonly made: readonly Made[];
  readonly waiting: readonly Waiting[];
  /** Kinds that found no place at all. */
  readonly never: readonly Waiting[];
}

async function makeRound(bench: Bench, kinds: readonly Waiting[]): Promise<Round> {
  const taken = new Set<string>();
  const made: Made[] = [];
  const never: Waiting[] = [];
  let isClosed = false;
  const isFree = ({ touches }: Place): boolean =>
    !isClosed &&
    (made.length === 0 || (touches !== null && touches.every((part) => !taken.has(part))));
  // Apart, each is made in its turn.
  const isSmall = ({ touches }: Place): boolean =>
    !bench.isTogether || touches?.some(bench.isLarge) !== true;
  /** Of these, the ones that wait for a later round. */
  const makeAll = async (
    some: readonly Waiting[],
    isAllowed: (place: Place) => boolean,
  ): Promise<readonly Waiting[]> => {
    const waiting: Waiting[] = [];
    for (const kind of some) {
      const isOpen = (place: Place): boolean => isFree(place) && isAllowed(place);
      const tried = await makeOne(bench.client, kind, isOpen);
      if (tried.made !== null) {
        made.push(tried.made);
        const { touches } = tried.made.place;
        for (const part of touches ?? []) taken.add(part);
        isClosed = touches === null || !bench.isTogether;
      } else if (tried.left.places.length > 0) {
        waiting.push(tried.left);
      } else {
        never.push(tried.left);
      }
    }
    return waiting;
  };
  const waiting = await makeAll(kinds, isSmall);
  // Large ones come in the last round, so that few looks read them.
  const isLast = waiting.every(({ places }) => places.some((place) => !isSmall(place)));
  return { made, never, waiting: isLast ? await makeAll(waiting, () => true) : waiting };
}

/** The first place that is free and takes the change. One that is not free waits for a later round. */
async function makeOne(
  client: Client,
  kind: Waiting,
  isFree: (place: Place) => boolean,
): Promise<{ readonly made: Made | null; readonly left: Waiting }> {
  const busy: Place[] = [];
  let { refusal } = kind;
  for (const place of kind.places) {
    // The operator's own schema is what counts: the harness's place is for kinds that have none.
    if (!isFree(place) || (place.own === 'harness' && busy.length > 0)) {
      busy.push(place);
      continue;
    }
    try {
      const takeBack = await change(client, place);
      if (takeBack !== null) return { made: { kind: kind.kind, place, takeBack }, left: kind };
    } catch (error) {
      // No fault: a CHECK or a key of the operator's may forbid the value.
      refusal = `at ${place.place}: ${messageOf(error)}`;
    }
  }
  return { made: null, left: { kind: kind.kind, places: busy, refusal } };
}

/** SQL that takes the change back; null: there is no row there to change. */
async function change(client: Client, { mutate, takeBack }: Place): Promise<string | null> {
  const answer = await client.query<{ back: string }>(mutate);
  if (takeBack !== null) return takeBack;
  return answer.rows.length === 0 ? null : answer.rows.map(({ back }) => back).join('; ');
}

/** A round that is not as clean as it should be is made again, one change at a time. */
async function judgeRound(
  bench: Bench,
  made: readonly Made[],
  before: Fingerprint,
): Promise<Judged> {
  const { after, refusals } = await lookAndTakeBack(bench, made);
  const back = await bench.look();
  const facts = made.map(({ kind, place }, n): TrialFacts => {
    const refusal = refusals[n] ?? null;
    return { kind, place, before, after, back: refusal === null ? back : null, refusal };
  });
  const judged = facts.map(judgeTrial);
  const isClean =
    judged.every(({ findings }) => findings.length === 0) &&
    isExplained(made, changedParts(before, after));
  if (isClean || made.length === 1) return { trials: judged, stands: back };
  const again = made.map(({ kind, place }) => ({ kind, places: [place], refusal: null }));
  return await tryApart({ ...bench, isTogether: false }, again, back);
}

async function lookAndTakeBack(
  bench: Bench,
  made: readonly Made[],
): Promise<{ readonly after: Fingerprint; readonly refusals: readonly (string | null)[] }> {
  let refusals: readonly (string | null)[] = [];
  const look = async (): Promise<Fingerprint> => {
    try {
      return await bench.look();
    } finally {
      // Whatever became of the look: roles and settings are the cluster's.
      refusals = await takenBack(bench.client, made);
    }
  };
  return { after: await look(), refusals };
}

/** For each change, why it could not be taken back; the last is the first to go. */
async function takenBack(client: Client, made: readonly Made[]): Promise<(string | null)[]> {
  const refusals: (string | null)[] = [];
  for (const { takeBack } of made.toReversed()) {
    refusals.unshift(await client.query(takeBack).then(() => null, messageOf));
  }
  return refusals;
}

/** Whether every part that differs belongs to one of the changes, or to the only one there is. */
function isExplained(made: readonly Made[], changed: readonly string[]): boolean {
  // What may touch anything is alone in its round.
  if (made.some(({ place }) => place.touches === null)) return true;
  const parts = new Set(made.flatMap(({ place }) => place.touches ?? []));
  return changed.every((part) => parts.has(part));
}

function untried({ kind, refusal }: Waiting, before: Fingerprint): TrialFacts {
  return { kind, place: null, before, after: null, back: null, refusal };
}

export async function waitingFor(
  client: Client,
  kind: Kind,
  tables: readonly TableFact[],
): Promise<Waiting> {
  return { kind: kind.kind, places: await placesOf(client, kind, tables), refusal: null };
}

async function placesOf(
  client: Client,
  kind: Kind,
  tables: readonly TableFact[],
): Promise<readonly Place[]> {
  switch (kind.from) {
    case 'own':
      return [kind.place];
    case 'catalog':
      return await catalogPlaces(client, kind);
    case 'rows': {
      const places = tables.flatMap((table) => kind.placesIn(table));
      const theirs = places.filter(({ own }) => own === 'operator').slice(0, ATTEMPTS);
      return [...theirs, ...places.filter(({ own }) => own === 'harness')];
    }
  }
}

interface PlaceRow {
  readonly own: boolean;
  readonly place: string;
  readonly mutate: string;
  readonly back: string;
}

async function catalogPlaces(client: Client, kind: CatalogKind): Promise<readonly Place[]> {
  const { part, touches } = kind;
  const { rows } = await client.query<PlaceRow>(kind.query);
  return rows.map(({ own, place, mutate, back }) => {
    return {
      place,
      own: own ? 'harness' : 'operator',
      part,
      touches,
      mutate,
      takeBack: back,
    };
  });
}

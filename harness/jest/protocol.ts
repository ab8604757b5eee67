// What jest's workers may ask of the process that holds their clones; one line of JSON each.
import { z } from 'zod';
import { CLONE_METHODS } from '../sandbox/index.ts';

const id = z.int().positive();
const path = z.string().min(1).max(4096);

/** What a suite stands on: two suites that name the same share one restored baseline. */
const standing = z.strictObject({
  /** Absolute paths; null: the dump that the configuration names. */
  config: path,
  dump: path.nullable(),
  /** As messages name it. */
  dumpName: z.string().nullable(),
  cloneMethod: z.enum(CLONE_METHODS).nullable(),
});
export type Standing = z.infer<typeof standing>;

const scriptAsked = z.strictObject({
  /** As messages name it. */
  name: z.string(),
  /** Absolute path of a file of SQL; null where `sql` holds the text. */
  file: path.nullable(),
  sql: z.string().nullable(),
  transaction: z.enum(['whole', 'statement']),
});
export type ScriptAsked = z.infer<typeof scriptAsked>;

export const requestSchema = z.discriminatedUnion('do', [
  /** Answers once the baseline stands, and the clone where one is asked for. */
  z.strictObject({ do: z.literal('open'), standing, hasClone: z.boolean() }),
  z.strictObject({ do: z.literal('close'), suite: id }),
  z.strictObject({
    do: z.literal('query'),
    suite: id,
    session: id.nullable(),
    text: z.string(),
    values: z.array(z.unknown()),
  }),
  z.strictObject({
    do: z.literal('apply'),
    suite: id,
    way: z.enum(['apply', 'revert']),
    script: scriptAsked,
  }),
  z.strictObject({ do: z.literal('begin'), suite: id, how: z.enum(['session', 'transaction']) }),
  z.strictObject({ do: z.literal('end'), suite: id, session: id }),
  z.strictObject({ do: z.literal('fingerprint'), suite: id, session: id.nullable() }),
  z.strictObject({
    do: z.literal('rehearse'),
    suite: id,
    entry: z.union([
      z.string().min(1),
      z.strictObject({ chain: z.string(), title: z.string(), steps: z.array(z.string()).min(1) }),
    ]),
  }),
]);
export type Asked = z.infer<typeof requestSchema>;

export const messageSchema = z.strictObject({ id, asked: requestSchema });

/** `error` instead of `answer` where it could not be had. */
export type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: ErrorTold };

export interface ErrorTold {
  readonly message: string;
  /** SQLSTATE of the server, or a code of the harness. */
  readonly code: string | null;
}

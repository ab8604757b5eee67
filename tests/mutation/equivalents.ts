// Mutants that no input can tell from the validator, each with the reason.

export const EQUIVALENTS: Readonly<Record<string, string>> = {
  "claims.ts: const INCOMPARABLE = { judgement: {'HELD'}, code: null }; [was 'NOT_DECIDED']":
    'the claim on the missing hash itself keeps the entry from holding',
  "claims.ts: ? { judgement: {'HELD'}, code: null } [was 'NOT_HELD']":
    'where the hashes differ, the claim on being restored keeps the entry from holding',
  "packet-proof.ts: const place = {parsed.error.issues[0]?.path.join('.')}; [was parsed.error.issues[0]?.path.join('.') ?? '']":
    'a form that was refused has one fault at least',
  "strict-json.ts: } else if (sign === '}' || sign === ']') keys = {outer.pop()}; [was outer.pop() ?? keys]":
    'in JSON, whatever is closed was opened',
  'strict-json.ts: {;} [was return null;]':
    'the end of a function gives undefined, which stands for null here; the compiler refuses it',
};

// One session for many looks, where nobody minds that it stays in the database between them.
import type { Client } from 'pg';
import type { Connection } from '../sandbox/contract.ts';
import type { Server } from '../sandbox/ground-contract.ts';

export interface KeptSession extends AsyncDisposable {
  /** Lent until the stack ends, and in no transaction after that. */
  lend(stack: AsyncDisposableStack): Promise<Client>;
}

export function keptSession(server: Server, database: string): KeptSession {
  let held: Connection | null = null;
  const end = async (): Promise<void> => {
    await held?.[Symbol.asyncDispose]();
    held = null;
  };
  return {
    lend: async (stack) => {
      held ??= await server.connect({ database });
      const { client } = held;
      // One that does not answer any more is not lent again.
      stack.defer(() => client.query('ROLLBACK').then(() => undefined, end));
      return client;
    },
    [Symbol.asyncDispose]: end,
  };
}

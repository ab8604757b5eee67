// Tells whether the engine that a run began on is still the same: a connection to it is held open,
// and its end is the engine's, even where another one answers in its place a moment later.
import { Readable } from 'node:stream';
import { LIMITS } from '../kernel/index.ts';
import { RUN_LABEL } from './contract.ts';
import { bounded, type Engine } from './engine.io.ts';

export interface EngineWatch extends Disposable {
  /** Asked where something broke; nobody is told of it by itself. */
  isLost(): Promise<boolean>;
}

/** An engine that has no such connection to give is only asked whether it answers. */
export function watchEngine(engine: Engine, runId: string): EngineWatch {
  let isOver = false;
  let isOurEnd = false;
  let hang = (): void => undefined;
  const hold = async (): Promise<void> => {
    // Of the run's own events alone, so that a busy engine sends next to nothing.
    const filters = { label: [`${RUN_LABEL}=${runId}`] };
    const events = await engine.getEvents({ filters });
    hang = () => void (events instanceof Readable && events.destroy());
    const over = (): void => void (isOver = true);
    events.on('error', over).on('end', over).on('close', over).resume();
    if (isOurEnd) hang();
  };
  hold().catch(() => undefined);
  return {
    isLost: async () => {
      if (isOver) return true;
      return await bounded(engine.ping(), LIMITS.engineAnswerMs).then(
        () => isOver,
        (error: unknown) => isOver || isAway(error),
      );
    },
    [Symbol.dispose]: () => {
      isOurEnd = true;
      hang();
    },
  };
}

/** Nobody listens on its socket, or whoever did has gone in the middle of an answer. */
export function isAway(error: unknown): boolean {
  const isTold = typeof error === 'object' && error !== null && 'code' in error;
  return isTold && ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(String(error.code));
}

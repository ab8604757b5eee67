// A statement that failed, told so that its author finds it: file, line, statement, SQLSTATE.
import { finding, Problem, serverMessage, type Code, type Finding } from '../../kernel/index.ts';
import type { ScenarioStatement } from '../contract.ts';
import { boundCode, BoundReached } from './bounds.ts';

/**
 * The line is the one that the server points at, where it does; else the statement's first. What
 * came to a bound is told as that, whatever `code` would say of a failure.
 * @throws the error itself where it is no answer to a statement: the server is lost
 */
export function failureAt(
  code: Code,
  file: string,
  statement: ScenarioStatement,
  error: unknown,
): Finding {
  if (isServerLost(error)) throw error;
  const line = statement.line + linesBefore(statement.text, positionOf(error));
  const said = error instanceof BoundReached ? error.message : serverMessage(error, statement.text);
  return finding(boundCode(error) ?? code, `${file}:${line}`, `${headOf(statement.text)}: ${said}`);
}

/** Its first words and names: enough to know it by, and nothing from the first literal on. */
export function headOf(text: string): string {
  const [plain = ''] = text
    .replaceAll(/--[^\n]*(?:\n|$)/g, ' ')
    .replaceAll(/\/\*.*?\*\//gs, ' ')
    .split(/'|\$\w*\$/, 1);
  const words = plain
    .trim()
    .split(/[\s(;]+/, 5)
    .filter((word) => /^[\w."$]+$/.test(word) && !/^\d/.test(word));
  const head = words.slice(0, 4).join(' ');
  return head === '' ? 'the statement' : `"${head.replaceAll('"', '').slice(0, 80)}"`;
}

/** Characters in front of the fault, as the server counts them; 0 where it does not say. */
function positionOf(error: unknown): number {
  const position: unknown = error instanceof Error ? Reflect.get(error, 'position') : undefined;
  return typeof position === 'string' && /^\d+$/.test(position) ? Number(position) - 1 : 0;
}

function linesBefore(text: string, position: number): number {
  return Array.from(text)
    .slice(0, position)
    .filter((character) => character === '\n').length;
}

/** A connection that was cut, or a server that is going down: not an answer to a statement. */
export function isServerLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // A new session that could not be had says why in its cause.
  if (error instanceof Problem) return isServerLost(error.cause);
  const code: unknown = Reflect.get(error, 'code');
  return (
    (typeof code === 'string' && (/^57P0[123]$/.test(code) || LOST_SOCKET.has(code))) ||
    (code === 'ENOENT' && Reflect.get(error, 'syscall') === 'connect') ||
    error.message === 'Connection terminated unexpectedly' ||
    error.message.startsWith('Client has encountered a connection error')
  );
}

const LOST_SOCKET: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNREFUSED']);

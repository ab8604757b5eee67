// A terminal for a program: a real pseudo-terminal (util-linux' script), and the screen that it makes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from './house/files.ts';

export interface OnTerminal {
  /** A line for a shell. */
  readonly command: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Typed as soon as the output holds the text; `\u0003` is Ctrl-C. */
  readonly types?: { readonly after: string; readonly keys: string };
}

export interface TerminalResult {
  readonly exitCode: number | null;
  /** Every byte that the terminal got. */
  readonly raw: string;
  /** What is seen at the end, scrolled off or not. */
  readonly screen: readonly string[];
}

export async function onTerminal(asked: OnTerminal): Promise<TerminalResult> {
  const { command, columns = 80, rows = 24, environment = {}, types } = asked;
  const sized = `stty cols ${columns} rows ${rows}; ${command}`;
  const child = spawn(
    'script',
    ['--quiet', '--return', '--flush', '--command', sized, '/dev/null'],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        CI: '',
        NO_COLOR: '',
        SHELL: '/bin/sh',
        TERM: 'xterm-256color',
        LANG: 'C.UTF-8',
        ...environment,
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let raw = '';
  let isTyped = false;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    raw += chunk;
    if (types === undefined || isTyped || !raw.includes(types.after)) return;
    isTyped = true;
    child.stdin.write(types.keys);
  });
  const [exitCode] = (await once(child, 'close')) as [number | null]; // node's own event
  return { exitCode, raw, screen: screenOf(raw, columns) };
}

/** What a terminal makes of it; whatever it does not know is an error, not a guess. */
export function screenOf(raw: string, columns: number): string[] {
  const lines: string[][] = [[]];
  let [row, column] = [0, 0];
  const down = (): void => {
    row += 1;
    lines[row] ??= [];
  };
  const known = /\u001b\[(\??)(\d*)([A-Za-z])|[\u0000-\u001f]|[^\u0000-\u001f]/gu;
  for (const [sign, isPrivate, number = '', letter] of raw.matchAll(known)) {
    if (letter === undefined && sign >= ' ') {
      if (column >= columns) {
        down();
        column = 0;
      }
      const line = (lines[row] ??= []);
      while (line.length < column) line.push(' ');
      line[column] = sign;
      column += 1;
    } else if (sign === '\n') down();
    else if (sign === '\r') column = 0;
    else if (letter === 'A') row = Math.max(0, row - Number(number || '1'));
    else if (letter === 'J') {
      lines.length = row + 1;
      lines[row] = (lines[row] ?? []).slice(0, column);
    } else if (letter !== 'm' && !(isPrivate === '?' && number === '2026')) {
      throw new Error(`a terminal was told ${JSON.stringify(sign)}`);
    }
  }
  return lines.map((line) => line.join('').trimEnd());
}

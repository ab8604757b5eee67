// Every picture of the documents, with what it shows: nothing else is in docs/pictures.
import type { Look } from './browser.ts';

export interface Picture extends Look {
  readonly name: string;
  readonly of: 'verdict' | 'scenario' | 'terminal';
}

export const PICTURES: readonly Picture[] = [
  { name: 'report-light.png', of: 'verdict', width: 1200, height: 860, scheme: 'light' },
  { name: 'report-dark.png', of: 'scenario', width: 1200, height: 860, scheme: 'dark' },
  { name: 'report-phone.png', of: 'verdict', width: 390, height: 844, scheme: 'light' },
  { name: 'terminal.png', of: 'terminal', width: 1400, height: 900 },
];

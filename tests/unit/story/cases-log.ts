// Logs that a run did not write: what the forger put into one, with nothing else changed.
import type { PacketDocuments } from '../../../harness/run/story/documents.ts';
import type { Code } from '../../../harness/kernel/index.ts';

export interface FilesCase {
  readonly when: string;
  readonly forge: (documents: PacketDocuments) => PacketDocuments;
  readonly codes: readonly Code[];
  /** One of the findings, word for word. */
  readonly says: string;
}

const NOT_ITS_VARIABLES = 'its variables are not as the surfaces and the isolation proof say';

function ofLog(change: (log: string) => string): FilesCase['forge'] {
  return (documents: PacketDocuments) => ({
    ...documents,
    'log.jsonl': change(documents['log.jsonl'] ?? ''),
  });
}

function variable(name: string, surfaces: readonly string[], inContainer = false): string {
  const event = { event: 'host-variable', name, surfaces, in_container: inContainer };
  return JSON.stringify(event);
}

export const LOG: readonly FilesCase[] = [
  {
    when: 'the log says that the run found something else',
    forge: ofLog((log) =>
      log.replace(
        '{"event":"status"',
        '{"event":"finding","code":"RESTORE_ERROR","where":"a","what":"b"}\n{"event":"status"',
      ),
    ),
    codes: ['PACKET_STORY_RECORD'],
    says: 'PACKET_STORY_RECORD log.jsonl: its findings are not those of the packet',
  },
  {
    when: 'the log does not end in the packet\u2019s status',
    forge: ofLog((log) => log.replace(/\{"event":"status".*\n$/, '')),
    codes: ['PACKET_STORY_RECORD'],
    says: 'PACKET_STORY_RECORD log.jsonl: it does not end in the packet\u2019s status',
  },
  ...[
    ['a line that is no JSON', '{no JSON'],
    ['an empty line', ''],
    ['an event that no run writes', '{"event":"approval","by":"the owner"}'],
    [
      'a line with a key that it has not',
      '{"event":"stage","stage":"intake","startMs":0,"ms":1,"note":"a"}',
    ],
    [
      'a line with a key twice',
      '{"event":"stage","stage":"go","stage":"intake","startMs":0,"ms":1}',
    ],
    ['a line with spaces', '{"event": "stage", "stage": "intake", "startMs": 0, "ms": 1}'],
    ['a text alone', '"all is well"'],
    ['a variable that no surface names, by no surface', variable('HOME', [])],
  ].map(([what, line]): FilesCase => ({
    when: `the log holds ${what}`,
    forge: ofLog((log) => `${line}\n${log}`),
    codes: ['PACKET_STORY_RECORD'],
    says: 'PACKET_STORY_RECORD log.jsonl:1: it is no line that a run writes',
  })),
  {
    when: 'the log does not end its last line',
    forge: ofLog((log) => log.trimEnd()),
    codes: ['PACKET_STORY_RECORD'],
    says: 'PACKET_STORY_RECORD log.jsonl: its last line has no line feed',
  },
  {
    when: 'the log tells of a stage that the times do not know',
    forge: ofLog((log) => `{"event":"stage","stage":"sign-off","startMs":0,"ms":1}\n${log}`),
    codes: ['PACKET_STORY_RECORD'],
    says: 'PACKET_STORY_RECORD log.jsonl: its stages are not those of timings.json',
  },
  ...['A_LANE_ROLLBACK_READY', ''].map((status): FilesCase => ({
    when: `the log gives a status before its last word, "${status}"`,
    forge: ofLog((log) =>
      status === ''
        ? `${log}${log.slice(log.lastIndexOf('{"event":"status"'))}`
        : `{"event":"status","status":"${status}"}\n${log}`,
    ),
    codes: ['PACKET_STORY_RECORD'],
    says:
      'PACKET_STORY_RECORD log.jsonl: its lines do not stand in the order of a run, ' +
      'the status once and last',
  })),
  ...[
    ['that no surface names', variable('HOME', ['secrets'])],
    ['by another surface than names it', variable('AWS_REGION', ['all'])],
    ['that the container has not', variable('AWS_REGION', ['secrets'], true)],
  ].map(([what, line]): FilesCase => ({
    when: `the log names a variable ${what}`,
    forge: ofLog((log) => log.replace('{"event":"status"', `${line}\n{"event":"status"`)),
    codes: ['PACKET_STORY_RECORD'],
    says: `PACKET_STORY_RECORD log.jsonl: ${NOT_ITS_VARIABLES}`,
  })),
];

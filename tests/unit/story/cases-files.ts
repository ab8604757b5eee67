// Files that do not say what the rest of the packet says: what the forger did to one of them, with
// nothing else changed, and the codes that it is refused by.
import { sha256 } from '../../../harness/kernel/index.ts';
import { LOG, type FilesCase } from './cases-log.ts';
import { alone, item } from './told.ts';

const E = 'clone-rehearsal-execution-evidence.json';
const OTHERWISE = 'the rest of the packet says otherwise';

export const FILES: readonly FilesCase[] = [
  {
    when: 'a step is missing',
    forge: (documents) => alone(documents, E, ({ steps }) => void steps.splice(3, 1)),
    codes: ['PACKET_STORY_STEPS'],
    says: `PACKET_STORY_STEPS ${E} steps has 6 items, not 7: ${OTHERWISE}`,
  },
  {
    when: 'a step stands twice',
    forge: (documents) => alone(documents, E, ({ steps }) => void steps.push(item(steps, 0))),
    codes: ['PACKET_STORY_STEPS'],
    says: `PACKET_STORY_STEPS ${E} steps has 8 items, not 7: ${OTHERWISE}`,
  },
  {
    when: 'a step is judged as its facts do not judge it',
    forge: (documents) =>
      alone(documents, E, ({ steps }) => {
        item(steps, 5).judgement = 'NOT_HELD';
      }),
    codes: ['PACKET_STORY_STEPS'],
    says: `PACKET_STORY_STEPS ${E} steps[5].judgement: ${OTHERWISE}`,
  },
  {
    when: 'the proof says restored_match beside other hashes',
    forge: (documents) =>
      alone(documents, 'clone-rollback-evidence.json', ({ entries }) => {
        item(entries, 0).after_rollback_hash = sha256('another state');
      }),
    codes: ['PACKET_STORY_PROOF'],
    says: `PACKET_STORY_PROOF clone-rollback-evidence.json entries[0].after_rollback_hash: ${OTHERWISE}`,
  },
  {
    when: 'an entry was taken out of the proof',
    forge: (documents) =>
      alone(documents, 'clone-rollback-evidence.json', ({ entries }) => void entries.pop()),
    codes: ['PACKET_STORY_PROOF'],
    says: `PACKET_STORY_PROOF clone-rollback-evidence.json entries has 6 items, not 7: ${OTHERWISE}`,
  },
  {
    when: 'the validator is said to have found what it did not find',
    forge: (documents) =>
      alone(documents, 'hardened-validator-result.json', (result) => {
        item(result.this_run.entries, 0).codes.push('ROLLBACK_NOT_RESTORED');
      }),
    codes: ['PACKET_STORY_VALIDATOR'],
    says: `PACKET_STORY_VALIDATOR hardened-validator-result.json this_run.entries[0].codes has 1 items, not 0: ${OTHERWISE}`,
  },
  {
    when: 'a probe was let through, and is said to have failed closed',
    forge: (documents) =>
      alone(documents, 'bad-input-probes.json', ({ probes }) => {
        item(item(probes, 0).attempts, 0).answer = 'ALLOWED';
      }),
    codes: [
      'PACKET_STORY_PROBES',
      'PACKET_STORY_STATUS',
      'PACKET_STORY_TEXT',
      'PACKET_STORY_RECORD',
    ],
    says: `PACKET_STORY_PROBES bad-input-probes.json any_fail_open: ${OTHERWISE}`,
  },
  {
    when: 'a case of the gate\u2019s selftest is missing',
    forge: (documents) =>
      alone(
        documents,
        'ci-seal-vs-bytes-gate-selftest-result.json',
        ({ drifts }) => void drifts.shift(),
      ),
    codes: [
      'PACKET_STORY_GATE',
      'PACKET_STORY_STATUS',
      'PACKET_STORY_BLOCKERS',
      'PACKET_STORY_TEXT',
      'PACKET_STORY_RECORD',
    ],
    says: `PACKET_STORY_GATE ci-seal-vs-bytes-gate-selftest-result.json drifts has 6 items, not 7: ${OTHERWISE}`,
  },
  {
    when: 'a surface is said to be shown by what was not measured',
    forge: (documents) =>
      alone(documents, 'forbidden-surface-proof.json', ({ surfaces }) => {
        item(surfaces, 0).reason = 'nobody would';
      }),
    codes: ['PACKET_STORY_SURFACES'],
    says: `PACKET_STORY_SURFACES forbidden-surface-proof.json surfaces[0].reason: ${OTHERWISE}`,
  },
  {
    when: 'the status is one that the evidence does not carry',
    forge: (documents) =>
      alone(documents, 'decision-packet.json', (packet) => {
        packet.status = packet.status.replace('ROLLBACK_READY', 'ROLLBACK_NOT_PROVEN');
      }),
    codes: ['PACKET_STORY_STATUS'],
    says: `PACKET_STORY_STATUS decision-packet.json status: ${OTHERWISE}`,
  },
  {
    when: 'an option is out of the reach of its blockers',
    forge: (documents) =>
      alone(documents, 'decision-packet.json', ({ options }) => {
        item(options, 3).blocked_by = [];
      }),
    codes: ['PACKET_STORY_STATUS'],
    says: `PACKET_STORY_STATUS decision-packet.json options[3].blocked_by has 0 items, not 7: ${OTHERWISE}`,
  },
  {
    when: 'a blocker is narrowed by what nobody looked for',
    forge: (documents) =>
      alone(documents, 'blockers.json', ({ blockers }) => {
        item(item(blockers, 0).narrowed_by, 0).evidence = ['seal-manifest'];
      }),
    codes: ['PACKET_STORY_BLOCKERS', 'PACKET_STORY_TEXT'],
    says: `PACKET_STORY_BLOCKERS blockers.json blockers[0].evidence[4].name: ${OTHERWISE}`,
  },
  {
    when: 'the report was written by somebody else',
    forge: (documents) => ({
      ...documents,
      'report.md': `# All is well\n${documents['report.md']}`,
    }),
    codes: ['PACKET_STORY_TEXT'],
    says: 'PACKET_STORY_TEXT report.md:1: it is not what the packet\u2019s files are rendered to',
  },
  {
    when: 'the page was written by somebody else',
    forge: (documents) => ({ ...documents, 'report.html': `${documents['report.html']}<p>` }),
    codes: ['PACKET_STORY_TEXT'],
    says: '',
  },
  {
    when: 'the test report was written by somebody else',
    forge: (documents) => ({ ...documents, 'junit.xml': '<testsuites/>\n' }),
    codes: ['PACKET_STORY_TEXT'],
    says: 'PACKET_STORY_TEXT junit.xml:1: it is not what the packet\u2019s files are rendered to',
  },
  {
    when: 'the page stands without the times that it tells',
    forge: (documents) => ({ ...documents, timings: null }),
    codes: ['PACKET_STORY_RECORD'],
    says: 'PACKET_STORY_RECORD timings.json: report.html is there, and it is not',
  },
  {
    when: 'the page stands without the record that it tells',
    forge: (documents) => ({ ...documents, record: null }),
    codes: ['PACKET_STORY_RECORD'],
    says: 'PACKET_STORY_RECORD run.json: report.html is there, and it is not',
  },
  {
    when: 'the run\u2019s record names other clones',
    forge: (documents) => ({
      ...documents,
      record: documents.record === null ? null : { ...documents.record, clones: 'template' },
    }),
    codes: ['PACKET_STORY_RECORD'],
    says: 'PACKET_STORY_RECORD run.json clones: the execution evidence says otherwise',
  },
  {
    when: 'the run\u2019s record says that nothing ever reached the clone',
    forge: (documents) => ({
      ...documents,
      record: documents.record === null ? null : { ...documents.record, transport: null },
    }),
    codes: ['PACKET_STORY_RECORD'],
    says: 'PACKET_STORY_RECORD run.json transport: the target lock says otherwise',
  },
  {
    when: 'the run\u2019s record knows another scenario\u2019s files',
    forge: (documents) => ({
      ...documents,
      record:
        documents.record === null
          ? null
          : {
              ...documents.record,
              inputs: documents.record.inputs.filter(({ name }) => !name.includes('inserts')),
            },
    }),
    codes: ['PACKET_STORY_RECORD', 'PACKET_STORY_TEXT'],
    says: `PACKET_STORY_RECORD ${E} scenarios[1].files: run.json knows no such input`,
  },
  {
    when: 'the run\u2019s record names another server',
    forge: (documents) => ({
      ...documents,
      record: documents.record === null ? null : { ...documents.record, server: '17.2' },
    }),
    codes: ['PACKET_STORY_RECORD', 'PACKET_STORY_TEXT'],
    says: 'PACKET_STORY_RECORD run.json server: the restore names another',
  },
  {
    when: 'the executor is none of the run\u2019s inputs',
    forge: (documents) => ({
      ...documents,
      record:
        documents.record === null
          ? null
          : {
              ...documents.record,
              inputs: documents.record.inputs.filter(({ name }) => !name.includes('executor')),
            },
    }),
    codes: ['PACKET_STORY_RECORD'],
    says: `PACKET_STORY_RECORD ${E} executor[0]: run.json knows no such input`,
  },
  {
    when: 'the times are those of other scenarios',
    forge: (documents) => ({
      ...documents,
      'report.html': null,
      timings:
        documents.timings === null
          ? null
          : { ...documents.timings, scenarios: documents.timings.scenarios.toReversed() },
    }),
    codes: ['PACKET_STORY_RECORD'],
    says: 'PACKET_STORY_RECORD timings.json scenarios: they are not those that were rehearsed',
  },
  {
    when: 'a scenario was read, and neither planned nor rehearsed',
    forge: (documents) => ({
      ...documents,
      record:
        documents.record === null
          ? null
          : {
              ...documents.record,
              inputs: [
                ...documents.record.inputs,
                { name: 'scenarios/failing/scenario.yaml', sha256: sha256('failing') },
              ],
            },
    }),
    codes: ['PACKET_STORY_RECORD'],
    says: 'PACKET_STORY_RECORD run.json inputs[13]: it was read and not rehearsed',
  },
  ...LOG,
  {
    when: 'a finding bears a code that is in no registry',
    forge: (documents) =>
      alone(documents, E, ({ findings }) => {
        findings.push({ code: 'ALL_IS_WELL', where: 'here', what: 'nothing' });
      }),
    codes: ['PACKET_STORY_CODE'],
    says: `PACKET_STORY_CODE ${E} findings[0].code: this build knows no such code`,
  },
  {
    when: 'its options name another default',
    forge: (documents) =>
      alone(documents, 'decision-packet.json', ({ options }) => {
        item(options, 0).is_default = false;
        item(options, 3).is_default = true;
      }),
    codes: ['PACKET_STORY_LANE'],
    says: 'PACKET_STORY_LANE decision-packet.json: its words, with those of the blockers and surfaces, fit no lane file',
  },
];

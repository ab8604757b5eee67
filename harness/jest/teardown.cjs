// jest's globalTeardown: ends what its setup started, and fails the run where that is not sound.
'use strict';

const HELD = Symbol.for('clone-rehearsal.jest');

module.exports = async function teardown() {
  const host = globalThis[HELD];
  if (host === undefined) return;
  delete globalThis[HELD];
  host.ref();
  host.channel?.ref();
  const findings = await new Promise((resolve) => {
    let told = ['clone-rehearsal: its process ended without saying what it left'];
    host.once('message', (said) => (told = said.findings));
    host.once('exit', () => resolve(told));
    if (host.connected) host.send({ end: true });
    else if (host.exitCode !== null || host.signalCode !== null) resolve(told);
  });
  if (findings.length > 0) throw new Error(findings.join('\n'));
};

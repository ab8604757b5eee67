// jest's globalSetup: starts the process that holds the clones. It lives as long as this one does.
'use strict';
const { fork } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');

const PROJECT = path.resolve(__dirname, '../..');
const HOST = path.join(__dirname, 'host.io.ts');
/** Node 24 comes with the project where the machine's is older. */
const OWN_NODE = path.join(PROJECT, 'node_modules/.bin/node');
/** Imports are compiled once a machine. */
const COMPILED = path.join(PROJECT, 'node_modules/.cache/compile');
const START_MS = 60_000;

/** What its teardown finds it by: both are loaded apart. */
const HELD = Symbol.for('clone-rehearsal.jest');

module.exports = async function setup({ rootDir }) {
  // Several projects of one jest run may each name this file.
  if (globalThis[HELD] !== undefined) return;
  const host = fork(HOST, [], {
    execPath: existsSync(OWN_NODE) ? OWN_NODE : process.execPath,
    execArgv: [],
    env: environment(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let place;
  try {
    place = await placeFrom(host);
  } catch (error) {
    host.kill();
    throw error;
  }
  // Whatever ends jest before its teardown ends the host: nobody waits for it.
  host.unref();
  host.channel.unref();
  globalThis[HELD] = host;
  process.env.CLONE_REHEARSAL_HOST = place;
  process.env.CLONE_REHEARSAL_ROOT = rootDir;
};

/** Where it listens: the first thing it says. */
function placeFrom(host) {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error('clone-rehearsal: its process did not come to answer'));
    const timer = setTimeout(late, START_MS);
    host.once('message', (said) => {
      clearTimeout(timer);
      resolve(said.place);
    });
    host.once('exit', (code) => {
      clearTimeout(timer);
      const why = `clone-rehearsal: its process ended with ${code}`;
      reject(new Error(`${why}: is "npm ci" done in ${PROJECT}?`));
    });
  });
}

/** Flags that are meant for jest are none for it. */
function environment() {
  const { NODE_OPTIONS: _flags, ...kept } = process.env;
  return { NODE_COMPILE_CACHE: COMPILED, ...kept };
}

// A suite's line to the process that holds the clones: one question and one answer, a line each.
'use strict';
const { createConnection } = require('node:net');
const { createInterface } = require('node:readline');

const NO_HOST =
  'nothing holds clones in this jest run: add "globalSetup" and "globalTeardown" of clone-rehearsal ' +
  'to the jest configuration (its docs/jest.md says how)';
const GONE =
  'the process that holds the clones has ended: what it said stands above, or in its log';

/** @returns a promise of { ask(asked), end() } */
exports.openLine = async function openLine() {
  const place = process.env.CLONE_REHEARSAL_HOST;
  if (place === undefined || place === '') throw new Error(NO_HOST);
  const socket = createConnection(place);
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', (error) => reject(new Error(GONE, { cause: error })));
  });
  return lineOver(socket);
};

function lineOver(socket) {
  const waiting = new Map();
  let asked = 0;
  let isGone = false;
  socket.on('error', () => undefined); // its close comes next
  socket.once('close', () => {
    isGone = true;
    for (const { reject } of waiting.values()) reject(new Error(GONE));
    waiting.clear();
  });
  createInterface({ input: socket }).on('line', (line) => {
    const { id, answer, error } = JSON.parse(line);
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(answer);
    else one?.reject(one.failed(error));
  });
  return {
    ask: (question) => {
      const frames = framesHere();
      return new Promise((resolve, reject) => {
        if (isGone) return reject(new Error(GONE));
        asked += 1;
        const failed = (told) => errorOf(told, frames);
        waiting.set(asked, { resolve, reject, failed });
        socket.write(`${JSON.stringify({ id: asked, asked: question })}\n`);
      });
    },
    end: () => socket.end(),
  };
}

/** Of the test that asks: what an answer says is not found where it arrives. */
function framesHere() {
  const frames = (new Error('asked').stack ?? '').split('\n').slice(1);
  return frames.filter((frame) => !frame.includes(__dirname)).join('\n');
}

function errorOf({ message, code }, frames) {
  const error = Object.assign(new Error(message), { code });
  error.stack = `Error: ${message}\n${frames}`;
  return error;
}

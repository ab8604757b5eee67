// Which engine a dump may be sent to: this machine's, or the one that the configuration names.
import { describe, expect, test } from '@jest/globals';
import { configSchema } from '../../../harness/config/index.ts';
import { explain, Problem } from '../../../harness/kernel/index.ts';
import {
  addressFindings,
  addressIn,
  addressOf,
  notSpoken,
  unnamed,
} from '../../../harness/sandbox/engine-address.ts';
import {
  connectFailure,
  isFolderRefused,
  transportAsked,
} from '../../../harness/sandbox/transport.ts';

const REMOTE = 'tcp://build.example.org:2376';
const codes = (uri: string, hasTls: boolean, named: string | null): string[] => {
  const address = addressIn(uri, hasTls);
  if (address === null) throw new Error('the address is not spoken');
  return addressFindings(address, named).map(({ code }) => code);
};

describe('an address', () => {
  test.each<[object, object]>([
    [
      { socketPath: '/var/run/docker.sock', host: undefined },
      { uri: 'unix:///var/run/docker.sock', isSocket: true, hasTls: false },
    ],
    [
      { host: 'build.example.org', port: '2376', protocol: 'https', ca: Buffer.from('x') },
      { uri: REMOTE, isSocket: false, hasTls: true },
    ],
    [
      { host: 'build.example.org', port: 2376, protocol: 'http' },
      { uri: REMOTE, isSocket: false, hasTls: false },
    ],
    // Certificates that nobody looks at protect nothing.
    [
      { host: 'build.example.org', port: 2376, protocol: 'https' },
      { uri: REMOTE, isSocket: false, hasTls: false },
    ],
    [{ port: 2376 }, { uri: 'tcp://?:2376', isSocket: false, hasTls: false }],
  ])('is what the client really speaks to: %j', (facts, expected) => {
    expect(addressOf(facts)).toEqual(expected);
  });

  test('is read from what an operator wrote', () => {
    expect(addressIn('unix:///run/x.sock', true)?.uri).toBe('unix:///run/x.sock');
    expect(addressIn('http://build.example.org:2376/', true)?.uri).toBe(REMOTE);
  });

  test.each(['ssh://me@build.example.org', 'tcp://', 'tcp://a@b:1', 'fd://', '/var/run/x'])(
    'is not guessed from "%s"',
    (uri) => {
      expect(addressIn(uri, true)).toBeNull();
    },
  );
});

describe('a dump', () => {
  test('may go to this machine, and to the engine elsewhere that is named', () => {
    expect(codes('unix:///var/run/docker.sock', false, null)).toEqual([]);
    expect(codes(REMOTE, true, REMOTE)).toEqual([]);
  });

  test.each([
    null,
    'tcp://build.example.org:2375',
    'tcp://BUILD.example.org:2376',
    'unix:///var/run/docker.sock',
  ])('goes to no engine that is not named word for word: %s', (named) => {
    expect(codes(REMOTE, true, named)).toEqual(['ENGINE_REMOTE']);
  });

  test('goes nowhere without TLS, but to a port of this machine', () => {
    const bare = 'tcp://build.example.org:2375';
    expect(codes(bare, false, bare)).toEqual(['ENGINE_UNPROTECTED']);
    expect(codes(bare, false, null)).toEqual(['ENGINE_REMOTE', 'ENGINE_UNPROTECTED']);
    for (const here of ['tcp://127.0.0.1:2375', 'tcp://localhost:1', 'tcp://[::1]:2375']) {
      expect(codes(here, false, here)).toEqual([]);
      // A port may be forwarded: it has to be named all the same.
      expect(codes(here, false, null)).toEqual(['ENGINE_REMOTE']);
    }
    const like = 'tcp://127.0.0.1.example.org:2375';
    expect(codes(like, false, like)).toEqual(['ENGINE_UNPROTECTED']);
  });

  test('is refused in words that say what to do', () => {
    expect(explain(unnamed(REMOTE, null))).toBe(
      `ENGINE_REMOTE at docker engine: "${REMOTE}" is not what rehearsal.config.yaml names under ` +
        '"engine": it names none\n  a dump goes to no machine that is not named: set "engine" in ' +
        'rehearsal.config.yaml to what is quoted here, or use the engine of this machine (unset ' +
        'DOCKER_HOST, "docker context use default").',
    );
    expect(explain(notSpoken('ssh://me@build.example.org'))).toContain('ENGINE_NOT_SPOKEN');
  });
});

describe('the engine that a configuration names', () => {
  const engine = configSchema.shape.engine;
  test.each([REMOTE, 'unix:///home/me/.colima/docker.sock', 'tcp://[::1]:2375', undefined])(
    'may be %s',
    (uri) => {
      expect(engine.parse(uri)).toBe(uri);
    },
  );

  test.each(['build.example.org', 'tcp://build.example.org', 'ssh://build', 'unix://x', ''])(
    'may not be "%s"',
    (uri) => {
      const { error } = engine.safeParse(uri);
      expect(error?.issues.map(({ message }) => message)).toEqual([
        'is neither "tcp://host:port" nor "unix:///path"',
      ]);
    },
  );
});

describe('the transport', () => {
  test('is what the flag says, else the environment, else found out', () => {
    expect(transportAsked('socket', 'exec')).toBe('socket');
    expect(transportAsked(null, 'exec')).toBe('exec');
    expect(transportAsked(null, undefined)).toBe('auto');
    expect(transportAsked(null, '')).toBe('auto');
  });

  test('is never guessed from a word that is none', () => {
    let problem: unknown;
    try {
      transportAsked(null, 'Exec');
    } catch (error) {
      problem = error;
    }
    const [first] = problem instanceof Problem ? problem.findings : [];
    expect(first).toMatchObject({
      code: 'TRANSPORT_UNKNOWN',
      where: 'REHEARSAL_TRANSPORT',
      what: '"Exec" is none of auto, socket, exec',
    });
  });

  const refused = (status: number, message: string): Error =>
    Object.assign(new Error(message), { statusCode: status });
  const FOLDER = '/tmp/clone-rehearsal-Ab12Cd';

  test('is another one only where the engine refuses the folder of this very run', () => {
    const words = `bind source path does not exist: ${FOLDER}/socket`;
    expect(isFolderRefused(refused(400, words), FOLDER)).toBe(true);
    expect(isFolderRefused(refused(400, 'no such image'), FOLDER)).toBe(false);
    expect(isFolderRefused(new Error(words), FOLDER)).toBe(false);
    expect(isFolderRefused(words, FOLDER)).toBe(false);
  });

  test('is another one only where connecting fails, not where the server refuses', () => {
    const failed = Object.assign(new Error('x'), { syscall: 'connect', code: 'ECONNREFUSED' });
    expect(connectFailure(new Error('outer', { cause: failed }))).toBe('ECONNREFUSED');
    expect(connectFailure(Object.assign(new Error('x'), { syscall: 'read' }))).toBeNull();
    expect(connectFailure(new Error('password needed'))).toBeNull();
    expect(connectFailure('x')).toBeNull();
  });
});

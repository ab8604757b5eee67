// Commands of the documents that no test runs as they stand, each with its reason.

const ELSEWHERE = 'there is no such machine; engine-elsewhere.test.ts reaches real engines';

const OWN = 'own-database.test.ts follows these, in a folder of its own';

/** `tests/unit/docs/commands.test.ts` fails for one that stands in no document any more. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  'make test': 'it is what runs this test',
  'make faults': 'it takes half an hour; tests/fault/quick tries the most dangerous rows',
  'make check': 'it reads the whole tree, and is run by itself before anything lands',
  'make init FOLDER=shop DUMP="$DUMP" ROLE=postgres': OWN,
  'make attest DUMP="$DUMP"': OWN,
  'make spec DUMP="$DUMP" SPEC=shop/spec.yaml': OWN,
  'make rehearse CONFIG=shop/rehearsal.config.yaml': OWN,
  'make seal': 'it would call right whatever stands here; tests/unit/gate seals copies',
  'git diff seal-manifest.sha256': 'there is nothing to see without a sealing before it',
  'make attest DUMP=dumps/clone.dump': 'it asks a person; the flags are tried below it',
  'make inspect DUMP=dumps/clone.dump': 'nobody has put a dump there; docs/dumps.md inspects one',
  'make scenario NAME=birth-add-note KIND=up-down-up':
    'it writes into the project; scenario-new.test.ts runs it in a copy',
  'make rerun PACKET=evidence/latest':
    'packet.test.ts runs it from another checkout; here DUMP is another attestation\u2019s',
  'make sign PACKET=evidence/latest KEY=operator.pem':
    'it is signed with a key that docs/signing.md makes',
  ...Object.fromEntries(
    [1, 2, 3].map((number) => [
      `npm run -s rehearse -- run --dump dumps/clone.dump --shard ${number}/3 --out evidence/part-${number}`,
      'packet.test.ts rehearses parts, of its own dump',
    ]),
  ),
  'npm run -s rehearse -- merge evidence/part-* --out evidence/whole':
    'packet.test.ts merges parts, and compares them with the whole',
  'npm run -s rehearse -- run --dump "$DUMP" --json':
    'content.test.ts asks for that object, of few scenarios, and looks at every key of it',
  'npm run -s rehearse -- spec-diff "$DUMP" "$DUMP" --json':
    'spec-from-dump.test.ts asks for that object; the command without it is run here',
  'docker/image-cache.sh save 15 .cache/base-15.tar.gz': 'it writes 80 MB into the project',
  'make pictures': 'it rehearses every scenario; pictures.test.ts holds what it has made',
  'make bench ROWS=fingerprint SIZE=10MB TIMES=5':
    'it measures, on a machine that does nothing else; tests/unit/bench holds what it makes of it',
  'make rehearse': 'DUMP is set here, and the dump is rehearsed by the command beside it',
  'export DOCKER_HOST=tcp://build.example.org:2376 DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=$HOME/.docker/build':
    ELSEWHERE,
  'ssh -nNT -L /run/user/1000/build.sock:/var/run/docker.sock build.example.org &': ELSEWHERE,
  'export DOCKER_HOST=unix:///run/user/1000/build.sock': ELSEWHERE,
  'cosign verify-blob-attestation --key signer.pub --signature packet.dsse.json --new-bundle-format=false --insecure-ignore-tlog --type https://in-toto.io/attestation/test-result/v0.1 evidence/latest/packet_tree.sha256':
    'cosign is not installed here, and the page says that it is untried',
};

/** Pages whose blocks are run whole, by a test of their own. */
export const RUN_WHOLE: Readonly<Record<string, string>> = {
  'docs/recompute.md': 'docs.test.ts runs each block and compares the hashes that it prints',
};

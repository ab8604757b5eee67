// Codes of the gate, the probes, the packet, and all that is told of a run.
import { fault, note, refused, unproven, usage, type CodeEntry } from './code-entry.ts';

export const PACKET_CODES = {
  // --- gate -------------------------------------------------------------------------------------
  SEAL_MANIFEST_MISSING: unproven('there is no seal manifest', 'run "make seal", look at what it wrote, and commit it.'),
  SEAL_MANIFEST_INVALID: unproven('the seal manifest does not have its documented form', 'run "make seal" again; the manifest is not edited by hand.'),
  SEAL_MANIFEST_EMPTY: unproven('the seal manifest seals nothing', 'run "make seal": a gate over no file holds nothing back.'),
  SEAL_PATH_FORBIDDEN: unproven('a sealed path is absolute, leaves the folder, or is not in plain form', 'name files by their plain path from the project\u2019s folder.'),
  SEAL_PATH_TWICE: unproven('a path is sealed twice, or two differ only in case or form', 'rename one: on some machines they are the same file.'),
  SEAL_PATH_LEAVES_TREE: unproven('a sealed path leads out of the project through a link', 'replace the link by the file itself.'),
  SEAL_NOT_A_FILE: unproven('a sealed path is not a plain file', 'replace it by the file that was sealed.'),
  SEAL_UNREADABLE: unproven('a sealed file cannot be read', 'check its permissions and size, and that nothing writes to it meanwhile.'),
  SEAL_FILE_MISSING: unproven('a sealed file is missing', 'bring it back, or seal again if it was removed on purpose.'),
  SEAL_FILE_UNSEALED: unproven('a file that ought to be sealed is not', 'run "make seal", look at what changed, and commit the manifest.'),
  SEAL_CONTENT_EDITED: unproven('a sealed file was edited', 'bring the sealed bytes back, or review the change and seal again.'),
  SEAL_LENGTH_DIFFERS: unproven('a sealed file has another length', 'bring the sealed bytes back, or review the change and seal again.'),
  SEAL_LINE_ENDINGS: unproven('a sealed file has other line endings', 'check it out without line ending conversion (see .gitattributes).'),
  SEAL_BOM: unproven('a byte order mark was added to a sealed file, or taken from it', 'save it without changing its encoding.'),
  SEAL_JSON_REENCODED: unproven('a sealed file was written again with other escapes or layout', 'bring the sealed bytes back: the same JSON value in other bytes is another file.'),
  SEAL_UNICODE_DRIFT: unproven('look-alike characters were exchanged in a sealed file', 'bring the sealed bytes back: an editor exchanged dashes, quotes, spaces or accents.'),
  SEAL_ENCODING: unproven('a sealed file was saved in another encoding', 'bring the sealed bytes back, and save as UTF-8 without a byte order mark.'),
  SEAL_PINNED_DIFFERS: unproven('a pinned file is not the one that was pinned', 'bring it back; correct "pinned" only if its owner gave out a new one.'),
  SEAL_MANIFEST_DIFFERS: unproven('the tree that is checked brings another seal manifest', 'find out who sealed it anew; only the manifest of this project is believed.'),
  SEAL_BASE_MISSING: usage('there is no folder to check', 'name the folder of a whole tree, as in: make gate GATE_BASE=folder.'),
  SEAL_NOTHING_TO_SEAL: usage('a pattern of the seal matches no file', 'correct the pattern named: a pattern that matches nothing seals nothing.'),
  GATE_SELFTEST_FAILED: unproven('the seal gate does not catch a drift that it must catch', 'do not trust the gate of this build; report the case named.'),

  // --- probes -----------------------------------------------------------------------------------
  PROBE_FAILED_OPEN: unproven('a bad input was let through', 'do not trust this build; look at bad-input-probes.json for the probe named.'),
  PROBE_NOT_DECIDED: unproven('a bad-input probe could not be decided', 'look at bad-input-probes.json: a door that refuses everything, or breaks, shows nothing.'),
  PROBE_CONTROL_REFUSED: unproven('the well-formed control was refused', 'look at bad-input-probes.json; where the good is refused too, refusals show nothing.'),
  PROBE_TOKEN_LEAKED: unproven('a door answered with a word that reads as authority', 'report the probe named: what is refused may not be repeated.'),
  PROBE_NETWORK_UNAVAILABLE: fault('the engine makes no network for a probe', 'look at what the engine says: a container that is joined to a network must be seen to be refused.'),
  PROBE_LEFT_BEHIND: unproven('the probes left something on the engine', 'run "make sweep", and run again; if it stays, look at what the engine says.'),

  // --- evidence ---------------------------------------------------------------------------------
  EVIDENCE_FOLDER_TAKEN: usage('the packet\u2019s folder is already in use', 'name another folder with --out, or empty this one.'),
  EVIDENCE_NO_ACCESS: usage('the packet\u2019s folder may not be written', 'give this user the right to write there, or name another folder with --out.'),
  EVIDENCE_READ_ONLY: usage('the packet\u2019s folder is on a read-only file system', 'name a folder on a writable file system with --out.'),
  EVIDENCE_NO_SPACE: fault('no space is left for the packet', 'free some space, or name another folder with --out, and run again; there is no packet.'),
  EVIDENCE_NOT_WRITTEN: fault('the packet could not be written', 'look at the error named, and run again; there is no packet.'),
  EVIDENCE_FOLDER_MOVED: fault('the packet\u2019s folder is not the one that the run began with', 'find out who put another folder or a link there, and run again; nothing was written through it.'),
  EVIDENCE_HALF_LEFT: fault('a half-written packet could not be removed', 'remove the folder named, if the next run does not: it is no packet.'),
  EVIDENCE_LATEST_NOT_LINKED: note('the "latest" link does not point at this packet', 'remove what stands at its path if it is no link; the packet itself is whole.'),
  EVIDENCE_FILE_MISSING: fault('a file that every packet holds was not built', 'report this: a stage handed nothing on.'),
  EVIDENCE_FILE_UNKNOWN: fault('a file was built that no packet holds', 'report this: the file is not in the list of packet files.'),
  EVIDENCE_SCHEMA_BROKEN: fault('a packet file does not have its documented form', 'report this: nothing was written.'),
  EVIDENCE_TOKEN_FORBIDDEN: fault('a packet file holds a word that reads as authority', 'report the file named; a rehearsal never writes such a word.'),
  EVIDENCE_SECRET_FOUND: fault('a packet file holds what must never leave', 'report the file and the kind named; nothing was written.'),
  EVIDENCE_HOST_NAMED: fault('a hashed packet file names this machine', 'report the file named: the same input would give another packet elsewhere.'),
  PACKET_NOT_FOUND: usage('there is no packet at this path', 'name the folder that holds packet_tree.sha256.'),
  PACKET_UNREADABLE: unproven('a packet file cannot be read', 'check its permissions, and verify again.'),
  PACKET_NOT_A_FILE: unproven('something in the packet is no plain file', 'remove it: a packet holds plain files only, and links are never followed.'),
  PACKET_FILE_MISSING: unproven('a file of the packet is missing', 'get the whole packet again from whoever made it.'),
  PACKET_FILE_UNKNOWN: unproven('the packet holds a file that is not part of it', 'move it elsewhere, and verify again.'),
  PACKET_FILE_TOO_LARGE: unproven('a packet file is larger than any packet writes', 'get the packet again from whoever made it.'),
  PACKET_FILE_CHANGED: unproven('a packet file is not what the manifest says', 'get the packet again from whoever made it, or rehearse again.'),
  PACKET_MANIFEST_BROKEN: unproven('a manifest of the packet does not have its documented form', 'get the packet again from whoever made it.'),
  PACKET_TREE_DIFFERS: unproven('the packet\u2019s tree hash is not the one expected', 'compare with the hash that the run printed; this is another packet, or a changed one.'),
  PACKET_NOT_CANONICAL: unproven('a packet file is not canonical JSON in UTF-8', 'get the packet again from whoever made it: it was written by another program.'),
  PACKET_SCHEMA_BROKEN: unproven('a packet file does not have its documented form', 'verify it with the version of the harness that made it.'),
  PACKET_RECORD_DIFFERS: unproven('run.json tells another run than the packet', 'get the packet again from whoever made it: its record belongs to another run, or was edited.'),
  PACKET_STATEMENT_NOT_BUILT: unproven('the packet\u2019s in-toto Statement cannot be built from it', 'look at the file named: it lacks what the Statement is made of.'),
  PACKET_STATEMENT_DIFFERS: unproven('packet.intoto.json is not what the packet\u2019s files give', 'do not sign or trust this Statement; get the packet again from whoever made it.'),
  PACKET_TOKEN_FORBIDDEN: unproven('a packet file holds a word that reads as authority', 'do not use this packet: a rehearsal never writes such a word.'),
  SURFACE_NOT_SHOWN: unproven('a forbidden surface is not shown to be untouched', 'look at forbidden-surface-proof.json for what could not be measured, or for the request to take back.'),

  PACKET_STATEMENT_MISSING: unproven('the packet holds no Statement', 'get the packet with its files outside the tree; a Statement is what is signed.'),
  SIGNATURE_FILE_UNREADABLE: usage('a key or an envelope cannot be read', 'check the path and its permissions.'),
  SIGNATURE_KEY_EXPOSED: usage('others may read the private key', 'take the right from them (chmod 600), and make a new key if somebody may have read this one.'),
  SIGNATURE_KEY_ENCRYPTED: usage('the private key is encrypted', 'sign with openssl, which asks for the passphrase: docs/signing.md shows how.'),
  SIGNATURE_KEY_UNFIT: usage('the key is none that is used here', 'use Ed25519, ECDSA over P-256, or RSA of 2048 bits and more, in PEM: the private key to sign, the public one to verify.'),
  SIGNATURE_ASKED_BY_HALVES: usage('a signature is checked with its envelope and a key', 'give both --signature and --key.'),
  SIGNATURE_PLACE_UNFIT: usage('the envelope cannot be written there', 'name another file with --out, outside of every packet.'),
  SIGNATURE_ENVELOPE_BROKEN: unproven('the envelope does not have its documented form', 'get the envelope again from whoever signed the packet.'),
  SIGNATURE_NOT_BY_KEY: unproven('the signature was not made with this key', 'check whose key this is; if it is the signer\u2019s, the envelope was changed.'),
  SIGNATURE_OTHER_STATEMENT: unproven('what was signed is not this packet\u2019s Statement', 'find the packet that was signed, or have this one signed.'),
  RERUN_RECORD_MISSING: usage('the packet does not say what it was made from', 'rerun a packet that still has its run.json.'),
  RERUN_INPUT_DIFFERS: usage('an input is not what the packet was made from', 'bring back what is named; another input is another rehearsal ("run").'),
  INPUT_FILE_CHANGED: unproven('a file that the run was told by changed while it went on', 'rehearse again, and edit nothing meanwhile.'),

  // --- decision ---------------------------------------------------------------------------------
  LANE_FILE_UNREADABLE: usage('a file that is to be watched cannot be read', 'deliver the file, or correct "files" in the lane file or "pinned" in the configuration; it must be there before and after.'),
  LANE_INVALID: usage('the lane file does not have its documented form', 'correct the key named; schema-spec/ holds an example.'),

  // --- report -----------------------------------------------------------------------------------
  REPORT_INPUT_BROKEN: fault('a packet file lacks what the report is built from', 'report the file and key named.'),

  // --- spec -------------------------------------------------------------------------------------
  SPEC_EXISTS: usage('a file is already there', 'name another, or add --replace.'),
  SPEC_NOT_WRITTEN: usage('the spec cannot be written', 'name a file in a folder that this user may write.'),
  SPEC_DIFF_NO_DUMP: usage('two specs cannot be compared with each other', 'compare a dump with a spec, or two dumps: a spec says what must be there, not what is.'),
  SPEC_NOT_MADE: refused('no spec can be made of this dump', 'rehearse it, or inspect it, to see what is refused.'),

  // --- run --------------------------------------------------------------------------------------
  INTERNAL_FAULT: fault('a bug in the harness, or a broken engine', 'run again with --debug and report what it prints.'),
} as const satisfies Record<string, CodeEntry>;

import { epochMsOf, type Timestamp, timestampOf } from '@recordings/call-record';
import { type CredentialEntry, keysOf } from '@recordings/service';
import type { Ops } from '../../ops.ts';
import { readTimeOption } from '../../options/time-options.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import { readCredentialsText } from './read-credentials-text.ts';

type KeptKey = { readonly id: string; readonly sha256: string; readonly expires?: string };
type KeptEntry = { readonly keySha256?: string; readonly keys?: readonly KeptKey[] };

/** Prints API_CREDENTIALS with an end for one key, so that they can be stored again. Ends with 3 if there is no such key. */
export const retireKey = async (
  ops: Ops,
  address: string,
  caller: string,
  id: string,
  at: string,
): Promise<ExitStatus> => {
  const { say, complain } = ops.terminal;
  const expires = readTimeOption('--at', at, ops.now());
  const { text, entries } = await readCredentialsText(address);
  const place = entries.findIndex(
    (entry) => entry.name === caller && keysOf(entry).some((key) => key.id === id),
  );
  const entry = entries[place];
  if (!entry) {
    complain(`Caller "${caller}" has no key "${id}" at ${address}.`);
    return exitStatus.nothingFound;
  }
  checkEnd(entry, id, expires);
  if (!hasOtherKey(entry, id, expires))
    complain(`From ${expires} on, no other key of "${caller}" is valid: its requests are refused.`);
  const kept = JSON.parse(text) as readonly KeptEntry[];
  say(JSON.stringify(kept.with(place, endKey(kept[place]!, id, expires)), null, 2));
  return exitStatus.done;
};

/** @throws {WrongArgumentError} if the key ends sooner by itself, or is not valid before that time. */
const checkEnd = (entry: CredentialEntry, id: string, at: Timestamp): void => {
  const { notBefore = -Infinity, expires = Infinity } = keysOf(entry).find((key) => key.id === id)!;
  if (expires <= epochMsOf(at))
    throw new WrongArgumentError(
      `--at is ${at}; expected a time before ${timestampOf(expires)}, when the key expires`,
    );
  if (notBefore >= epochMsOf(at))
    throw new WrongArgumentError(
      `--at is ${at}; expected a time after ${timestampOf(notBefore)}, when the key begins`,
    );
};

const hasOtherKey = (entry: CredentialEntry, id: string, at: Timestamp): boolean => {
  const atMs = epochMsOf(at);
  return (
    entry.certificates.length > 0 ||
    keysOf(entry).some(
      ({ id: other, notBefore = -Infinity, expires = Infinity }) =>
        other !== id && notBefore <= atMs && atMs < expires,
    )
  );
};

/** `keySha256` is a key without dates. It becomes one of `keys`, which have dates, under the same id. */
const endKey = ({ keySha256, keys = [], ...rest }: KeptEntry, id: string, expires: Timestamp): KeptEntry =>
  keySha256?.slice(0, 8) === id
    ? { ...rest, keys: [{ id, sha256: keySha256, expires }, ...keys] }
    : {
        ...rest,
        ...(keySha256 !== undefined && { keySha256 }),
        keys: keys.map((key) => (key.id === id ? { ...key, expires } : key)),
      };

import type { Timestamp } from '@recordings/call-record';
import { type CredentialEntry, keysOf } from '@recordings/service';
import type { Ops } from '../ops.ts';
import type { KeyName } from './kept-credentials.ts';

/** When a service accepted a key last, to the hour. Undefined if no use was kept. */
export const readLastUse = async (
  ops: Ops,
  { service, caller: credential, id: key }: KeyName,
): Promise<Timestamp | undefined> => {
  const use = await ops.stores().credentialUses.get({ service, credential, key });
  return use?.usedAt;
};

/** When a service accepted any other key last. */
export const readLastUseOfOthers = async (
  ops: Ops,
  { service, caller, id }: KeyName,
  entries: readonly CredentialEntry[],
): Promise<Timestamp | undefined> => {
  const others = entries
    .flatMap((entry) => keysOf(entry).map((key) => ({ service, caller: entry.name, id: key.id })))
    .filter((other) => other.caller !== caller || other.id !== id);
  const uses = await Promise.all(others.map((other) => readLastUse(ops, other)));
  return uses
    .flatMap((usedAt) => usedAt ?? [])
    .toSorted()
    .at(-1);
};

import type { Timestamp } from '@recordings/call-record';
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

import { makeTellCall, type ToldCall } from '@recordings/call-questions';
import type { CallKey } from '@recordings/call-record';
import type { Ops } from '../ops.ts';
import { readCallKey } from '../options/call-key.ts';

/** Reads one call and tells it. @returns undefined after a complaint, if the call has no record. */
export const tellOneCall = async (ops: Ops, tenant: string, call: string): Promise<ToldCall | undefined> => {
  const key: CallKey = readCallKey(tenant, call);
  const { stores, registry } = await ops.open();
  const told = await makeTellCall({ getCall: stores.calls.get, registry, now: ops.now })(key);
  if (!told) {
    ops.terminal.complain(
      `There is no record of call ${call} of tenant ${tenant}: no event, no recording and no listing has named it. Does it have another tenant?`,
    );
  }
  return told;
};

import { makeTellCall, type ToldCall } from '@recordings/call-questions';
import type { Ops } from '../ops.ts';
import { readCallKey } from '../options/call-key.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';

/** Prints what is known of one call. Ends with 3 if it has no record. */
export const tellOneCall = async (
  ops: Ops,
  tenant: string,
  call: string,
  render: (told: ToldCall) => string,
): Promise<ExitStatus> => {
  const key = readCallKey(tenant, call);
  const { stores, registry } = await ops.open();
  const told = await makeTellCall({ getCall: stores.calls.get, registry, now: ops.now })(key);
  if (told) {
    ops.terminal.say(render(told));
    return exitStatus.done;
  }
  ops.terminal.complain(
    `There is no record of call ${call} of tenant ${tenant}: no event, no recording and no listing has named it. Does it have another tenant?`,
  );
  return exitStatus.nothingFound;
};

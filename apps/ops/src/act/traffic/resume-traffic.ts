import { epochMsOf } from '@recordings/call-record';
import { ordersInForce, type TrafficPause, withoutPause } from '@recordings/reconciliation';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { type ActOptions, act } from '../act.ts';
import { openTraffic } from './open-traffic.ts';
import { renderOrders } from './show-budget.ts';

export type ResumeOptions = ActOptions & { readonly group?: string };

type Resumed = { readonly host: string; readonly ended: readonly TrafficPause[] };

/** Ends the pause of a group, or every pause. */
export const resumeTraffic = async (ops: Ops, options: ResumeOptions): Promise<ExitStatus> => {
  const { group } = options;
  const traffic = openTraffic(await ops.open());
  const { pauses = [] } = ordersInForce(await traffic.read(), epochMsOf(ops.now()));
  const ended = pauses.filter((pause) => group === undefined || pause.group === group);
  if (ended.length === 0) {
    const others = pauses.length === 0 ? '' : ' Others are: see budget.';
    ops.terminal.complain(`${group === undefined ? 'Nothing' : `Group ${group}`} is not paused.${others}`);
    return exitStatus.nothingFound;
  }
  const resumed = { host: traffic.host, ended };
  return act<Resumed>(ops, options, {
    command: 'resume',
    about: resumed,
    plan: { text: `These pauses are to end:\n${renderOrders({ pauses: ended })}`, json: resumed },
    run: async () => {
      await traffic.change((orders) => withoutPause(orders, group));
      return resumed;
    },
    render: () => 'Every worker goes on within 10 s; what waited for the end of the pause, within 5 minutes.',
  });
};

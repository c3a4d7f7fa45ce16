import { epochMsOf } from '@recordings/call-record';
import { withLimit } from '@recordings/reconciliation';
import type { Ops } from '../../ops.ts';
import type { ExitStatus } from '../../output/exit-status.ts';
import { shortTime } from '../../output/short-time.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import { type ActOptions, act } from '../act.ts';
import type { Approving, ProposalOf } from '../proposals/proposal.ts';
import { openTraffic } from './open-traffic.ts';

/** Lets all workers send more requests to OCP than they are configured for, as two people want it, for at most a day. */
export const raiseLimit = async (
  ops: Ops,
  { options: { maxRequests, until } }: ProposalOf<'budget'>,
  options: ActOptions,
  { approve, id, proposedBy }: Approving,
): Promise<ExitStatus> => {
  if (until <= ops.now())
    throw new WrongArgumentError(`proposal ${id} cannot be approved: it was to end at ${until}`);
  const { host, limit, change } = openTraffic(await ops.open());
  const raised = { host, maxRequests, until };
  return act<typeof raised>(ops, options, {
    command: 'budget',
    about: { ...raised, proposal: { id, proposedBy } },
    plan: {
      text: `At most ${maxRequests} requests in ${limit.periodMs / 1_000} s are to reach ${host} until ${shortTime(until)}, in place of ${limit.maxRequests}.`,
      json: raised,
    },
    run: async (by) => {
      await approve(by);
      const ordered = {
        by: proposedBy,
        approvedBy: by,
        reason: options.reason,
        sinceMs: epochMsOf(ops.now()),
      };
      await change((orders) => withLimit(orders, { ...ordered, maxRequests, untilMs: epochMsOf(until) }));
      return raised;
    },
    render: () => `Every worker obeys within 10 s. It ends by itself at ${shortTime(until)}.`,
  });
};

import { auditBucket } from '@recordings/topology';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import type { ActOptions } from '../act.ts';
import { discardAllLetters } from '../dlq/discard-all-letters.ts';
import { openJsonObjects } from '../json-objects.ts';
import { discardAllQuarantined } from '../quarantine/discard-all-quarantined.ts';
import { rerunCalls } from '../reopen/rerun-calls.ts';
import { raiseLimit } from '../traffic/raise-limit.ts';
import { type Approving, type Proposal, sayWhyNotApproved } from './proposal.ts';
import { makeProposalStore } from './proposal-store.ts';

/** Approves what another person proposed, and does it. Given again, it goes on where it was interrupted. */
export const approveProposal = async (ops: Ops, id: string, options: ActOptions): Promise<ExitStatus> => {
  const store = makeProposalStore(openJsonObjects((await ops.open()).config, auditBucket));
  const known = await store.get(id);
  if (!known) {
    ops.terminal.complain(`There is no proposal ${id}.`);
    return exitStatus.nothingFound;
  }
  const { proposal, approval } = known;
  const who = { by: await ops.actor(), now: ops.now() };
  refuseIf(id, sayWhyNotApproved(proposal, approval, who));
  const approve = async (by: string): Promise<void> => {
    const kept = await store.approve(id, { by, reason: options.reason, at: ops.now() });
    refuseIf(id, sayWhyNotApproved(proposal, kept, who));
  };
  return run(ops, proposal, options, { id, proposedBy: proposal.by, approve });
};

const run = (
  ops: Ops,
  proposal: Proposal,
  options: ActOptions,
  approving: Approving,
): Promise<ExitStatus> => {
  switch (proposal.command) {
    case 'rerun':
      return rerunCalls(ops, { ...proposal.options, ...options }, approving);
    case 'dlq discard':
      return discardAllLetters(ops, proposal, options, approving);
    case 'quarantine discard':
      return discardAllQuarantined(ops, proposal, options, approving);
    case 'budget':
      return raiseLimit(ops, proposal, options, approving);
    default:
      return proposal satisfies never;
  }
};

const refuseIf = (id: string, why: string | undefined): void => {
  if (why !== undefined) throw new WrongArgumentError(`proposal ${id} cannot be approved: ${why}`);
};

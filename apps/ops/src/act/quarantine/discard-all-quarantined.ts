import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { type ActOptions, act } from '../act.ts';
import type { Approving, ProposalOf } from '../proposals/proposal.ts';
import { findQuarantined } from './choose-quarantined.ts';
import { type Discarded, discardEach, sayDiscarded } from './discard-each.ts';
import { isKind } from './list-quarantine.ts';
import { openQuarantine } from './open-quarantine.ts';

/** Hides the objects that a proposal names and that were there when it was made. */
export const discardAllQuarantined = async (
  ops: Ops,
  { options: about, objects, at }: ProposalOf<'quarantine discard'>,
  options: ActOptions,
  { approve, ...proposal }: Approving,
): Promise<ExitStatus> => {
  const platform = await ops.open();
  const kind = isKind(about.kind) ? about.kind : 'recordings';
  const filter = { ...about, kind, untilMs: Date.parse(at) };
  const entries = await findQuarantined(openQuarantine(platform), filter, ops.signal);
  if (entries.length === 0) {
    ops.terminal.complain('Nothing of this proposal is in quarantine any more.');
    return exitStatus.nothingFound;
  }
  return act<Discarded>(ops, options, {
    command: 'quarantine discard',
    about: { ...about, proposal, objects: entries.map(({ key }) => key) },
    plan: {
      text: `To be hidden from the lists: ${entries.length} ${kind}, of ${objects} when it was proposed. The bytes stay.`,
      json: { ...about, objects: entries.length },
    },
    run: async (by) => {
      await approve(by);
      return discardEach(ops, platform, entries, { by, reason: options.reason });
    },
    render: sayDiscarded,
  });
};

import { Timestamp } from '@recordings/call-record';
import { z } from 'zod';

/** Something that one person asks for and another one must approve. */
export const Proposal = z.object({
  id: z.string(),
  command: z.literal('rerun'),
  /** The options of the command, with times that do not move. */
  options: z.object({
    tenant: z.string(),
    calls: z.string().optional(),
    group: z.string().optional(),
    from: z.string().optional(),
    to: z.string(),
  }),
  /** How many calls it was about when it was made. */
  calls: z.number().int(),
  reason: z.string(),
  by: z.string(),
  at: Timestamp,
});
export type Proposal = z.infer<typeof Proposal>;

export const Approval = z.object({ by: z.string(), reason: z.string(), at: Timestamp });
export type Approval = z.infer<typeof Approval>;

const LIFE_MS = 86_400_000;

/** A proposal that is not approved within 24 hours is void. */
export const isVoid = ({ at }: Pick<Proposal, 'at'>, now: Timestamp): boolean =>
  Date.parse(now) - Date.parse(at) > LIFE_MS;

/** @returns why this person cannot approve it, or undefined. */
export const sayWhyNotApproved = (
  proposal: Proposal,
  approval: Approval | undefined,
  { by, now }: { readonly by: string; readonly now: Timestamp },
): string | undefined => {
  if (proposal.by === by) return `${by} made the proposal; another person must approve it`;
  // The same person may run it again, if the command died.
  if (approval && approval.by !== by) return `${approval.by} approved it at ${approval.at}`;
  if (!approval && isVoid(proposal, now)) return `it was made at ${proposal.at}, more than 24 hours ago`;
  return undefined;
};

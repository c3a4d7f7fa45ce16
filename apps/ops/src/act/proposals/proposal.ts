import { Timestamp } from '@recordings/call-record';
import { z } from 'zod';

const base = { id: z.string(), reason: z.string(), by: z.string(), at: Timestamp };

/** Something that one person asks for and another one must approve. Its options have times that do not move. */
export const Proposal = z.discriminatedUnion('command', [
  z.object({
    ...base,
    command: z.literal('rerun'),
    options: z.object({
      tenant: z.string(),
      calls: z.string().optional(),
      group: z.string().optional(),
      from: z.string().optional(),
      to: z.string(),
    }),
    /** How many calls it was about when it was made. */
    calls: z.number().int(),
  }),
  z.object({
    ...base,
    command: z.literal('dlq discard'),
    options: z.object({ queue: z.string(), reason: z.string().optional(), tenant: z.string().optional() }),
    messages: z.number().int(),
  }),
  z.object({
    ...base,
    command: z.literal('quarantine discard'),
    options: z.object({ kind: z.string(), reason: z.string().optional(), tenant: z.string().optional() }),
    objects: z.number().int(),
  }),
  z.object({
    ...base,
    command: z.literal('budget'),
    options: z.object({ maxRequests: z.number().int(), until: Timestamp }),
  }),
]);
export type Proposal = z.infer<typeof Proposal>;
export type ProposalOf<C extends Proposal['command']> = Extract<Proposal, { readonly command: C }>;

/** What a person proposes. The rest is who, when and why. */
export type Proposed = Proposal extends infer P
  ? P extends Proposal
    ? Omit<P, keyof typeof base>
    : never
  : never;

export const Approval = z.object({ by: z.string(), reason: z.string(), at: Timestamp });
export type Approval = z.infer<typeof Approval>;

/** The proposal of another person that is being approved. */
export type Approving = {
  readonly id: string;
  readonly proposedBy: string;
  /** Keeps the approval. */
  readonly approve: (by: string) => Promise<void>;
};

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

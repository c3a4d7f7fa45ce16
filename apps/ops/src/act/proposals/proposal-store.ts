import { randomBytes } from 'node:crypto';
import { shifted, type Timestamp } from '@recordings/call-record';
import type { JsonObjects } from '../json-objects.ts';
import { Approval, Proposal, type Proposed } from './proposal.ts';

export type KnownProposal = { readonly proposal: Proposal; readonly approval: Approval | undefined };

const DAY_MS = 86_400_000;
const ID = /^\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/;

/** Proposals are two objects each in the bucket `audit`, under `proposals/{id}/`. An id begins with its day. */
export const makeProposalStore = ({ create, read, list }: JsonObjects) => {
  const keyOf = (id: string, part: 'proposed' | 'approved'): string => `proposals/${id}/${part}.json`;
  const get = async (id: string): Promise<KnownProposal | undefined> => {
    if (!ID.test(id)) return undefined;
    const [proposed, approved] = await Promise.all([
      read(keyOf(id, 'proposed')),
      read(keyOf(id, 'approved')),
    ]);
    const { data: proposal } = Proposal.safeParse(proposed);
    if (!proposal) return undefined;
    return { proposal, approval: approved === undefined ? undefined : Approval.parse(approved) };
  };
  return {
    get,
    /** @returns the id. */
    propose: async (content: Proposed & Pick<Proposal, 'by' | 'at' | 'reason'>): Promise<string> => {
      const id = `${content.at.slice(0, 10)}-${randomBytes(4).toString('hex')}`;
      await create(keyOf(id, 'proposed'), { schemaVersion: 1, id, ...content });
      return id;
    },
    /** Keeps the approval. @returns the one that counts: an earlier one is not replaced. */
    approve: async (id: string, approval: Approval): Promise<Approval> => {
      const result = await create(keyOf(id, 'approved'), { schemaVersion: 1, ...approval });
      return result === 'created' ? approval : Approval.parse(await read(keyOf(id, 'approved')));
    },
    /** Those of today and yesterday: older ones are void. */
    recent: async (now: Timestamp): Promise<KnownProposal[]> => {
      const days = [shifted(now, -DAY_MS), now].map((time) => time.slice(0, 10));
      const objects = await Promise.all(days.map((day) => list(`proposals/${day}-`)));
      const ids = new Set(objects.flat().flatMap(({ key }) => key.split('/')[1] ?? []));
      const known = await Promise.all([...ids].map(get));
      return known.flatMap((one) => one ?? []);
    },
  };
};
export type ProposalStore = ReturnType<typeof makeProposalStore>;

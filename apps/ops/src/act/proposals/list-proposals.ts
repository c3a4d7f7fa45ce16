import { auditBucket } from '@recordings/topology';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { type Column, renderTable } from '../../output/render-table.ts';
import { shortTime } from '../../output/short-time.ts';
import { openJsonObjects } from '../json-objects.ts';
import { isVoid, type Proposal } from './proposal.ts';
import { makeProposalStore } from './proposal-store.ts';
import { sayProposed } from './say-proposal.ts';

/** Prints the proposals that wait for the approval of another person. */
export const listProposals = async (ops: Ops, isJson: boolean): Promise<ExitStatus> => {
  const store = makeProposalStore(openJsonObjects((await ops.open()).config, auditBucket));
  const now = ops.now();
  const open = (await store.recent(now)).flatMap(({ proposal, approval }) =>
    approval || isVoid(proposal, now) ? [] : [proposal],
  );
  if (isJson) for (const proposal of open) ops.terminal.say(JSON.stringify(proposal));
  else if (open.length > 0) ops.terminal.say(renderTable(columns, open));
  if (open.length > 0) return exitStatus.done;
  ops.terminal.complain('No proposal waits for an approval.');
  return exitStatus.nothingFound;
};

const columns: Column<Proposal>[] = [
  { title: 'ID', width: 19, read: ({ id }) => id },
  { title: 'MADE', width: 17, read: ({ at }) => shortTime(at) },
  { title: 'BY', width: 14, read: ({ by }) => by },
  { title: 'WHAT', width: 26, read: sayProposed },
  { title: 'WHY', width: 16, read: ({ reason }) => reason },
];

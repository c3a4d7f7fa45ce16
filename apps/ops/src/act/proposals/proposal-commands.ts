import type { Command } from 'commander';
import type { End } from '../../make-program.ts';
import type { Ops } from '../../ops.ts';
import type { ActOptions } from '../act.ts';
import { withActOptions } from '../act-options.ts';
import { approveProposal } from './approve-proposal.ts';
import { listProposals } from './list-proposals.ts';

/** `proposals list`, `approve`: what one person asks for and another one approves within 24 hours. */
export const addProposalCommands = (program: Command, ops: Ops, end: End): void => {
  const proposals = program.command('proposals').description('what another person must approve');
  proposals
    .command('list')
    .description('the proposals that wait')
    .option('--json', 'one JSON object each')
    .action(async ({ json }: { readonly json?: boolean }) => end(await listProposals(ops, json === true)));
  withActOptions(
    proposals
      .command('approve')
      .description('does what another person proposed')
      .argument('<id>', 'the proposal, as `proposals list` names it'),
  ).action(async (id: string, options: ActOptions) => end(await approveProposal(ops, id, options)));
};

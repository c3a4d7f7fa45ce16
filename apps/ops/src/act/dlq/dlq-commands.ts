import type { Command } from 'commander';
import type { End } from '../../make-program.ts';
import type { Ops } from '../../ops.ts';
import { readCount } from '../../options/read-count.ts';
import type { ActOptions } from '../act.ts';
import { withActOptions } from '../act-options.ts';
import { discardLetters } from './discard-letters.ts';
import { proposeDiscard } from './propose-discard.ts';
import { redriveAll } from './redrive-all.ts';
import { redriveLetters } from './redrive-letters.ts';
import { listDlqs, showDlq } from './show-dlqs.ts';
import type { LetterFilter } from './take-letters.ts';

type FilterOptions = { readonly withReason?: string; readonly tenant?: string; readonly limit: string };
type JsonOption = { readonly json?: boolean };

/** An action holds the bodies that it removes: at most 100 of 256 KB. */
const MAX_LETTERS = 100;

/** In place of the name of a queue, for `redrive`. */
const ALL = 'all';

/** `dlq list`, `show`, `redrive`, `discard`. */
export const addDlqCommands = (program: Command, ops: Ops, end: End): void => {
  const dlq = program.command('dlq').description('messages that no service could handle');
  dlq
    .command('list')
    .description('how many messages each dead-letter queue has')
    .option('--json', 'one JSON array')
    .action(async ({ json }: JsonOption) => end(await listDlqs(ops, json === true)));
  withFilter(dlq.command('show').description('the messages of a queue, with their reasons'))
    .option('--json', 'one JSON object a message, with its body')
    .action(async (queue: string, options: FilterOptions & JsonOption) =>
      end(await showDlq(ops, queue, filterOf(options), options.json === true)),
    );
  withActOptions(
    withFilter(
      dlq
        .command('redrive')
        .description('sends messages back to where they come from; the queue `all` means every one'),
    ),
  ).action(async (queue: string, options: FilterOptions & ActOptions) =>
    end(
      queue === ALL
        ? await redriveAll(ops, filterOf(options), options)
        : await redriveLetters(ops, queue, filterOf(options), options),
    ),
  );
  withActOptions(
    withFilter(
      dlq.command('discard').description('removes messages; their bodies are kept in the archive'),
    ).option('--all', 'more than 100 messages: proposes it, and another person approves it'),
  ).action(
    async (queue: string, { all, ...options }: FilterOptions & ActOptions & { readonly all?: boolean }) =>
      end(
        all
          ? await proposeDiscard(ops, queue, filterOf(options), options)
          : await discardLetters(ops, queue, filterOf(options), options),
      ),
  );
};

const withFilter = (command: Command): Command =>
  command
    .argument('<queue>', 'the dead-letter queue, as `dlq list` names it')
    .option('--with-reason <reason>', 'only messages whose reason begins so')
    .option('--tenant <tenant>', 'only messages of this tenant')
    .option('--limit <n>', `messages at most, up to ${MAX_LETTERS}`, String(MAX_LETTERS));

const filterOf = ({ withReason, tenant, limit }: FilterOptions): LetterFilter => ({
  ...(withReason !== undefined && { reason: withReason }),
  ...(tenant !== undefined && { tenant }),
  limit: readCount('--limit', limit, MAX_LETTERS),
});
